package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;

class ResamplingTest {

  /** Two channels of slopes: what lies at a place is known between pixels too. */
  private static RandomAccessibleInterval<FloatType> slopes(int width, int height) {
    final var plane = ArrayImgs.floats(width, height, 2);
    final var access = plane.randomAccess();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        access.setPositionAndGet(x, y, 0).set(3 * (x + 0.5f) + 100);
        access.setPositionAndGet(x, y, 1).set(2 * (y + 0.5f) - 50);
      }
    }
    return plane;
  }

  @Test
  void bordersAndPlacesStay() {
    for (final double[] factors : new double[][] {{2, 3}, {0.5, 0.5}, {1.5, 0.75}}) {
      final Resampling resampling = new Resampling(40, 24, factors[0], factors[1]);
      final var scaled = resampling.scaled(slopes(40, 24));
      assertEquals(Math.round(40 * factors[0]), scaled.dimension(0));
      assertEquals(Math.round(24 * factors[1]), scaled.dimension(1));
      assertEquals(2, scaled.dimension(2));
      // Away from the borders, where there is something to interpolate from.
      for (int y = 5; y < scaled.dimension(1) - 5; y++) {
        for (int x = 5; x < scaled.dimension(0) - 5; x++) {
          final double column = (x + 0.5) / factors[0];
          final double row = (y + 0.5) / factors[1];
          assertEquals(3 * column + 100, scaled.getAt(x, y, 0).get(), 1e-3);
          assertEquals(2 * row - 50, scaled.getAt(x, y, 1).get(), 1e-3);
        }
      }
    }
  }

  /** As after Threshold > NaN Background, or at the borders of what was registered. */
  @Test
  void pixelsThatAreNoNumbersStayNoneAndSpreadNothing() {
    for (final double factor : new double[] {0.5, 1.5}) {
      final var plane = ArrayImgs.floats(40, 40, 2);
      final var access = plane.randomAccess();
      for (int y = 0; y < 40; y++) {
        for (int x = 0; x < 40; x++) {
          access.setPositionAndGet(x, y, 0).set(x < 20 ? Float.NaN : 1000);
          access.setPositionAndGet(x, y, 1).set(x < 20 ? 7 : Float.POSITIVE_INFINITY);
        }
      }
      final var scaled = new Resampling(40, 40, factor, factor).scaled(plane);
      final long middle = scaled.dimension(0) / 2;
      for (int y = 0; y < scaled.dimension(1); y++) {
        for (int x = 0; x < scaled.dimension(0); x++) {
          final boolean left = x < middle;
          assertEquals(left ? Float.NaN : 1000, scaled.getAt(x, y, 0).get(), 1e-3, x + ", " + y);
          assertEquals(left ? 7 : Float.NaN, scaled.getAt(x, y, 1).get(), 1e-3, x + ", " + y);
        }
      }
    }
  }

  @Test
  void reductionBlursWhatWouldMakeFalsePatterns() {
    // Stripes of one pixel vanish at half the size; without blur they would be black or white.
    final float[] stripes = new float[32 * 32];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2;
    }
    final var scaled =
        new Resampling(32, 32, 0.4, 0.4).scaled(ArrayImgs.floats(stripes, 32, 32, 1));
    assertEquals(13, scaled.dimension(0));
    for (int x = 2; x < 11; x++) {
      assertEquals(0.5, scaled.getAt(x, 6, 0).get(), 0.1, "column " + x);
    }
  }

  @Test
  void resultsComeBackWithTheSizeAndRangeOfThePlane() {
    final Resampling resampling = new Resampling(31, 17, 2.3, 0.6);
    final float[] constant = new float[71 * 10];
    java.util.Arrays.fill(constant, 0.7f);
    final float[] expected = new float[31 * 17];
    java.util.Arrays.fill(expected, 0.7f);
    assertArrayEquals(expected, resampling.back(constant), 1e-6f);
    final float[] steps = new float[71 * 10];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = i % 71 < 40 ? 0 : 1;
    }
    final float[] back = resampling.back(steps);
    for (int i = 0; i < back.length; i++) {
      assertTrue(back[i] >= 0 && back[i] <= 1, "value " + back[i]);
    }
    assertEquals(0, back[10]);
    assertEquals(1, back[25]);
  }

  @Test
  void whatIsTooLargeIsSaid() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new Resampling(2000, 1000, 1e6, 1e6))
            .getMessage()
            .startsWith(
                "The image of 2000x1000 pixels would have 2000000000x1000000000 at the model's"));
    final Resampling tiny = new Resampling(5, 4, 1e-3, 1e-3);
    assertEquals(1, tiny.scaled(slopes(5, 4)).dimension(0));
  }
}
