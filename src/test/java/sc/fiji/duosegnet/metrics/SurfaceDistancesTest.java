package sc.fiji.duosegnet.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SurfaceDistancesTest {

  @Test
  void agreeWithAllPairsOnRandomMasks() {
    int compared = 0;
    for (int seed = 0; seed < 400; seed++) {
      final Random random = new Random(seed);
      final int width = 1 + random.nextInt(19);
      final int height = 1 + random.nextInt(19);
      final byte[] predicted = randomMask(random, width, height);
      final byte[] truth = randomMask(random, width, height);
      final double pixelWidth = seed % 3 == 0 ? 1 : 0.2 + 3 * random.nextDouble();
      final double pixelHeight = seed % 2 == 0 ? pixelWidth : 0.2 + 3 * random.nextDouble();
      final List<Double> there = allPairs(predicted, truth, width, height, pixelWidth, pixelHeight);
      final List<Double> back = allPairs(truth, predicted, width, height, pixelWidth, pixelHeight);
      final SurfaceDistances found =
          SurfaceDistances.between(predicted, truth, width, height, pixelWidth, pixelHeight);
      if (there.isEmpty() || back.isEmpty()) {
        final double wanted = there.isEmpty() && back.isEmpty() ? 0 : Double.NaN;
        assertEquals(wanted, found.hd95(), "seed " + seed);
        assertEquals(wanted, found.assd(), "seed " + seed);
        continue;
      }
      compared++;
      final double assd = (mean(there) + mean(back)) / 2;
      final List<Double> both = new ArrayList<>(there);
      both.addAll(back);
      assertEquals(assd, found.assd(), 1e-12 * (1 + assd), "seed " + seed);
      assertEquals(percentile95(both), found.hd95(), 1e-12 * (1 + assd), "seed " + seed);
    }
    assertTrue(compared > 250, "only " + compared + " of 400 have two masks");
  }

  @Test
  void agreeWithMedPysDefinition() {
    // Made with SciPy 1.17 as MedPy does: binary_erosion, distance_transform_edt, percentile.
    final int width = 16;
    final int height = 12;
    final byte[] predicted = new byte[width * height];
    final byte[] truth = new byte[width * height];
    fill(predicted, width, 3, 2, 10, 8);
    fill(predicted, width, 14, 10, 15, 11);
    fill(truth, width, 5, 0, 12, 7);
    fill(truth, width, 0, 8, 2, 12);
    final SurfaceDistances pixels = SurfaceDistances.between(predicted, truth, width, height);
    assertEquals(4.311489267483372, pixels.hd95(), 1e-12);
    assertEquals(1.8507017357919107, pixels.assd(), 1e-12);
    final SurfaceDistances scaled =
        SurfaceDistances.between(predicted, truth, width, height, 0.25, 0.5);
    assertEquals(1.7924015320300377, scaled.hd95(), 1e-12);
    assertEquals(0.6671170824135806, scaled.assd(), 1e-12);
  }

  @Test
  void twoPixelsAreTheirDistanceApart() {
    final byte[] predicted = new byte[10 * 10];
    final byte[] truth = new byte[10 * 10];
    predicted[0] = 1;
    truth[4 * 10 + 3] = (byte) 255;
    assertEquals(new SurfaceDistances(5, 5), SurfaceDistances.between(predicted, truth, 10, 10));
    assertEquals(
        new SurfaceDistances(10, 10), SurfaceDistances.between(predicted, truth, 10, 10, 2, 2));
  }

  @Test
  void percentileIsOfBothDirectionsTogether() {
    // One pixel against a column of 20: distances 0 there, 0..19 back.
    final byte[] predicted = new byte[20];
    final byte[] truth = new byte[20];
    predicted[0] = 1;
    Arrays.fill(truth, (byte) 1);
    final SurfaceDistances found = SurfaceDistances.between(predicted, truth, 1, 20);
    // Sorted: 0, 0, 1, ..., 19; the one at 0.95 * 20 = 19 is 18.
    assertEquals(18, found.hd95(), 1e-12);
    assertEquals((0 + 9.5) / 2, found.assd(), 1e-12);
  }

  @Test
  void borderPixelsOfAFullMaskAreItsSurface() {
    final byte[] full = new byte[9 * 9];
    Arrays.fill(full, (byte) 1);
    final byte[] center = new byte[9 * 9];
    center[4 * 9 + 4] = 1;
    double sum = 0;
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 9; x++) {
        if (x == 0 || y == 0 || x == 8 || y == 8) {
          sum += Math.hypot(x - 4, y - 4);
        }
      }
    }
    assertEquals((sum / 32 + 4) / 2, SurfaceDistances.between(full, center, 9, 9).assd(), 1e-12);
    assertEquals(new SurfaceDistances(0, 0), SurfaceDistances.between(full, full, 9, 9));
  }

  @Test
  void emptyMasksFollowTheRule() {
    final byte[] empty = new byte[6];
    final byte[] pixel = {0, 0, 1, 0, 0, 0};
    assertEquals(new SurfaceDistances(0, 0), SurfaceDistances.between(empty, empty, 3, 2));
    final SurfaceDistances undefined = new SurfaceDistances(Double.NaN, Double.NaN);
    assertEquals(undefined, SurfaceDistances.between(pixel, empty, 3, 2));
    assertEquals(undefined, SurfaceDistances.between(empty, pixel, 3, 2));
  }

  @Test
  void largeMasksTakeNoLongerThanTheirPixels() {
    final int size = 1500;
    final byte[] predicted = new byte[size * size];
    final byte[] truth = new byte[size * size];
    fill(predicted, size, 0, 0, 1, size);
    fill(truth, size, size - 1, 0, size, size);
    assertEquals(
        new SurfaceDistances(size - 1, size - 1),
        SurfaceDistances.between(predicted, truth, size, size));
  }

  @Test
  void wrongSizesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SurfaceDistances.between(new byte[6], new byte[5], 3, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> SurfaceDistances.between(new byte[6], new byte[6], 3, 3));
    for (final double spacing : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SurfaceDistances.between(new byte[6], new byte[6], 3, 2, 1, spacing));
    }
  }

  /** Noise, single pixels, rectangles that may touch the border, nothing, or everything. */
  private static byte[] randomMask(Random random, int width, int height) {
    final byte[] mask = new byte[width * height];
    switch (random.nextInt(6)) {
      case 0:
        break;
      case 1:
        Arrays.fill(mask, (byte) 1);
        break;
      case 2:
        mask[random.nextInt(mask.length)] = (byte) 200;
        break;
      case 3:
        for (int i = 0; i < 2; i++) {
          final int left = random.nextInt(width);
          final int top = random.nextInt(height);
          final int right = left + 1 + random.nextInt(width - left);
          fill(mask, width, left, top, right, top + 1 + random.nextInt(height - top));
        }
        break;
      default:
        final double density = random.nextDouble();
        for (int i = 0; i < mask.length; i++) {
          mask[i] = (byte) (random.nextDouble() < density ? -1 : 0);
        }
    }
    return mask;
  }

  private static void fill(byte[] mask, int width, int left, int top, int right, int bottom) {
    for (int y = top; y < bottom; y++) {
      Arrays.fill(mask, y * width + left, y * width + right, (byte) 1);
    }
  }

  /** From each surface pixel of one mask, the least distance to any of the other. */
  private static List<Double> allPairs(
      byte[] from, byte[] to, int width, int height, double pixelWidth, double pixelHeight) {
    final List<int[]> targets = surface(to, width, height);
    final List<Double> distances = new ArrayList<>();
    for (final int[] start : surface(from, width, height)) {
      double least = Double.POSITIVE_INFINITY;
      for (final int[] end : targets) {
        least =
            Math.min(
                least,
                Math.hypot(pixelWidth * (start[0] - end[0]), pixelHeight * (start[1] - end[1])));
      }
      distances.add(least);
    }
    return distances;
  }

  private static List<int[]> surface(byte[] mask, int width, int height) {
    final List<int[]> pixels = new ArrayList<>();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        final boolean inside =
            isSet(mask, width, height, x - 1, y)
                && isSet(mask, width, height, x + 1, y)
                && isSet(mask, width, height, x, y - 1)
                && isSet(mask, width, height, x, y + 1);
        if (isSet(mask, width, height, x, y) && !inside) {
          pixels.add(new int[] {x, y});
        }
      }
    }
    return pixels;
  }

  private static boolean isSet(byte[] mask, int width, int height, int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && mask[x + y * width] != 0;
  }

  private static double mean(List<Double> values) {
    double sum = 0;
    for (final double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  private static double percentile95(List<Double> values) {
    final List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    final double position = (sorted.size() - 1) * 0.95;
    final double below = sorted.get((int) Math.floor(position));
    final double above = sorted.get((int) Math.ceil(position));
    final double fraction = position - Math.floor(position);
    return (1 - fraction) * below + fraction * above;
  }
}
