package sc.fiji.duosegnet.imagej;

import ij.process.LUT;
import java.awt.Color;

/** Colors of numbered objects: black for the background, and unlike ones for following numbers. */
final class ObjectColors {

  private static final int SIZE = 256;

  /** Steps of the golden ratio never come close to each other in few of them. */
  private static final double HUE_STEP = (Math.sqrt(5) - 1) / 2;

  private static final float[] SATURATIONS = {0.9f, 0.6f};
  private static final float[] BRIGHTNESSES = {1f, 0.8f, 0.65f};

  private ObjectColors() {}

  /** Returns a table that shows numbers from 0 to 255, if the display range is that. */
  static LUT table() {
    final byte[] red = new byte[SIZE];
    final byte[] green = new byte[SIZE];
    final byte[] blue = new byte[SIZE];
    for (int i = 1; i < SIZE; i++) {
      final Color color =
          Color.getHSBColor(
              (float) (i * HUE_STEP % 1),
              SATURATIONS[i % SATURATIONS.length],
              BRIGHTNESSES[i % BRIGHTNESSES.length]);
      red[i] = (byte) color.getRed();
      green[i] = (byte) color.getGreen();
      blue[i] = (byte) color.getBlue();
    }
    return new LUT(red, green, blue);
  }

  /** Returns the largest number of the display range for a number of objects. */
  static int displayMaximum(int objects) {
    return Math.max(SIZE - 1, objects);
  }
}
