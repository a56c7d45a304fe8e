package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.duosegnet.data.Patches;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.engine.Validation;
import sc.fiji.duosegnet.metrics.ErrorDetection;
import sc.fiji.duosegnet.metrics.ImageScores;
import sc.fiji.duosegnet.metrics.SetScores;

/**
 * All scores of a model on the test images, in one pass over them.
 *
 * @param dice Dice and MAE of both views and their mean
 * @param mean all measures of the mean's masks
 * @param confidence how well the model's confidence image finds wrong pixels
 * @param margin the same for |2p - 1|, p the mean of both views
 * @param agreement the same for 1 - |F1 - F2|
 */
record TestScores(
    Validation dice,
    SetScores mean,
    ErrorDetection confidence,
    ErrorDetection margin,
    ErrorDetection agreement) {

  static final String HEADER =
      "method,variant,fraction,seed,jaccard_pooled,precision_pooled,recall_pooled,dsc_image_sd,"
          + "hd95_image,hd95_left_out,assd_image,auroc_confidence,auroc_margin,auroc_agreement";

  static TestScores of(Path model, List<Sample> samples) throws IOException {
    final List<ImageScores> images = new ArrayList<>();
    final ErrorDetection confidence = new ErrorDetection();
    final ErrorDetection margin = new ErrorDetection();
    final ErrorDetection agreement = new ErrorDetection();
    try (Segmenter segmenter = Segmenter.open(model, SegmenterOptions.of(0, "", 0))) {
      final Validation dice =
          Validation.of(
              sample -> {
                final SegmentedPlane plane = segmenter.segment(sample.image(), () -> false);
                final byte[] truth = truth(sample, plane);
                final byte[] mask = plane.mask();
                images.add(ImageScores.of(mask, truth, plane.width(), plane.height()));
                confidence.add(plane.confidence(), mask, truth);
                final float[] margins = new float[mask.length];
                final float[] agreements = new float[mask.length];
                for (int i = 0; i < mask.length; i++) {
                  final float p1 = plane.view1()[i];
                  final float p2 = plane.view2()[i];
                  margins[i] = Math.min(1, Math.abs(p1 + p2 - 1));
                  agreements[i] = 1 - Math.abs(p1 - p2);
                }
                margin.add(margins, mask, truth);
                agreement.add(agreements, mask, truth);
                return plane;
              },
              samples);
      return new TestScores(dice, SetScores.of(images), confidence, margin, agreement);
    }
  }

  static byte[] truth(Sample sample, SegmentedPlane plane) {
    final float[] mask = new float[plane.width() * plane.height()];
    Patches.copyMask(sample.mask(), 0, 0, plane.width(), plane.height(), mask, 0);
    final byte[] truth = new byte[mask.length];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (byte) mask[i];
    }
    return truth;
  }

  /** Returns the columns of {@link #HEADER} behind the key. */
  String row() {
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
        confidence.auroc(),
        margin.auroc(),
        agreement.auroc());
  }
}
