package sc.fiji.duosegnet.metrics;

/**
 * All scores of one segmented image.
 *
 * @param counts right and wrong pixels; Dice, Jaccard, precision, recall and MAE come from them
 * @param distances HD95 and ASSD between the outlines
 */
public record ImageScores(Confusion counts, SurfaceDistances distances) {

  /**
   * Scores one image, with distances in pixels.
   *
   * @param predicted mask, row after row; anything but 0 is foreground
   * @param truth mask in the same order; anything but 0 is foreground
   * @param width number of columns
   * @param height number of rows
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static ImageScores of(byte[] predicted, byte[] truth, int width, int height) {
    final Confusion counts = new Confusion();
    counts.add(predicted, truth);
    return new ImageScores(counts, SurfaceDistances.between(predicted, truth, width, height));
  }
}
