package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntBinaryOperator;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledPatchTest {

  private static final int WIDTH = 60;
  private static final int HEIGHT = 50;
  private static final int SIZE = 16;

  private static float[] image(
      ScaledPatch patch, RandomAccessibleInterval<? extends RealType<?>> image, int channels) {
    final float[] target = new float[SIZE * SIZE * channels];
    patch.copyImage(image, Scaling.NONE, channels, target);
    return target;
  }

  private static float[] mask(
      ScaledPatch patch, RandomAccessibleInterval<? extends RealType<?>> mask) {
    final float[] target = new float[SIZE * SIZE];
    patch.copyMask(mask, target);
    return target;
  }

  private static RandomAccessibleInterval<? extends RealType<?>> maskOf(IntBinaryOperator pattern) {
    final int[] values = new int[WIDTH * HEIGHT];
    for (int i = 0; i < values.length; i++) {
      values[i] = pattern.applyAsInt(i % WIDTH, i / WIDTH);
    }
    return TestPixels.mask(WIDTH, HEIGHT, values);
  }

  private static RandomAccessibleInterval<? extends RealType<?>> imageOf(
      IntBinaryOperator pattern) {
    final float[] values = new float[WIDTH * HEIGHT];
    for (int i = 0; i < values.length; i++) {
      values[i] = pattern.applyAsInt(i % WIDTH, i / WIDTH);
    }
    return TestPixels.image(WIDTH, HEIGHT, 1, values);
  }

  @Test
  void factorOneCopies() {
    final var image = TestPixels.ramp(WIDTH, HEIGHT, 3);
    final float[] plain = new float[SIZE * SIZE * 3];
    new PlainPatch(7, 40, SIZE).copyImage(image, Scaling.NONE, 3, plain);
    final ScaledPatch same = new ScaledPatch(7, 40, 1, SIZE);
    assertArrayEquals(plain, image(same, image, 3));
    final var mask = maskOf((x, y) -> x * 7 + y * 3 & 1);
    final float[] plainMask = new float[SIZE * SIZE];
    new PlainPatch(7, 40, SIZE).copyMask(mask, plainMask);
    assertArrayEquals(plainMask, mask(same, mask));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.63, 0.9, 1.1, 1.7, 2})
  void aRampStaysLinearAndLiesWhereItShould(double factor) {
    final double x0 = 9.3;
    final double y0 = 8.8;
    final float[] patch =
        image(
            new ScaledPatch(x0, y0, factor, SIZE),
            TestPixels.ramp(WIDTH, HEIGHT, 2), // x + 60 y + 3000 c
            2);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        final double column = x0 + (x + 0.5) / factor - 0.5;
        final double row = y0 + (y + 0.5) / factor - 0.5;
        final int index = (y * SIZE + x) * 2;
        assertEquals(column + 60 * row, patch[index], 5e-3);
        assertEquals(column + 60 * row + 3000, patch[index + 1], 5e-3);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.57, 0.8, 1.25, 1.9})
  void masksStayBinaryAndAlignedWithTheImage(double factor) {
    // Bars so wide that blur and interpolation move no edge: both patches part at the same pixels.
    assertAligned(factor, (x, y) -> x / 11 % 2);
    assertAligned(factor, (x, y) -> y / 10 % 2);
  }

  private static void assertAligned(double factor, IntBinaryOperator pattern) {
    final ScaledPatch patch = new ScaledPatch(5.21, 4.37, factor, SIZE);
    final float[] mask = mask(patch, maskOf(pattern));
    final float[] image = image(patch, imageOf(pattern), 1);
    int foreground = 0;
    for (int i = 0; i < mask.length; i++) {
      assertTrue(mask[i] == 0 || mask[i] == 1);
      assertEquals(mask[i], image[i] > 0.5 ? 1 : 0);
      foreground += (int) mask[i];
    }
    assertTrue(foreground > 20 && foreground < mask.length - 20);
  }

  @Test
  void reductionAveragesFineDetail() {
    // Every other column is 1; without blur half the size would show nothing but zeros.
    final float[] half =
        image(new ScaledPatch(5.5, 5, 0.5, SIZE), imageOf((x, y) -> x % 2 == 0 ? 0 : 1), 1);
    for (final float value : half) {
      assertEquals(0.5, value, 0.06);
    }
  }

  @Test
  void enlargementInterpolatesBetweenNeighbors() {
    final float[] twice =
        image(new ScaledPatch(10, 10, 2, SIZE), imageOf((x, y) -> x == 12 ? 8 : 0), 1);
    // Centers of patch pixels 2 .. 7 lie at 10.75, 11.25, 11.75, 12.25, 12.75, 13.25.
    final float[] expected = {0, 2, 6, 6, 2, 0};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], twice[3 * SIZE + 2 + i], 1e-6);
    }
  }

  @Test
  void outsideLiesTheMirrorImage() {
    // Half the size shows 32 pixels of a 20 pixels wide image: mirrored at the center of pixel 19.
    final float[] columns = new float[20 * 20];
    final int[] mask = new int[20 * 20];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i % 20;
      mask[i] = i % 20 < 12 ? 1 : 0;
    }
    final ScaledPatch patch = new ScaledPatch(0, 0, 0.5, SIZE);
    final float[] values = image(patch, TestPixels.image(20, 20, 1, columns), 1);
    final float[] binary = mask(patch, TestPixels.mask(20, 20, mask));
    for (int x = 2; x < SIZE; x++) {
      final double column = 19 - Math.abs(2 * x + 0.5 - 19);
      // The blur rounds the fold off.
      assertEquals(column, values[3 * SIZE + x], Math.abs(column - 19) < 3 ? 1 : 1e-4);
      final int nearest = 19 - Math.abs(2 * x + 1 - 19);
      assertEquals(nearest < 12 ? 1 : 0, binary[3 * SIZE + x]);
    }
  }

  @Test
  void aSinglePixelFillsThePatch() {
    final ScaledPatch patch = new ScaledPatch(0, 0, 1.7, SIZE);
    for (final float value : image(patch, TestPixels.image(1, 1, 1, 5), 1)) {
      assertEquals(5, value);
    }
    for (final float value : mask(patch, TestPixels.mask(1, 1, 9))) {
      assertEquals(1, value);
    }
  }
}
