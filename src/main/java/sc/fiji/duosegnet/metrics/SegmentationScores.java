package sc.fiji.duosegnet.metrics;

/**
 * Scores over a set of images.
 *
 * @param pooledDice Dice of all pixels of all images together, 0..1
 * @param meanDice mean of the images' Dice, 0..1; an image whose mask and segmentation are both
 *     empty counts as 1
 * @param maePercent percentage of wrong pixels of all images together, 0..100
 * @param images number of images
 */
public record SegmentationScores(
    double pooledDice, double meanDice, double maePercent, int images) {

  /** Collects the images of a set. Not thread-safe. */
  public static final class Accumulator {

    private Confusion pooled = new Confusion();
    private double diceSum;
    private int images;

    /** Adds one image. */
    public void add(Confusion image) {
      pooled = pooled.plus(image);
      diceSum += image.dice();
      images++;
    }

    /** Returns the counts of all images together. */
    public Confusion pooled() {
      return pooled;
    }

    /**
     * Returns the scores of the images so far.
     *
     * @throws IllegalStateException if there are none
     */
    public SegmentationScores scores() {
      if (images == 0) {
        throw new IllegalStateException("There are no images to score; add at least one.");
      }
      return new SegmentationScores(pooled.dice(), diceSum / images, pooled.maePercent(), images);
    }
  }
}
