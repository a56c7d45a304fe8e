package sc.fiji.duosegnet.metrics;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Distances between the outlines of a predicted and a true mask of one image, as MedPy ({@code
 * medpy.metric.binary}, connectivity 1) defines them.
 *
 * <p>The surface of a mask is its foreground pixels that have one of their 4 neighbors in the
 * background or outside the image. From each surface pixel of one mask goes the Euclidean distance,
 * between pixel centers, to the nearest surface pixel of the other; there is one such set of
 * distances for each direction.
 *
 * <p>Where both masks are empty, both measures are 0. Where exactly one is, there is no distance
 * and both are NaN; means leave such images out and count them.
 *
 * @param hd95 Hausdorff distance at 95 %: the 95th percentile of the distances of both directions
 *     together. Of n distances in ascending order, numbered from 0, it is the one at 0.95(n-1),
 *     interpolated linearly between neighbors (NumPy's default). This is MedPy's {@code hd95};
 *     others take the larger of the two directions' percentiles.
 * @param assd average symmetric surface distance: the mean of the two directions' means, each
 *     direction counting alike whatever its number of surface pixels. This is MedPy's {@code assd}.
 */
public record SurfaceDistances(double hd95, double assd) {

  private static final double PERCENTILE = 0.95;

  /**
   * Measures in pixels.
   *
   * @param predicted mask, row after row; anything but 0 is foreground
   * @param truth mask in the same order; anything but 0 is foreground
   * @param width number of columns
   * @param height number of rows
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static SurfaceDistances between(byte[] predicted, byte[] truth, int width, int height) {
    return between(predicted, truth, width, height, 1, 1);
  }

  /**
   * Measures in the unit of the pixels' size, which need not be square.
   *
   * @param predicted mask, row after row; anything but 0 is foreground
   * @param truth mask in the same order; anything but 0 is foreground
   * @param width number of columns
   * @param height number of rows
   * @param pixelWidth distance between columns, above 0
   * @param pixelHeight distance between rows, above 0
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static SurfaceDistances between(
      byte[] predicted,
      byte[] truth,
      int width,
      int height,
      double pixelWidth,
      double pixelHeight) {
    checkSize("segmentation", predicted, width, height);
    checkSize("true mask", truth, width, height);
    checkSpacing("width", pixelWidth);
    checkSpacing("height", pixelHeight);
    final int[] first = surface(predicted, width, height);
    final int[] second = surface(truth, width, height);
    if (first.length == 0 || second.length == 0) {
      final double value = first.length == second.length ? 0 : Double.NaN;
      return new SurfaceDistances(value, value);
    }
    final double[] there =
        new DistanceTransform(second, width, height, pixelWidth, pixelHeight).at(first);
    final double[] back =
        new DistanceTransform(first, width, height, pixelWidth, pixelHeight).at(second);
    final double assd = (mean(there) + mean(back)) / 2;
    final double[] all = Arrays.copyOf(there, there.length + back.length);
    System.arraycopy(back, 0, all, there.length, back.length);
    Arrays.sort(all);
    return new SurfaceDistances(percentile(all), assd);
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).sum() / values.length;
  }

  private static double percentile(double[] sorted) {
    final double position = PERCENTILE * (sorted.length - 1);
    final int below = (int) position;
    final int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** Returns the surface pixels as {@code y * width + x}, in ascending order. */
  private static int[] surface(byte[] mask, int width, int height) {
    int[] pixels = new int[64];
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        final int i = y * width + x;
        if (mask[i] == 0 || isInside(mask, x, y, width, height)) {
          continue;
        }
        if (count == pixels.length) {
          pixels = Arrays.copyOf(pixels, (int) Math.min(2L * count, mask.length));
        }
        pixels[count++] = i;
      }
    }
    return Arrays.copyOf(pixels, count);
  }

  /** Tells whether all 4 neighbors are there and foreground. */
  private static boolean isInside(byte[] mask, int x, int y, int width, int height) {
    final int i = y * width + x;
    return x > 0
        && x < width - 1
        && y > 0
        && y < height - 1
        && mask[i - 1] != 0
        && mask[i + 1] != 0
        && mask[i - width] != 0
        && mask[i + width] != 0;
  }

  private static void checkSize(String name, byte[] mask, int width, int height) {
    if (mask.length != (long) width * height) {
      throw new IllegalArgumentException(
          "The "
              + name
              + " has "
              + mask.length
              + " pixels, which are not "
              + width
              + "x"
              + height
              + "; give one value for each pixel.");
    }
  }

  private static void checkSpacing(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The pixel " + name + " is " + value + "; give a number above 0.");
    }
  }
}
