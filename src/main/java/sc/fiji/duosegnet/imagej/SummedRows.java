package sc.fiji.duosegnet.imagej;

import sc.fiji.duosegnet.engine.RowConsumer;
import sc.fiji.duosegnet.engine.SegmentedPlane;

/** Passes the rows of a plane on, and sums up what a summary says of the plane. */
final class SummedRows implements RowConsumer {

  private final RowConsumer target;
  private long pixels;
  private long foreground;
  private double confidence;

  SummedRows(RowConsumer target) {
    this.target = target;
  }

  @Override
  public void accept(SegmentedPlane rows) {
    for (final byte pixel : rows.mask()) {
      foreground += pixel == 0 ? 0 : 1;
    }
    for (final float value : rows.confidence()) {
      confidence += value;
    }
    pixels += rows.confidence().length;
    target.accept(rows);
  }

  @Override
  public void restart() {
    pixels = 0;
    foreground = 0;
    confidence = 0;
    target.restart();
  }

  /** Returns the fraction of the pixels that are foreground. */
  double foreground() {
    return (double) foreground / pixels;
  }

  /** Returns the mean confidence. */
  double confidence() {
    return confidence / pixels;
  }
}
