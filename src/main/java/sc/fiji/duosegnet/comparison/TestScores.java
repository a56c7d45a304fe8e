package sc.fiji.duosegnet.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import sc.fiji.duosegnet.data.Patches;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.engine.SegmentedPlane;
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
public record TestScores(
    Validation dice,
    SetScores mean,
    ErrorDetection confidence,
    ErrorDetection margin,
    ErrorDetection agreement) {

  /**
   * Segments each image as a whole and compares it with its mask.
   *
   * @param segmenter makes the segmentation of an image
   * @param samples labeled images, at least one
   */
  public static TestScores of(Function<Sample, SegmentedPlane> segmenter, List<Sample> samples) {
    final List<ImageScores> images = new ArrayList<>();
    final ErrorDetection confidence = new ErrorDetection();
    final ErrorDetection margin = new ErrorDetection();
    final ErrorDetection agreement = new ErrorDetection();
    final Validation dice =
        Validation.of(
            sample -> {
              final SegmentedPlane plane = segmenter.apply(sample);
              final byte[] truth = truth(sample, plane);
              final byte[] mask = plane.mask();
              images.add(ImageScores.of(mask, truth, plane.width(), plane.height()));
              confidence.add(plane.confidence(), mask, truth);
              margin.add(margin(plane), mask, truth);
              agreement.add(plane.agreement(), mask, truth);
              return plane;
            },
            samples);
    return new TestScores(dice, SetScores.of(images), confidence, margin, agreement);
  }

  /** Rounding may lead a little out of 0..1. */
  private static float[] margin(SegmentedPlane plane) {
    final float[] margin = new float[plane.view1().length];
    for (int i = 0; i < margin.length; i++) {
      margin[i] = Math.min(1, Math.abs(plane.view1()[i] + plane.view2()[i] - 1));
    }
    return margin;
  }

  /** Returns a sample's mask in the order of a plane's pixels: 0, or 1 for foreground. */
  public static byte[] truth(Sample sample, SegmentedPlane plane) {
    final float[] mask = new float[plane.width() * plane.height()];
    Patches.copyMask(sample.mask(), 0, 0, plane.width(), plane.height(), mask, 0);
    final byte[] truth = new byte[mask.length];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = (byte) mask[i];
    }
    return truth;
  }
}
