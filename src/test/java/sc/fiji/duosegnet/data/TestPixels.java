package sc.fiji.duosegnet.data;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;

/** Small images for tests. */
final class TestPixels {

  private TestPixels() {}

  /** An image of floats in the order channel, row, column. */
  static RandomAccessibleInterval<? extends RealType<?>> image(
      int width, int height, int channels, float... values) {
    return ArrayImgs.floats(values, width, height, channels);
  }

  /** A mask of bytes. */
  static RandomAccessibleInterval<? extends RealType<?>> mask(
      int width, int height, int... values) {
    final byte[] bytes = new byte[width * height];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ArrayImgs.unsignedBytes(bytes, width, height);
  }

  /** An image in which each pixel has a value of its own. */
  static RandomAccessibleInterval<? extends RealType<?>> ramp(int width, int height, int channels) {
    final float[] values = new float[width * height * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return image(width, height, channels, values);
  }
}
