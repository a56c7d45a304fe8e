package sc.fiji.duosegnet.data;

/**
 * Rectangles that one image of a batch takes from the next (CutMix, Yun et al. 2019), with the
 * sizes of UniMatch (Yang et al. 2023, {@code obtain_cutmix_box}): an area of 2 to 40 % and an
 * aspect ratio of 0.3 to 1 / 0.3. Unlike there, the ratio is drawn log-uniformly, so that upright
 * rectangles are as likely as lying ones, and all places inside are equally likely.
 */
final class CutMix {

  static final double LEAST_AREA = 0.02;
  static final double MOST_AREA = 0.4;
  static final double LEAST_ASPECT = 0.3;

  /**
   * A rectangle in an image.
   *
   * @param x first column
   * @param y first row
   * @param width columns, 1 or more
   * @param height rows, 1 or more
   */
  record Box(int x, int y, int width, int height) {}

  private CutMix() {}

  /**
   * Draws a rectangle.
   *
   * @param size rows and columns of the images
   */
  static Box draw(int size, SplitMix random) {
    final double area = random.between(LEAST_AREA, MOST_AREA) * size * size;
    int width;
    int height;
    do {
      final double aspect = random.logBetween(LEAST_ASPECT, 1 / LEAST_ASPECT);
      width = side(area / aspect);
      height = side(area * aspect);
    } while (width > size || height > size); // a large area fits in no narrow rectangle
    final int x = random.nextInt(size - width + 1);
    final int y = random.nextInt(size - height + 1);
    return new Box(x, y, width, height);
  }

  private static int side(double square) {
    return (int) Math.max(1, Math.round(Math.sqrt(square)));
  }

  /**
   * Mixes a batch.
   *
   * @param images square images; not changed
   * @param probability probability that an image takes a rectangle from the next one, the last
   *     image from the first; a single image stays as it is
   */
  static StrongView mix(ImageBatch images, double probability, SplitMix random) {
    final int count = images.count();
    final int size = images.width();
    final float[] mixed = images.pixels().clone();
    final float[] boxes = new float[count * size * size];
    for (int i = 0; i < count && count > 1; i++) {
      if (random.nextDouble() < probability) {
        copy(images, draw(size, random), i, mixed, boxes);
      }
    }
    return new StrongView(
        new ImageBatch(mixed, count, size, size, images.channels()),
        new ImageBatch(boxes, count, size, size, 1));
  }

  private static void copy(ImageBatch images, Box box, int image, float[] mixed, float[] boxes) {
    final int size = images.width();
    final int channels = images.channels();
    final int next = (image + 1) % images.count();
    for (int y = box.y; y < box.y + box.height; y++) {
      final int to = (image * size + y) * size + box.x;
      final int from = (next * size + y) * size + box.x;
      System.arraycopy(
          images.pixels(), from * channels, mixed, to * channels, box.width * channels);
      java.util.Arrays.fill(boxes, to, to + box.width, 1);
    }
  }
}
