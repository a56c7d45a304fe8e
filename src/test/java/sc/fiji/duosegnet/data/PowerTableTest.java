package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerTableTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.77, 1, 1.5, 2.3, 4})
  void powersAreExactToAFewMillionths(double exponent) {
    final PowerTable table = new PowerTable(exponent);
    final SplitMix random = new SplitMix(1, 99);
    for (int i = 0; i < 20_000; i++) {
      final float value = (float) random.logBetween(1e-9, 1);
      final double expected = Math.pow(value, exponent);
      assertEquals(expected, table.of(value), 2e-6 * expected + 1e-38);
    }
  }

  @Test
  void theEndsStay() {
    for (final double exponent : new double[] {0.25, 1.1, 4}) {
      assertEquals(0, new PowerTable(exponent).of(0));
      assertEquals(1, new PowerTable(exponent).of(1));
      assertEquals(0, new PowerTable(exponent).of(Float.MIN_VALUE));
    }
  }

  @Test
  void powersNeverFallWithTheNumber() {
    final PowerTable table = new PowerTable(0.3);
    float last = 0;
    for (float value = 0.2f; value <= 1; value = Math.nextUp(value) + 1e-6f) {
      final float power = table.of(value);
      assertEquals(power, Math.max(last, power));
      last = power;
    }
  }
}
