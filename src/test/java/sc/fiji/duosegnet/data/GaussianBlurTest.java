package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaussianBlurTest {

  private static final int OFFSET = 5;

  private static float[] random(int count) {
    final SplitMix random = new SplitMix(1, 99);
    final float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.between(-2, 3);
    }
    return values;
  }

  /** One pixel by the definition: a sum over a square of mirrored neighbors. */
  private static double direct(
      float[] pixels, int width, int height, int channels, int x, int y, int c, double sigma) {
    final int radius = (int) Math.ceil(3 * sigma);
    double sum = 0;
    double weights = 0;
    for (int dy = -radius; dy <= radius; dy++) {
      for (int dx = -radius; dx <= radius; dx++) {
        final double weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
        final int column = mirror(x + dx, width);
        final int row = mirror(y + dy, height);
        sum += weight * pixels[OFFSET + (row * width + column) * channels + c];
        weights += weight;
      }
    }
    return sum / weights;
  }

  private static int mirror(int position, int size) {
    int inside = position;
    while (inside < 0 || inside >= size) {
      inside = inside < 0 ? -inside : 2 * (size - 1) - inside;
    }
    return inside;
  }

  private static void assertDirect(double sigma, int width, int height, int channels) {
    final int count = width * height * channels;
    final float[] pixels = random(OFFSET + count + 2);
    final float[] blurred = pixels.clone();
    new GaussianBlur(sigma).apply(blurred, OFFSET, width, height, channels);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          assertEquals(
              direct(pixels, width, height, channels, x, y, c, sigma),
              blurred[OFFSET + (y * width + x) * channels + c],
              2e-6);
        }
      }
    }
    assertArrayEquals(Arrays.copyOf(pixels, OFFSET), Arrays.copyOf(blurred, OFFSET));
    assertEquals(pixels[OFFSET + count], blurred[OFFSET + count]);
  }

  @Test
  void agreesWithADirectConvolution() {
    assertDirect(0.4, 9, 6, 1);
    assertDirect(1.3, 9, 12, 3);
    assertDirect(2.5, 3, 5, 2); // wider than the image
  }

  @Test
  void constantsAreKept() {
    final float[] pixels = new float[20 * 20];
    Arrays.fill(pixels, -3.7f);
    new GaussianBlur(1.5).apply(pixels, 0, 20, 20, 1);
    for (final float value : pixels) {
      assertEquals(-3.7f, value, 2e-6);
    }
  }

  @Test
  void theKernelEndsAtThreeSigma() {
    assertEquals(0, new GaussianBlur(0).radius());
    assertEquals(1, new GaussianBlur(0.1).radius());
    assertEquals(3, new GaussianBlur(1).radius());
    assertEquals(5, new GaussianBlur(1.5).radius());
  }

  @Test
  void noBlurLeavesEveryBit() {
    final float[] pixels = random(36);
    final float[] same = pixels.clone();
    new GaussianBlur(0).apply(same, 0, 6, 6, 1);
    assertArrayEquals(pixels, same);
    new GaussianBlur(1e-3).apply(same, 0, 6, 6, 1);
    assertArrayEquals(pixels, same);
  }
}
