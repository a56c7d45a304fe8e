package sc.fiji.duosegnet.data;

import sc.fiji.duosegnet.model.AugmentationSettings;

/**
 * A change of a patch's intensities, the same in all channels. What is stained comes first, bright
 * or dark; the rest is made in the order in which a microscope would: optics blur, the camera adds
 * noise, then come brightness, contrast and gamma as in Isensee et al. 2021 (nnU-Net). Noise before
 * the blur would mostly be averaged away.
 *
 * @param inverted whether bright becomes dark: normalized images have mean 0, so intensities change
 *     their sign
 * @param blur standard deviation of a Gaussian blur in pixels; 0 for none
 * @param noise standard deviation of Gaussian noise; 0 for none
 * @param brightness shift of all intensities; 0 for none
 * @param contrast factor of the distance to the patch's mean; 1 for none
 * @param gamma exponent on the intensities between the patch's extremes; 1 for none
 */
record Photometric(
    boolean inverted, double blur, double noise, double brightness, double contrast, double gamma) {

  /** Changes nothing. */
  static final Photometric NONE = new Photometric(false, 0, 0, 0, 1, 1);

  private static final Photometric INVERTED = new Photometric(true, 0, 0, 0, 1, 1);

  /**
   * Draws a change.
   *
   * @param settings largest changes, and the probability of the inversion
   * @param probability probability of each of the other changes; random numbers are used only for
   *     what has one above 0
   * @param random source of the change
   */
  static Photometric draw(AugmentationSettings settings, double probability, SplitMix random) {
    final boolean inverted = settings.inversion() > 0 && happens(settings.inversion(), random);
    if (probability == 0) {
      return inverted ? INVERTED : NONE;
    }
    final double brightness = settings.brightness();
    final double contrast = settings.contrast();
    final double gamma = settings.gamma();
    return new Photometric(
        inverted,
        happens(probability, random) ? random.between(0, settings.blur()) : 0,
        happens(probability, random) ? random.between(0, settings.noise()) : 0,
        happens(probability, random) ? random.between(-brightness, brightness) : 0,
        happens(probability, random) ? random.between(1 - contrast, 1 + contrast) : 1,
        happens(probability, random) ? random.logBetween(1 / gamma, gamma) : 1);
  }

  private static boolean happens(double probability, SplitMix random) {
    return random.nextDouble() < probability;
  }

  /**
   * Changes a patch in place.
   *
   * @param pixels values in the order row, column, channel
   * @param offset index in {@code pixels} of the first value
   * @param size rows and columns
   * @param channels channels
   * @param random source of the noise
   */
  void apply(float[] pixels, int offset, int size, int channels, SplitMix random) {
    final int end = offset + size * size * channels;
    if (inverted) {
      for (int i = offset; i < end; i++) {
        pixels[i] = -pixels[i];
      }
    }
    if (blur > 0) {
      new GaussianBlur(blur).apply(pixels, offset, size, size, channels);
    }
    if (noise > 0) {
      GaussianNoise.add(pixels, offset, size * size, channels, noise, random);
    }
    if (brightness != 0 || contrast != 1) {
      stretch(pixels, offset, end);
    }
    if (gamma != 1) {
      bend(pixels, offset, end);
    }
  }

  /** Brightness and contrast at once: both are linear, and the mean moves with the brightness. */
  private void stretch(float[] pixels, int offset, int end) {
    double sum = 0;
    for (int i = offset; i < end; i++) {
      sum += pixels[i];
    }
    final double mean = sum / (end - offset);
    final float factor = (float) contrast;
    final float shift = (float) (mean * (1 - contrast) + brightness);
    for (int i = offset; i < end; i++) {
      pixels[i] = pixels[i] * factor + shift;
    }
  }

  /** Gamma on the patch's range, which it keeps; a constant patch has none. */
  private void bend(float[] pixels, int offset, int end) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < end; i++) {
      least = Math.min(least, pixels[i]);
      most = Math.max(most, pixels[i]);
    }
    final float range = most - least;
    if (!(range > 0)) {
      return;
    }
    final PowerTable power = new PowerTable(gamma);
    for (int i = offset; i < end; i++) {
      pixels[i] = least + range * power.of((pixels[i] - least) / range);
    }
  }
}
