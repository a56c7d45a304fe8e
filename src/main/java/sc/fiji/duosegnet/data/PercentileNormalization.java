package sc.fiji.duosegnet.data;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.model.NormalizationSettings;

/**
 * Brings intensities to a common scale: limited to the range between two percentiles of the image,
 * then brought to mean 0 and variance 1. All of it is taken over all channels of one plane, so
 * colors keep their ratio. The same rule is used in training and in segmentation and is stored in
 * the model.
 *
 * <p>Limiting alone (the low percentile becomes 0, the high one 1) leaves dark-field images around
 * 0 and bright-field ones around 1. Batch norm evens that out within a training batch, but its
 * running statistics can't: on such a mixture, test Dice fell from 0.79 to 0.35.
 *
 * @param settings the percentiles
 */
public record PercentileNormalization(NormalizationSettings settings) {

  /** Up to this number of values all are looked at, beyond it an evenly spaced part of them. */
  static final int EXACT_LIMIT = 4_000_000;

  /**
   * Works out the scaling of one image. Percentiles are interpolated linearly between the two
   * nearest ranks (type 7 of Hyndman and Fan 1996). NaN and infinite values are left out. Where
   * both percentiles are the same value but the image is not constant (a few bright spots on
   * black), the whole range of the image is taken instead.
   *
   * @param image intensities with the axes x, y, channel
   * @return the scaling; its factor is 0 for a constant image
   * @throws IllegalArgumentException if the image has no finite value
   */
  public Scaling scaling(RandomAccessibleInterval<? extends RealType<?>> image) {
    final float[] sample = sample(image, EXACT_LIMIT);
    if (sample.length == 0) {
      throw new IllegalArgumentException(
          "The image has no finite value among its "
              + Intervals.numElements(image)
              + "; give one with intensities that are numbers.");
    }
    return scaling(sample);
  }

  /**
   * The same for intensities that were read already.
   *
   * @param sample finite values, at least one
   */
  Scaling scaling(float[] sample) {
    final Ranks values = new Ranks(sample);
    double from = percentile(values, settings.low());
    double to = percentile(values, settings.high());
    if (from == to) {
      from = values.at(0);
      to = values.at(values.count() - 1);
    }
    return standardized(sample, from, to);
  }

  /** Mean 0 and variance 1 for the values limited to a range. */
  private static Scaling standardized(float[] values, double from, double to) {
    double sum = 0;
    for (final float value : values) {
      sum += Math.min(to, Math.max(from, value));
    }
    final double mean = sum / values.length;
    double squares = 0;
    for (final float value : values) {
      final double distance = Math.min(to, Math.max(from, value)) - mean;
      squares += distance * distance;
    }
    final float factor = (float) (1 / Math.sqrt(squares / values.length));
    // Ranges of less than 1e-38 have no factor in single precision: such an image is constant.
    return new Scaling((float) from, (float) to, (float) mean, Float.isFinite(factor) ? factor : 0);
  }

  private static double percentile(Ranks values, double percentile) {
    final double position = percentile / 100 * (values.count() - 1);
    final int below = (int) position;
    final double low = values.at(below);
    final double part = position - below;
    return part == 0 ? low : low + part * (values.at(below + 1) - low);
  }

  /**
   * Reads the finite values among all intensities, or among an evenly spaced part of them.
   *
   * @param most number of intensities up to which all are read
   */
  static float[] sample(RandomAccessibleInterval<? extends RealType<?>> image, int most) {
    final long size = Intervals.numElements(image);
    long step = (size + most - 1) / most;
    // A step that shares a divisor with the width would look at some columns only.
    while (step > 1 && gcd(step, image.dimension(0)) != 1) {
      step++;
    }
    final float[] values = new float[(int) ((size + step - 1) / Math.max(1, step))];
    final Cursor<? extends RealType<?>> cursor = Views.flatIterable(image).cursor();
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (i == 0 || step == 1) {
        cursor.fwd();
      } else {
        cursor.jumpFwd(step);
      }
      final float value = cursor.get().getRealFloat();
      if (Float.isFinite(value)) {
        values[count++] = value;
      }
    }
    return count == values.length ? values : java.util.Arrays.copyOf(values, count);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
