package sc.fiji.duosegnet.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.data.TrainingData;

/**
 * Makes previews as often as a small share of the training's time allows, and at once when other
 * images are chosen.
 */
final class PreviewMaker {

  /** Share of the training's time that previews may take. */
  static final double MOST_SHARE = 0.025;

  /**
   * Width and height in pixels of the part of an image that is shown, for networks at full size.
   */
  private static final int SIZE = 256;

  private final PreviewMonitor monitor;
  private final PlaneSegmenter segmenter;
  private final PercentileNormalization normalization;
  private final int size;
  private final Map<String, Sample> samples = new HashMap<>();
  private final Map<String, Scaling> scalings = new HashMap<>();

  private List<String> shown = List.of();
  private double cost;
  private double spent;

  /**
   * @param reduction reduction of the networks: larger parts of the image cost no more then
   */
  PreviewMaker(
      PreviewMonitor monitor,
      PlaneSegmenter segmenter,
      PercentileNormalization normalization,
      int reduction,
      TrainingData data) {
    this.monitor = monitor;
    this.segmenter = segmenter;
    this.normalization = normalization;
    size = SIZE * reduction;
    final List<Sample> labeled = data.validation().isEmpty() ? data.view1() : data.validation();
    labeled.forEach(sample -> samples.put(sample.name(), sample));
    data.unlabeled().forEach(sample -> samples.put(sample.name(), sample));
    monitor.choices(names(labeled), names(data.unlabeled()));
  }

  private static List<String> names(List<Sample> samples) {
    return samples.stream().map(Sample::name).toList();
  }

  /**
   * Tells whether a preview is due.
   *
   * @param iteration finished iterations
   * @param seconds time that the training has taken so far
   */
  boolean due(int iteration, double seconds) {
    final List<String> chosen = monitor.chosen();
    if (chosen.isEmpty()) {
      return false;
    }
    // Before the first one, an iteration's time stands for its cost, which is about the same.
    final double expected = shown.isEmpty() ? seconds / iteration : cost;
    return (!shown.isEmpty() && !shown.equals(chosen)) || spent + expected <= MOST_SHARE * seconds;
  }

  /**
   * Makes a preview; called on the thread of the networks.
   *
   * @param iteration finished iterations
   */
  List<Preview> make(int iteration) {
    shown = List.copyOf(monitor.chosen());
    final List<Preview> previews = new ArrayList<>();
    for (final String name : shown) {
      if (samples.containsKey(name)) {
        previews.add(preview(samples.get(name), iteration));
      }
    }
    return previews;
  }

  /** Shows what was made; called on the thread of the training. */
  void show(List<Preview> previews) {
    monitor.show(previews);
  }

  /** Takes note of how many seconds the last preview took, with all that came of it. */
  void took(double seconds) {
    cost = seconds;
    spent += seconds;
  }

  private Preview preview(Sample sample, int iteration) {
    final RandomAccessibleInterval<? extends RealType<?>> image = sample.image();
    final Scaling scaling =
        scalings.computeIfAbsent(sample.name(), name -> normalization.scaling(image));
    final RandomAccessibleInterval<? extends RealType<?>> part = middle(image);
    return new Preview(
        sample.name(),
        iteration,
        part,
        scaling,
        segmenter.segment(part, scaling, () -> false),
        sample.labeled() ? middle(sample.mask()) : null);
  }

  private <T extends RealType<T>> RandomAccessibleInterval<? extends RealType<?>> middle(
      RandomAccessibleInterval<? extends RealType<?>> whole) {
    final long[] min = whole.minAsLongArray();
    final long[] max = whole.maxAsLongArray();
    for (int axis = 0; axis < 2; axis++) {
      final long length = Math.min(size, whole.dimension(axis));
      min[axis] += (whole.dimension(axis) - length) / 2;
      max[axis] = min[axis] + length - 1;
    }
    @SuppressWarnings("unchecked") // any real type will do, and Views wants a name for it
    final RandomAccessibleInterval<T> typed = (RandomAccessibleInterval<T>) whole;
    return Views.zeroMin(Views.interval(typed, min, max));
  }
}
