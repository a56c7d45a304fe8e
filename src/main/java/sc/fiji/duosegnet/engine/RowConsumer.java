package sc.fiji.duosegnet.engine;

/**
 * Takes the results of a plane from top to bottom, some rows at a time, so that those of a large
 * plane need not all be in memory. Called on the segmenter's thread.
 */
public interface RowConsumer {

  /**
   * Takes the next rows of the plane.
   *
   * @param rows results of the plane's width; their arrays belong to this consumer from now on
   * @throws java.io.UncheckedIOException if they can't be written
   */
  void accept(SegmentedPlane rows);

  /**
   * Says that the rows of this plane come once more from the first one on, with other values: it is
   * segmented anew in smaller tiles, as memory was short.
   */
  void restart();
}
