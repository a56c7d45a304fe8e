package sc.fiji.duosegnet.metrics;

/**
 * Tells how well a low confidence finds wrong pixels: the area under the ROC curve (AUROC) of 1 -
 * confidence as a detector of the pixels where prediction and truth differ. It is the probability
 * that a wrong pixel has a lower confidence than a right one, ties counting one half (the
 * Mann-Whitney statistic with mid-ranks): 1 is perfect, 0.5 says nothing. Pixels of any number of
 * images are pooled. Not thread-safe.
 *
 * <p>Memory does not grow with the pixels: they are counted in 786,435 bins. With m the smaller of
 * c and 1 - c, a bin keeps the exponent of m and the first 14 bits of its mantissa. So bins are at
 * most 2^-16 wide (at c near one half) and narrower in proportion to m towards 0 and 1, where
 * confidence values crowd; above 1 - 2^-9 each float has a bin of its own, and all values below
 * 2^-25 share one. Different values in one bin count as ties, which changes the AUROC by at most
 * {@link #uncertainty()}.
 */
public final class ErrorDetection {

  private static final int DROPPED_BITS = 9;
  private static final int BASE = (Float.floatToIntBits(0x1p-25f) >>> DROPPED_BITS) - 1;
  private static final int HALF = (Float.floatToIntBits(0.5f) >>> DROPPED_BITS) - BASE;

  private final long[] wrong = new long[2 * HALF + 1];
  private final long[] right = new long[2 * HALF + 1];

  /**
   * Adds an image.
   *
   * @param confidence confidence of each pixel, 0..1
   * @param predicted mask in the same order; anything but 0 is foreground
   * @param truth mask in the same order; anything but 0 is foreground
   * @throws IllegalArgumentException if the sizes differ or a confidence is not within 0..1
   */
  public void add(float[] confidence, byte[] predicted, byte[] truth) {
    if (confidence.length != predicted.length || confidence.length != truth.length) {
      throw new IllegalArgumentException(
          "The confidence has "
              + confidence.length
              + " pixels, the segmentation "
              + predicted.length
              + " and the true mask "
              + truth.length
              + "; give three of one size.");
    }
    for (int i = 0; i < confidence.length; i++) {
      final int bin = bin(confidence[i]);
      if ((predicted[i] != 0) == (truth[i] != 0)) {
        right[bin]++;
      } else {
        wrong[bin]++;
      }
    }
  }

  /** Adds the pixels of another. */
  public void add(ErrorDetection other) {
    for (int bin = 0; bin < wrong.length; bin++) {
      wrong[bin] += other.wrong[bin];
      right[bin] += other.right[bin];
    }
  }

  /** Returns the AUROC, 0..1; NaN if there are no wrong or no right pixels. */
  public double auroc() {
    double lower = 0;
    double won = 0;
    double allRight = 0;
    for (int bin = 0; bin < wrong.length; bin++) {
      won += right[bin] * (lower + 0.5 * wrong[bin]);
      lower += wrong[bin];
      allRight += right[bin];
    }
    return won / (lower * allRight);
  }

  /**
   * Returns the most by which {@link #auroc()} can differ from that of the values themselves: half
   * of the share of pairs of a wrong and a right pixel that fell into one bin. Pairs of equal
   * values are among them, so the difference may well be 0. NaN as the AUROC.
   */
  public double uncertainty() {
    double shared = 0;
    double allWrong = 0;
    double allRight = 0;
    for (int bin = 0; bin < wrong.length; bin++) {
      shared += (double) wrong[bin] * right[bin];
      allWrong += wrong[bin];
      allRight += right[bin];
    }
    return 0.5 * shared / (allWrong * allRight);
  }

  /** Numbers the bins from the lowest confidence to the highest. */
  private static int bin(float confidence) {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(
          "A confidence is " + confidence + "; give values from 0 to 1.");
    }
    // 1 - c is exact for c from 0.5 to 1.
    return confidence < 0.5f ? end(confidence) : 2 * HALF - end(1 - confidence);
  }

  private static int end(float distance) {
    final int bits = Float.floatToIntBits(distance + 0f); // -0 becomes 0
    return Math.max(0, (bits >>> DROPPED_BITS) - BASE);
  }
}
