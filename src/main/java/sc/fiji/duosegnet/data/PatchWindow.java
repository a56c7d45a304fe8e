package sc.fiji.duosegnet.data;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** The square part of an image that becomes a patch. Outside the image lies its mirror image. */
interface PatchWindow {

  /**
   * Copies the part, normalized, in the order row, column, channel.
   *
   * @param image intensities with the axes x, y, channel
   * @param scaling the image's scaling
   * @param channels channels to write; an image of one channel is repeated in each
   * @param target takes the patch from its first index on
   */
  void copyImage(
      RandomAccessibleInterval<? extends RealType<?>> image,
      Scaling scaling,
      int channels,
      float[] target);

  /**
   * Copies the same part of the image's mask as 0 and 1.
   *
   * @param mask mask with the axes x, y
   * @param target takes the patch from its first index on
   */
  void copyMask(RandomAccessibleInterval<? extends RealType<?>> mask, float[] target);
}
