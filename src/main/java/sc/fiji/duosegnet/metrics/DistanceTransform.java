package sc.fiji.duosegnet.metrics;

import java.util.Arrays;

/**
 * Exact Euclidean distance to the nearest of some pixels, in time linear in the number of pixels
 * (Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, Theory of Computing 8,
 * 2012): first the distance along each column, then along each row the lower envelope of the
 * parabolas that these make. Distances are between pixel centers. Not thread-safe.
 */
final class DistanceTransform {

  private static final int NONE = Integer.MAX_VALUE;

  private final int width;
  private final int height;
  private final double pixelWidth;
  private final double aspect;

  /** Distance in rows to the nearest of the pixels in the same column, or NONE. */
  private final int[] columns;

  // The lower envelope of one row: vertex (column), height at it, and where its part begins.
  private final int[] vertices;
  private final double[] heights;
  private final double[] starts;
  private int parabolas;

  /**
   * @param sites the pixels to measure the distance to, as {@code y * width + x}; at least one
   * @param width number of columns
   * @param height number of rows
   * @param pixelWidth distance between columns, above 0
   * @param pixelHeight distance between rows, above 0
   */
  DistanceTransform(int[] sites, int width, int height, double pixelWidth, double pixelHeight) {
    this.width = width;
    this.height = height;
    this.pixelWidth = pixelWidth;
    this.aspect = pixelHeight / pixelWidth;
    columns = new int[width * height];
    vertices = new int[width];
    heights = new double[width];
    starts = new double[width];
    Arrays.fill(columns, NONE);
    for (final int site : sites) {
      columns[site] = 0;
    }
    for (int i = width; i < columns.length; i++) {
      spread(i - width, i);
    }
    for (int i = columns.length - width - 1; i >= 0; i--) {
      spread(i + width, i);
    }
  }

  private void spread(int from, int to) {
    if (columns[from] != NONE && columns[from] + 1 < columns[to]) {
      columns[to] = columns[from] + 1;
    }
  }

  /**
   * @param pixels pixels as {@code y * width + x}, in ascending order
   * @return the distance of each, in the unit of the pixel's width and height
   */
  double[] at(int[] pixels) {
    final double[] distances = new double[pixels.length];
    int next = 0;
    for (int row = 0; row < height && next < pixels.length; row++) {
      final int end = (row + 1) * width;
      if (pixels[next] >= end) {
        continue;
      }
      buildEnvelope(row);
      int part = 0;
      for (; next < pixels.length && pixels[next] < end; next++) {
        final int x = pixels[next] - row * width;
        while (part + 1 < parabolas && starts[part + 1] < x) {
          part++;
        }
        final double along = x - vertices[part];
        distances[next] = pixelWidth * Math.sqrt(along * along + heights[part]);
      }
    }
    return distances;
  }

  /** In units of the pixel's width; with square pixels all squares are whole, so exact. */
  private void buildEnvelope(int row) {
    parabolas = 0;
    for (int x = 0; x < width; x++) {
      final int rows = columns[row * width + x];
      if (rows == NONE) {
        continue;
      }
      final double across = rows * aspect;
      final double squared = across * across;
      double start = Double.NEGATIVE_INFINITY;
      while (parabolas > 0) {
        start = intersection(vertices[parabolas - 1], heights[parabolas - 1], x, squared);
        if (start > starts[parabolas - 1]) {
          break;
        }
        parabolas--; // the new parabola is below it wherever it was the lowest
        start = Double.NEGATIVE_INFINITY;
      }
      vertices[parabolas] = x;
      heights[parabolas] = squared;
      starts[parabolas] = start;
      parabolas++;
    }
  }

  private static double intersection(int left, double leftHeight, int right, double rightHeight) {
    final double a = leftHeight + (double) left * left;
    final double b = rightHeight + (double) right * right;
    return (b - a) / (2.0 * (right - left));
  }
}
