package sc.fiji.duosegnet.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Scores over a set of images: of all their pixels together, and of the images one by one. HD95 and
 * ASSD belong to single images and have no pooled value. During a training the cheaper {@link
 * SegmentationScores} are used.
 *
 * @param pooled right and wrong pixels of all images together
 * @param dice over images, 0..1
 * @param jaccard over images, 0..1
 * @param precision over images, 0..1
 * @param recall over images, 0..1
 * @param maePercent percentage of wrong pixels over images, 0..100
 * @param hd95 over images; those with exactly one empty mask are left out
 * @param assd over images; those with exactly one empty mask are left out
 * @param images number of images
 */
public record SetScores(
    Confusion pooled,
    Spread dice,
    Spread jaccard,
    Spread precision,
    Spread recall,
    Spread maePercent,
    Spread hd95,
    Spread assd,
    int images) {

  /**
   * Sums up the scores of images.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static SetScores of(List<ImageScores> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("There are no images to score; give at least one.");
    }
    return new SetScores(
        images.stream().map(ImageScores::counts).reduce(new Confusion(), Confusion::plus),
        spread(images, image -> image.counts().dice()),
        spread(images, image -> image.counts().jaccard()),
        spread(images, image -> image.counts().precision()),
        spread(images, image -> image.counts().recall()),
        spread(images, image -> image.counts().maePercent()),
        spread(images, image -> image.distances().hd95()),
        spread(images, image -> image.distances().assd()),
        images.size());
  }

  private static Spread spread(List<ImageScores> images, ToDoubleFunction<ImageScores> measure) {
    return Spread.of(images.stream().mapToDouble(measure).toArray());
  }
}
