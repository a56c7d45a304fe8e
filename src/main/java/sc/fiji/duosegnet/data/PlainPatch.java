package sc.fiji.duosegnet.data;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * A patch whose pixels are the image's pixels.
 *
 * @param x first column, counted from the image's first column
 * @param y first row
 * @param size rows and columns
 */
record PlainPatch(long x, long y, int size) implements PatchWindow {

  @Override
  public void copyImage(
      RandomAccessibleInterval<? extends RealType<?>> image,
      Scaling scaling,
      int channels,
      float[] target) {
    Patches.copyNormalized(image, scaling, x, y, size, size, channels, target, 0);
  }

  @Override
  public void copyMask(RandomAccessibleInterval<? extends RealType<?>> mask, float[] target) {
    Patches.copyMask(mask, x, y, size, size, target, 0);
  }
}
