package sc.fiji.duosegnet.benchmark;

import java.util.Locale;
import sc.fiji.duosegnet.comparison.TestScores;
import sc.fiji.duosegnet.metrics.SetScores;

/** A run's row in the table of further measures. */
final class MeasuresRow {

  static final String HEADER =
      "method,variant,fraction,seed,jaccard_pooled,precision_pooled,recall_pooled,dsc_image_sd,"
          + "hd95_image,hd95_left_out,assd_image,auroc_confidence,auroc_margin,auroc_agreement";

  private MeasuresRow() {}

  /** Returns the columns of {@link #HEADER} behind the key. */
  static String of(TestScores scores) {
    final SetScores mean = scores.mean();
    return String.format(
        Locale.ROOT,
        "%.4f,%.4f,%.4f,%.4f,%.2f,%d,%.3f,%.4f,%.4f,%.4f",
        mean.pooled().jaccard(),
        mean.pooled().precision(),
        mean.pooled().recall(),
        mean.dice().standardDeviation(),
        mean.hd95().mean(),
        mean.hd95().leftOut(),
        mean.assd().mean(),
        scores.confidence().auroc(),
        scores.margin().auroc(),
        scores.agreement().auroc());
  }
}
