package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RampTest {

  @ParameterizedTest
  @CsvSource({
    // a ramp from its start to its full weight
    "0.2, 0.4, 0, 0",
    "0.2, 0.4, 0.199, 0",
    "0.2, 0.4, 0.2, 0",
    "0.2, 0.4, 0.3, 0.25",
    "0.2, 0.4, 0.6, 1",
    "0.2, 0.4, 1, 1",
    // a sudden start
    "0.2, 0, 0.199, 0",
    "0.2, 0, 0.2, 1",
    // a ramp that the run cuts off
    "0.5, 1, 1, 0.5",
    // from the first iteration on
    "0, 0, 0, 1",
    "0, 0.4, 0, 0",
    "0, 0.4, 0.1, 0.25"
  })
  void factor(
      final double start, final double length, final double progress, final double expected) {
    assertEquals(expected, new Ramp(start, length).factor(progress), 1e-12);
  }

  @Test
  void noRampIsTheFullWeight() {
    assertEquals(1, Ramp.NONE.factor(0));
    assertEquals(1, Ramp.NONE.factor(1));
  }

  @Test
  void partsOfTheRunOnly() {
    // A start at the very end would be a method that is never used.
    assertRefused("ramp.start", 1, 0);
    assertRefused("ramp.start", -0.1, 0);
    assertRefused("ramp.start", Double.NaN, 0);
    assertRefused("ramp.length", 0, 1.1);
    assertRefused("ramp.length", 0, -1);
  }

  private static void assertRefused(final String name, final double start, final double length) {
    final String message =
        assertThrows(IllegalArgumentException.class, () -> new Ramp(start, length)).getMessage();
    assertTrue(message.contains("'" + name + "'"), message);
  }
}
