package sc.fiji.duosegnet.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;

/** Halves images along their last two axes, y and x. */
final class Reduction {

  private static final double MIDDLE = 127.5;

  private Reduction() {}

  /**
   * Returns means of 2x2 pixels, or of those that are inside at the border. A mask's become 0 or
   * 255 again, whichever is nearer, and 255 if both are.
   *
   * @param array the larger array; of 8 bit if it is a mask
   * @param block part of the smaller one
   * @return {@code byte[]} or {@code float[]} in the order of the file
   */
  static Object reduce(ZarrArray array, Block block) throws IOException {
    final int axes = block.min().length;
    final boolean mask = array.metadata().type() == PixelType.UINT8;
    final byte[] bytes = mask ? new byte[block.pixels()] : null;
    final float[] floats = mask ? null : new float[block.pixels()];
    final RandomAccess<? extends RealType<?>> pixel = ChunkedImage.of(array).randomAccess();
    final long width = array.metadata().shape()[axes - 1];
    final long height = array.metadata().shape()[axes - 2];
    final int[] at = new int[axes];
    try {
      for (int i = 0; i < block.pixels(); i++) {
        for (int axis = 0; axis < axes - 2; axis++) {
          pixel.setPosition(block.min()[axis] + at[axis], axes - 1 - axis);
        }
        final long y = 2 * (block.min()[axes - 2] + at[axes - 2]);
        final long x = 2 * (block.min()[axes - 1] + at[axes - 1]);
        final double mean = mean(pixel, x, y, width, height);
        if (mask) {
          bytes[i] = mean >= MIDDLE ? (byte) 255 : 0;
        } else {
          floats[i] = (float) mean;
        }
        for (int axis = axes - 1; axis >= 0 && ++at[axis] == block.size()[axis]; axis--) {
          at[axis] = 0;
        }
      }
    } catch (final UncheckedIOException e) {
      throw e.getCause();
    }
    return mask ? bytes : floats;
  }

  private static double mean(
      RandomAccess<? extends RealType<?>> pixel, long x, long y, long width, long height) {
    double sum = 0;
    int count = 0;
    for (long v = y; v < Math.min(height, y + 2); v++) {
      pixel.setPosition(v, 1);
      for (long u = x; u < Math.min(width, x + 2); u++) {
        pixel.setPosition(u, 0);
        sum += pixel.get().getRealDouble();
        count++;
      }
    }
    return sum / count;
  }
}
