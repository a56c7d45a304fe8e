package sc.fiji.duosegnet.data;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Copies rectangles of images and masks into the arrays that the networks take. Outside the image
 * lies its mirror image, without the edge pixel repeated: {@code c b [a b c] b a}; an image smaller
 * than the rectangle is mirrored as often as needed.
 */
public final class Patches {

  private Patches() {}

  /**
   * Copies a rectangle of an image, normalized, in the order row, column, channel. Values that are
   * no finite numbers become 0.
   *
   * @param image intensities with the axes x, y, channel
   * @param scaling the image's scaling
   * @param x0 first column, counted from the image's first column; may lie outside
   * @param y0 first row; may lie outside
   * @param width columns of the rectangle
   * @param height rows of the rectangle
   * @param channels channels to write; an image of one channel is repeated in each
   * @param target takes {@code height * width * channels} values
   * @param offset index in {@code target} of the first value
   * @throws IllegalArgumentException if the image has neither one channel nor {@code channels}
   */
  public static void copyNormalized(
      RandomAccessibleInterval<? extends RealType<?>> image,
      Scaling scaling,
      long x0,
      long y0,
      int width,
      int height,
      int channels,
      float[] target,
      int offset) {
    final long given = image.dimension(2);
    if (given != 1 && given != channels) {
      throw new IllegalArgumentException(
          "The image has "
              + given
              + " channels, the network takes "
              + channels
              + "; give images with "
              + (channels == 1 ? "1 channel." : "1 or " + channels + " channels."));
    }
    final long[] columns = mirrored(x0, width, image.min(0), image.dimension(0));
    final long[] rows = mirrored(y0, height, image.min(1), image.dimension(1));
    final RandomAccess<? extends RealType<?>> access = image.randomAccess();
    for (int c = 0; c < given; c++) {
      access.setPosition(image.min(2) + c, 2);
      for (int y = 0; y < height; y++) {
        access.setPosition(rows[y], 1);
        int index = offset + y * width * channels + c;
        for (int x = 0; x < width; x++, index += channels) {
          access.setPosition(columns[x], 0);
          target[index] = scaling.apply(access.get().getRealFloat());
        }
      }
    }
    if (given < channels) {
      repeatFirstChannel(target, offset, width * height, channels);
    }
  }

  /**
   * Copies a rectangle of a mask as 0 (background) and 1 (foreground: any value but 0), mirrored
   * like the image.
   *
   * @param mask mask with the axes x, y
   * @param x0 first column, counted from the mask's first column; may lie outside
   * @param y0 first row; may lie outside
   * @param width columns of the rectangle
   * @param height rows of the rectangle
   * @param target takes {@code height * width} values
   * @param offset index in {@code target} of the first value
   */
  public static void copyMask(
      RandomAccessibleInterval<? extends RealType<?>> mask,
      long x0,
      long y0,
      int width,
      int height,
      float[] target,
      int offset) {
    final long[] columns = mirrored(x0, width, mask.min(0), mask.dimension(0));
    final long[] rows = mirrored(y0, height, mask.min(1), mask.dimension(1));
    final RandomAccess<? extends RealType<?>> access = mask.randomAccess();
    int index = offset;
    for (int y = 0; y < height; y++) {
      access.setPosition(rows[y], 1);
      for (int x = 0; x < width; x++) {
        access.setPosition(columns[x], 0);
        target[index++] = access.get().getRealFloat() == 0 ? 0 : 1;
      }
    }
  }

  private static void repeatFirstChannel(float[] target, int offset, int pixels, int channels) {
    for (int i = 0, index = offset; i < pixels; i++, index += channels) {
      java.util.Arrays.fill(target, index + 1, index + channels, target[index]);
    }
  }

  /** Positions along one axis, mirrored into {@code min .. min+size-1}. */
  static long[] mirrored(long start, int count, long min, long size) {
    final long[] positions = new long[count];
    final long period = Math.max(1, 2 * (size - 1));
    for (int i = 0; i < count; i++) {
      final long phase = Math.floorMod(start + i, period);
      positions[i] = min + (phase < size ? phase : period - phase);
    }
    return positions;
  }
}
