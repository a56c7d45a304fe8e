package sc.fiji.duosegnet.data;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * A patch that shows an image enlarged or reduced, by bilinear interpolation; its mask takes the
 * nearest pixel and so stays 0 and 1. A pixel covers the unit interval after its index: its center
 * lies at index + 0.5, in image and patch.
 *
 * <p>Reduction would turn detail finer than the patch's pixels into false patterns, therefore the
 * image is blurred first. The blur takes the image's sharpness to be that of a Gaussian of 0.5
 * pixels, as Lowe 2004 (SIFT) does, and leaves the patch with 0.5 of its own, larger pixels: the
 * variance to add is {@code 0.25 * (1 / factor^2 - 1)}.
 */
final class ScaledPatch implements PatchWindow {

  private final int size;
  private final GaussianBlur blur;
  private final ResampledAxis columns;
  private final ResampledAxis rows;

  /**
   * @param x where the patch starts, in image pixels from the left border of the first column
   * @param y the same for rows
   * @param factor above 1 for an enlarged image: the patch shows {@code size / factor} pixels
   * @param size rows and columns of the patch
   */
  ScaledPatch(double x, double y, double factor, int size) {
    this.size = size;
    blur = new GaussianBlur(factor < 1 ? 0.5 * Math.sqrt(1 / (factor * factor) - 1) : 0);
    columns = new ResampledAxis(x, factor, size, blur.radius());
    rows = new ResampledAxis(y, factor, size, blur.radius());
  }

  @Override
  public void copyImage(
      RandomAccessibleInterval<? extends RealType<?>> image,
      Scaling scaling,
      int channels,
      float[] target) {
    final int width = columns.length();
    final int height = rows.length();
    final float[] pixels = new float[width * height * channels];
    Patches.copyNormalized(
        image, scaling, columns.start(), rows.start(), width, height, channels, pixels, 0);
    blur.apply(pixels, 0, width, height, channels);
    final int stride = width * channels;
    int index = 0;
    for (int y = 0; y < size; y++) {
      final float down = rows.weight(y);
      for (int x = 0; x < size; x++) {
        final float right = columns.weight(x);
        final int first = rows.lower(y) * stride + columns.lower(x) * channels;
        for (int i = first; i < first + channels; i++) {
          final float above = mix(pixels[i], pixels[i + channels], right);
          final float below = mix(pixels[i + stride], pixels[i + stride + channels], right);
          target[index++] = mix(above, below, down);
        }
      }
    }
  }

  private static float mix(float from, float to, float weight) {
    return from + weight * (to - from);
  }

  @Override
  public void copyMask(RandomAccessibleInterval<? extends RealType<?>> mask, float[] target) {
    final int width = columns.length();
    final int height = rows.length();
    final float[] pixels = new float[width * height];
    Patches.copyMask(mask, columns.start(), rows.start(), width, height, pixels, 0);
    int index = 0;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        target[index++] = pixels[rows.nearest(y) * width + columns.nearest(x)];
      }
    }
  }
}
