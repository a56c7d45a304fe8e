package sc.fiji.duosegnet.data;

/**
 * Gaussian blur of a small image, along its rows and then along its columns. The kernel ends at
 * three standard deviations and sums to 1; outside the image lies its mirror image, as in {@link
 * Patches}.
 */
final class GaussianBlur {

  private final float[] kernel;

  /**
   * @param sigma standard deviation in pixels, 0 or more; 0 leaves images as they are
   */
  GaussianBlur(double sigma) {
    final int radius = (int) Math.ceil(3 * sigma);
    final double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      final double distance = radius == 0 ? 0 : (i - radius) / sigma;
      weights[i] = StrictMath.exp(-0.5 * distance * distance);
      sum += weights[i];
    }
    kernel = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
  }

  /** Returns how many pixels to each side of a pixel count. */
  int radius() {
    return kernel.length / 2;
  }

  /**
   * Blurs in place, each channel by itself.
   *
   * @param pixels values in the order row, column, channel
   * @param offset index in {@code pixels} of the first value
   * @param width columns
   * @param height rows
   * @param channels channels
   */
  void apply(float[] pixels, int offset, int width, int height, int channels) {
    if (radius() == 0) {
      return;
    }
    final int stride = width * channels;
    final float[] rows = new float[height * stride];
    alongRows(pixels, offset, width, height, channels, rows);
    alongColumns(rows, height, stride, pixels, offset);
  }

  private void alongRows(
      float[] pixels, int offset, int width, int height, int channels, float[] target) {
    final int stride = width * channels;
    final int padded = width + 2 * radius();
    final long[] columns = Patches.mirrored(-radius(), padded, 0, width);
    final float[] line = new float[padded * channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < padded; x++) {
        final int from = offset + y * stride + (int) columns[x] * channels;
        for (int c = 0; c < channels; c++) {
          line[x * channels + c] = pixels[from + c];
        }
      }
      for (int k = 0; k < kernel.length; k++) {
        addWeighted(line, k * channels, kernel[k], target, y * stride, stride);
      }
    }
  }

  private void alongColumns(float[] rows, int height, int stride, float[] target, int offset) {
    final long[] from = Patches.mirrored(-radius(), height + 2 * radius(), 0, height);
    java.util.Arrays.fill(target, offset, offset + height * stride, 0);
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < kernel.length; k++) {
        addWeighted(
            rows, (int) from[y + k] * stride, kernel[k], target, offset + y * stride, stride);
      }
    }
  }

  /** Adds one tap for a whole row, a loop that the JVM turns into vector instructions. */
  private static void addWeighted(
      float[] source, int from, float weight, float[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] += weight * source[from + i];
    }
  }
}
