package sc.fiji.duosegnet.engine;

import java.util.List;
import java.util.function.Function;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.metrics.Confusion;
import sc.fiji.duosegnet.metrics.SegmentationScores;
import sc.fiji.duosegnet.model.ModelDescription;

/**
 * Scores of the networks on a set of labeled images.
 *
 * @param view1 scores of view 1 alone
 * @param view2 scores of view 2 alone
 * @param mean scores of the mean of both views' probabilities, which is what users get
 */
public record Validation(
    SegmentationScores view1, SegmentationScores view2, SegmentationScores mean) {

  /**
   * Segments each image as a whole and compares it with its mask.
   *
   * @param segmenter makes the segmentation of an image
   * @param samples labeled images, at least one
   */
  public static Validation of(Function<Sample, SegmentedPlane> segmenter, List<Sample> samples) {
    final SegmentationScores.Accumulator view1 = new SegmentationScores.Accumulator();
    final SegmentationScores.Accumulator view2 = new SegmentationScores.Accumulator();
    final SegmentationScores.Accumulator mean = new SegmentationScores.Accumulator();
    for (final Sample sample : samples) {
      final SegmentedPlane plane = segmenter.apply(sample);
      view1.add(Confusion.of(plane.view1(), sample.mask(), ModelDescription.THRESHOLD));
      view2.add(Confusion.of(plane.view2(), sample.mask(), ModelDescription.THRESHOLD));
      mean.add(Confusion.of(plane.probability(), sample.mask(), ModelDescription.THRESHOLD));
    }
    return new Validation(view1.scores(), view2.scores(), mean.scores());
  }
}
