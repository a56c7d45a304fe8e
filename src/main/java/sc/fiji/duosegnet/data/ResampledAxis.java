package sc.fiji.duosegnet.data;

/**
 * Where the pixels of a scaled patch lie along one axis of the image, and which stretch of image
 * pixels they need. Indices count from the start of that stretch.
 */
final class ResampledAxis {

  private final long start;
  private final int length;
  private final int[] lower;
  private final float[] weight;

  /**
   * @param begin where the patch starts, in pixels from the border of the image's first pixel
   * @param factor patch pixels per image pixel
   * @param size pixels of the patch
   * @param margin image pixels needed beyond those that are interpolated
   */
  ResampledAxis(double begin, double factor, int size, int margin) {
    lower = new int[size];
    weight = new float[size];
    start = (long) Math.floor(center(begin, factor, 0)) - margin;
    for (int i = 0; i < size; i++) {
      final double center = center(begin, factor, i);
      final double floor = Math.floor(center);
      lower[i] = (int) ((long) floor - start);
      weight[i] = (float) (center - floor);
    }
    length = lower[size - 1] + 2 + margin;
  }

  /** Returns where a patch pixel's center lies, counted from the center of the first pixel. */
  private static double center(double begin, double factor, int index) {
    return begin + (index + 0.5) / factor - 0.5;
  }

  /** Returns the first image pixel needed; may lie outside the image. */
  long start() {
    return start;
  }

  /** Returns how many image pixels are needed. */
  int length() {
    return length;
  }

  /** Returns the image pixel whose center lies at or before that of a patch pixel. */
  int lower(int index) {
    return lower[index];
  }

  /** Returns the part, 0..1, that the image pixel after it has. */
  float weight(int index) {
    return weight[index];
  }

  /** Returns the image pixel in which the center of a patch pixel lies. */
  int nearest(int index) {
    return weight[index] < 0.5f ? lower[index] : lower[index] + 1;
  }
}
