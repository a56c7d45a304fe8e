package sc.fiji.duosegnet.engine;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.Tensor;

/** The picture of a model file: an image and its segmentation, side by side. */
final class CoverPicture {

  private CoverPicture() {}

  /**
   * @param image one image [1, row, column, channel], of any range
   * @param probability its foreground probability
   * @return a PNG file
   */
  static byte[] png(Tensor image, float[] probability) throws IOException {
    final int height = image.shape()[1];
    final int width = image.shape()[2];
    final int channels = image.shape()[3];
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (final float value : image.values()) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    final float scale = most > least ? 255 / (most - least) : 0;
    final BufferedImage picture = new BufferedImage(2 * width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        final int pixel = y * width + x;
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
          final int source = pixel * channels + (channels >= 3 ? channel : 0);
          rgb = rgb << 8 | Math.round((image.values()[source] - least) * scale);
        }
        picture.setRGB(x, y, rgb);
        picture.setRGB(
            width + x, y, probability[pixel] > ModelDescription.THRESHOLD ? 0xffffff : 0);
      }
    }
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    return bytes.toByteArray();
  }
}
