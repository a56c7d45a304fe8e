package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.engine.RowConsumer;
import sc.fiji.duosegnet.engine.SegmentedPlane;

class SummedRowsTest {

  @Test
  void sumsAreOverAllRowsSinceTheLastStart() {
    final List<SegmentedPlane> passed = new ArrayList<>();
    final SummedRows rows =
        new SummedRows(
            new RowConsumer() {
              @Override
              public void accept(SegmentedPlane given) {
                passed.add(given);
              }

              @Override
              public void restart() {
                passed.clear();
              }
            });
    rows.accept(rows(1, 1, 1));
    rows.restart();
    final SegmentedPlane first = rows(1, 0.9f, 0.25f);
    final SegmentedPlane second = rows(2, 0.1f, 0.75f);
    rows.accept(first);
    rows.accept(second);
    assertEquals(List.of(first, second), passed);
    assertEquals(1.0 / 3, rows.foreground());
    assertEquals((0.25 + 2 * 0.75) / 3, rows.confidence(), 1e-12);
  }

  private static SegmentedPlane rows(int height, float probability, float confidence) {
    final int width = 5;
    return new SegmentedPlane(
        width,
        height,
        filled(width * height, probability),
        filled(width * height, probability),
        filled(width * height, confidence),
        null);
  }

  private static float[] filled(int size, float value) {
    final float[] values = new float[size];
    java.util.Arrays.fill(values, value);
    return values;
  }
}
