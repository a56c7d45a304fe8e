package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.engine.RowConsumer;
import sc.fiji.duosegnet.engine.SegmentedPlane;

class ShownRowsTest {

  @Test
  void rowsAreCountedOverAllPlanes() {
    final List<Long> shown = new ArrayList<>();
    final List<String> passed = new ArrayList<>();
    final RowConsumer target =
        new RowConsumer() {
          @Override
          public void accept(SegmentedPlane rows) {
            passed.add(rows.height() + " rows after " + shown.size());
          }

          @Override
          public void restart() {
            passed.add("restart");
          }
        };
    final ShownRows rows = new ShownRows(target, 10, shown::add);
    rows.accept(rows(4));
    rows.accept(rows(6));
    rows.accept(rows(7));
    rows.restart();
    rows.accept(rows(10));
    assertEquals(List.of(4L, 10L, 17L, 10L, 20L), shown);
    assertEquals(
        List.of("4 rows after 0", "6 rows after 1", "7 rows after 2", "restart", "10 rows after 4"),
        passed);
  }

  private static SegmentedPlane rows(int height) {
    return new SegmentedPlane(
        2, height, new float[2 * height], new float[2 * height], new float[2 * height], null);
  }
}
