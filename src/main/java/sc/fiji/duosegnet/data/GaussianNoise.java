package sc.fiji.duosegnet.data;

/**
 * Independent Gaussian noise for each pixel, the same in all its channels, so that a gray image
 * stored as color stays gray.
 */
final class GaussianNoise {

  private GaussianNoise() {}

  /**
   * Adds noise in place. Marsaglia's polar method, like {@link SplitMix#nextGaussian}, but both
   * numbers that one try gives are used, which halves the time.
   *
   * @param pixels values in the order pixel, channel
   * @param offset index in {@code pixels} of the first value
   * @param count number of pixels
   * @param channels channels
   * @param sigma standard deviation
   * @param random source of the noise
   */
  static void add(
      float[] pixels, int offset, int count, int channels, double sigma, SplitMix random) {
    for (int i = 0; i < count; i += 2) {
      double u;
      double v;
      double s;
      do {
        u = random.between(-1, 1);
        v = random.between(-1, 1);
        s = u * u + v * v;
      } while (s >= 1 || s == 0);
      final double factor = sigma * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
      shift(pixels, offset + i * channels, channels, (float) (u * factor));
      if (i + 1 < count) {
        shift(pixels, offset + (i + 1) * channels, channels, (float) (v * factor));
      }
    }
  }

  private static void shift(float[] pixels, int from, int channels, float value) {
    for (int c = 0; c < channels; c++) {
      pixels[from + c] += value;
    }
  }
}
