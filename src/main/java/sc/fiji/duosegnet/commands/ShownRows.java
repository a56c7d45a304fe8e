package sc.fiji.duosegnet.commands;

import java.util.function.LongConsumer;
import sc.fiji.duosegnet.engine.RowConsumer;
import sc.fiji.duosegnet.engine.SegmentedPlane;

/** Passes the rows of one plane after the other on, and shows how many there were. */
final class ShownRows implements RowConsumer {

  private final RowConsumer target;
  private final int height;
  private final LongConsumer shown;
  private long done;

  /**
   * @param target takes the rows
   * @param height rows of a plane
   * @param shown told the number of rows after each change, over all planes
   */
  ShownRows(RowConsumer target, int height, LongConsumer shown) {
    this.target = target;
    this.height = height;
    this.shown = shown;
  }

  @Override
  public void accept(SegmentedPlane rows) {
    target.accept(rows);
    done += rows.height();
    shown.accept(done);
  }

  @Override
  public void restart() {
    target.restart();
    done -= done % height;
    shown.accept(done);
  }
}
