package sc.fiji.duosegnet.imagej;

import java.awt.image.BufferedImage;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.data.Scaling;

/** Pictures for people to look at. */
final class Pictures {

  private static final int WHITE = 0xFFFFFF;

  private Pictures() {}

  /**
   * Draws an image, in gray or, where it has three channels, in color.
   *
   * @param image intensities with the axes x, y, channel
   * @param scaling its limits become black and white
   */
  static BufferedImage of(RandomAccessibleInterval<? extends RealType<?>> image, Scaling scaling) {
    final int width = Math.toIntExact(image.dimension(0));
    final int height = Math.toIntExact(image.dimension(1));
    final int channels = Math.toIntExact(image.dimension(2));
    final double factor =
        scaling.high() > scaling.low() ? 255 / (scaling.high() - scaling.low()) : 0;
    final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    final RandomAccess<? extends RealType<?>> access = image.randomAccess();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          access.setPosition(image.min(0) + x, 0);
          access.setPosition(image.min(1) + y, 1);
          access.setPosition(image.min(2) + (channels >= 3 ? c : 0), 2);
          final double value = (access.get().getRealDouble() - scaling.low()) * factor;
          rgb = rgb << 8 | (int) Math.round(Math.max(0, Math.min(255, value)));
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }

  /**
   * Draws values from 0, black, to 1, white.
   *
   * @param values in row-major order
   * @param width columns
   */
  static BufferedImage of(float[] values, int width) {
    final BufferedImage picture =
        new BufferedImage(width, values.length / width, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < values.length; i++) {
      final int gray = Math.round(255 * Math.max(0, Math.min(1, values[i])));
      picture.setRGB(i % width, i / width, gray << 16 | gray << 8 | gray);
    }
    return picture;
  }

  /** Draws a mask in row-major order in black and white. */
  static BufferedImage of(boolean[] mask, int width) {
    final BufferedImage picture =
        new BufferedImage(width, mask.length / width, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < mask.length; i++) {
      picture.setRGB(i % width, i / width, mask[i] ? WHITE : 0);
    }
    return picture;
  }

  /** Returns a mask with the axes x and y, nonzero in the foreground, in row-major order. */
  static boolean[] foreground(RandomAccessibleInterval<? extends RealType<?>> mask) {
    final int width = Math.toIntExact(mask.dimension(0));
    final boolean[] foreground = new boolean[Math.toIntExact(width * mask.dimension(1))];
    final RandomAccess<? extends RealType<?>> access = mask.randomAccess();
    for (int i = 0; i < foreground.length; i++) {
      access.setPosition(mask.min(0) + i % width, 0);
      access.setPosition(mask.min(1) + i / width, 1);
      foreground[i] = access.get().getRealDouble() != 0;
    }
    return foreground;
  }
}
