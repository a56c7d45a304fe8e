package sc.fiji.duosegnet.data;

/**
 * Some images of one size, normalized, as the networks take them.
 *
 * @param pixels values in the order image, row (y), column (x), channel; owned by this batch, not
 *     copied
 * @param count number of images
 * @param height rows
 * @param width columns
 * @param channels channels
 */
public record ImageBatch(float[] pixels, int count, int height, int width, int channels) {

  public ImageBatch {
    final long wanted = (long) count * height * width * channels;
    if (pixels.length != wanted) {
      throw new IllegalArgumentException(
          "ImageBatch: "
              + pixels.length
              + " values do not make "
              + count
              + " images of "
              + width
              + "x"
              + height
              + "x"
              + channels
              + ".");
    }
  }
}
