package sc.fiji.duosegnet.data;

import java.util.BitSet;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * Brings planes to another number of pixels and results back, by bilinear interpolation between the
 * centers of pixels; the borders of the image stay where they are. Reduction blurs before, as
 * training does where it scales patches.
 */
public final class Resampling {

  private static final int MOST_PIXELS = Integer.MAX_VALUE / 8;

  private final int width;
  private final int height;
  private final int scaledWidth;
  private final int scaledHeight;

  /**
   * @param width columns of the planes
   * @param height rows of the planes
   * @param factorX scaled columns for each column, above 0
   * @param factorY scaled rows for each row, above 0
   * @throws IllegalArgumentException in one sentence, if the scaled planes would be too large
   */
  public Resampling(int width, int height, double factorX, double factorY) {
    this.width = width;
    this.height = height;
    final double columns = Math.max(1, Math.rint(width * factorX));
    final double rows = Math.max(1, Math.rint(height * factorY));
    if (!(columns * rows <= MOST_PIXELS)) {
      throw new IllegalArgumentException(
          String.format(
              java.util.Locale.ROOT,
              "The image of %dx%d pixels would have %.0fx%.0f at the model's pixel size, more than"
                  + " memory can hold; check its calibration, or crop it.",
              width,
              height,
              columns,
              rows));
    }
    scaledWidth = (int) columns;
    scaledHeight = (int) rows;
  }

  /**
   * Scales a plane. What is no finite number is none in the copy either, and stays out of its
   * neighbors: the mean of the others stands there for the blur.
   *
   * @param plane axes x, y, channel; stays as it is
   * @return a copy with the same axes
   */
  public RandomAccessibleInterval<FloatType> scaled(
      RandomAccessibleInterval<? extends RealType<?>> plane) {
    final int channels = Math.toIntExact(plane.dimension(2));
    final float[] pixels = copy(plane, channels);
    final BitSet blanks = fill(pixels, channels);
    final float[] values = resample(pixels, width, height, channels, scaledWidth, scaledHeight);
    if (!blanks.isEmpty()) {
      clear(values, channels, blanks);
    }
    return Views.moveAxis(ArrayImgs.floats(values, channels, scaledWidth, scaledHeight), 0, 2);
  }

  /** Returns a plane's pixels as they are, in the order row, column, channel. */
  private float[] copy(RandomAccessibleInterval<? extends RealType<?>> plane, int channels) {
    final float[] pixels = new float[count(width, height, channels)];
    final RandomAccess<? extends RealType<?>> access = plane.randomAccess();
    for (int c = 0; c < channels; c++) {
      access.setPosition(plane.min(2) + c, 2);
      int index = c;
      for (int y = 0; y < height; y++) {
        access.setPosition(plane.min(1) + y, 1);
        for (int x = 0; x < width; x++, index += channels) {
          access.setPosition(plane.min(0) + x, 0);
          pixels[index] = access.get().getRealFloat();
        }
      }
    }
    return pixels;
  }

  /** Puts the channel's mean where there is no finite number, and returns these places. */
  private static BitSet fill(float[] pixels, int channels) {
    final BitSet blanks = new BitSet();
    final double[] sums = new double[channels];
    final long[] counts = new long[channels];
    for (int i = 0; i < pixels.length; i++) {
      if (Float.isFinite(pixels[i])) {
        sums[i % channels] += pixels[i];
        counts[i % channels]++;
      } else {
        blanks.set(i);
      }
    }
    for (int i = blanks.nextSetBit(0); i >= 0; i = blanks.nextSetBit(i + 1)) {
      final int c = i % channels;
      pixels[i] = counts[c] == 0 ? 0 : (float) (sums[c] / counts[c]);
    }
    return blanks;
  }

  /** Takes the numbers away from scaled pixels whose center lies in a place that has none. */
  private void clear(float[] values, int channels, BitSet blanks) {
    for (int i = 0; i < values.length; i++) {
      final int pixel = i / channels;
      final long x = (pixel % scaledWidth * 2L + 1) * width / (2L * scaledWidth);
      final long y = (pixel / scaledWidth * 2L + 1) * height / (2L * scaledHeight);
      if (blanks.get((int) ((y * width + x) * channels + i % channels))) {
        values[i] = Float.NaN;
      }
    }
  }

  /**
   * Brings a result of a scaled plane back.
   *
   * @param result values of the scaled plane, row after row; may be changed
   * @return values of the plane, row after row
   */
  public float[] back(float[] result) {
    return resample(result, scaledWidth, scaledHeight, 1, width, height);
  }

  /** May blur {@code pixels}, in the order row, column, channel. */
  private static float[] resample(
      float[] pixels, int width, int height, int channels, int newWidth, int newHeight) {
    final double factorX = (double) newWidth / width;
    final double factorY = (double) newHeight / height;
    final double factor = Math.sqrt(factorX * factorY);
    new GaussianBlur(factor < 1 ? 0.5 * Math.sqrt(1 / (factor * factor) - 1) : 0)
        .apply(pixels, 0, width, height, channels);
    final ResampledAxis columns = new ResampledAxis(0, factorX, newWidth, 0);
    final ResampledAxis rows = new ResampledAxis(0, factorY, newHeight, 0);
    final long[] fromX = Patches.mirrored(columns.start(), columns.length(), 0, width);
    final long[] fromY = Patches.mirrored(rows.start(), rows.length(), 0, height);
    final float[] target = new float[count(newWidth, newHeight, channels)];
    int index = 0;
    for (int y = 0; y < newHeight; y++) {
      final int above = (int) fromY[rows.lower(y)] * width;
      final int below = (int) fromY[rows.lower(y) + 1] * width;
      for (int x = 0; x < newWidth; x++) {
        final int left = (int) fromX[columns.lower(x)];
        final int right = (int) fromX[columns.lower(x) + 1];
        for (int c = 0; c < channels; c++) {
          final float upper =
              mix(
                  pixels[(above + left) * channels + c],
                  pixels[(above + right) * channels + c],
                  columns.weight(x));
          final float lower =
              mix(
                  pixels[(below + left) * channels + c],
                  pixels[(below + right) * channels + c],
                  columns.weight(x));
          target[index++] = mix(upper, lower, rows.weight(y));
        }
      }
    }
    return target;
  }

  private static int count(int width, int height, int channels) {
    return Math.multiplyExact(Math.multiplyExact(width, height), channels);
  }

  private static float mix(float from, float to, float weight) {
    return from + weight * (to - from);
  }
}
