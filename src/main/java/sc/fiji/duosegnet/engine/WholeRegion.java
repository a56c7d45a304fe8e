package sc.fiji.duosegnet.engine;

/** Puts the rows of a plane, or of a part of it, together. */
final class WholeRegion implements RowConsumer {

  private final int height;
  private SegmentedPlane whole;
  private int next;

  /**
   * @param height rows of the region
   */
  WholeRegion(int height) {
    this.height = height;
  }

  @Override
  public void accept(SegmentedPlane rows) {
    if (rows.height() == height) {
      whole = rows;
      return;
    }
    if (whole == null) {
      whole = SegmentedPlane.empty(rows.width(), height, rows.critic() != null);
    }
    rows.copyTo(0, rows.height(), whole, next);
    next += rows.height();
  }

  @Override
  public void restart() {
    whole = null;
    next = 0;
  }

  /** Returns all rows. */
  SegmentedPlane result() {
    return whole;
  }
}
