package sc.fiji.duosegnet.comparison;

import java.util.List;
import java.util.function.ToDoubleFunction;
import sc.fiji.duosegnet.metrics.SetScores;

/**
 * What a run's test scores say besides Dice and MAE, of the mean of both views. Pooled is of all
 * pixels together, image the mean over the images.
 *
 * @param jaccardPooled 0..1
 * @param precisionPooled 0..1
 * @param recallPooled 0..1
 * @param jaccardImage 0..1
 * @param precisionImage 0..1
 * @param recallImage 0..1
 * @param maePercentImage percentage of wrong pixels, 0..100
 * @param hd95Image Hausdorff distance at 95 % in pixels; NaN if all images are left out
 * @param assdImage average symmetric surface distance in pixels; NaN if all images are left out
 * @param distancesLeftOut number of images that are in neither distance, because exactly one of
 *     mask and truth is empty
 * @param aurocConfidence how well a low confidence finds wrong pixels, 0..1; NaN if all pixels are
 *     right or all wrong, as with the next two
 * @param aurocMargin the same for |2p - 1|, p the mean of both views
 * @param aurocAgreement the same for 1 - |F1 - F2|
 */
public record RunMeasures(
    double jaccardPooled,
    double precisionPooled,
    double recallPooled,
    double jaccardImage,
    double precisionImage,
    double recallImage,
    double maePercentImage,
    double hd95Image,
    double assdImage,
    int distancesLeftOut,
    double aurocConfidence,
    double aurocMargin,
    double aurocAgreement) {

  private static final String LEFT_OUT = "distances_left_out";

  static final List<String> HEADER =
      List.of(
          "jaccard_pooled",
          "precision_pooled",
          "recall_pooled",
          "jaccard_image",
          "precision_image",
          "recall_image",
          "mae_percent_image",
          "hd95_image",
          "assd_image",
          LEFT_OUT,
          "auroc_confidence",
          "auroc_margin",
          "auroc_agreement");

  static RunMeasures of(TestScores scores) {
    final SetScores mean = scores.mean();
    return new RunMeasures(
        mean.pooled().jaccard(),
        mean.pooled().precision(),
        mean.pooled().recall(),
        mean.jaccard().mean(),
        mean.precision().mean(),
        mean.recall().mean(),
        mean.maePercent().mean(),
        mean.hd95().mean(),
        mean.assd().mean(),
        mean.hd95().leftOut(),
        scores.confidence().auroc(),
        scores.margin().auroc(),
        scores.agreement().auroc());
  }

  /**
   * Reads measures back.
   *
   * @param column gives the number in a column
   */
  static RunMeasures of(ToDoubleFunction<String> column) {
    return new RunMeasures(
        column.applyAsDouble("jaccard_pooled"),
        column.applyAsDouble("precision_pooled"),
        column.applyAsDouble("recall_pooled"),
        column.applyAsDouble("jaccard_image"),
        column.applyAsDouble("precision_image"),
        column.applyAsDouble("recall_image"),
        column.applyAsDouble("mae_percent_image"),
        column.applyAsDouble("hd95_image"),
        column.applyAsDouble("assd_image"),
        (int) column.applyAsDouble(LEFT_OUT),
        column.applyAsDouble("auroc_confidence"),
        column.applyAsDouble("auroc_margin"),
        column.applyAsDouble("auroc_agreement"));
  }

  /** Returns the fields in the order of {@link #HEADER}. */
  List<String> fields() {
    return List.of(
        RunRow.number(jaccardPooled),
        RunRow.number(precisionPooled),
        RunRow.number(recallPooled),
        RunRow.number(jaccardImage),
        RunRow.number(precisionImage),
        RunRow.number(recallImage),
        RunRow.number(maePercentImage),
        RunRow.number(hd95Image),
        RunRow.number(assdImage),
        String.valueOf(distancesLeftOut),
        RunRow.number(aurocConfidence),
        RunRow.number(aurocMargin),
        RunRow.number(aurocAgreement));
  }
}
