package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import sc.fiji.duosegnet.comparison.MethodComparison;
import sc.fiji.duosegnet.comparison.Showcase;
import sc.fiji.duosegnet.data.WholeFile;

/**
 * Pictures of a comparison, which are written to its folder.
 *
 * @param plot Dice against label fraction; null without any finished run
 * @param sheet some test images with the methods' masks; null where there are none
 */
public record ComparisonOutput(ImagePlus plot, ImagePlus sheet) {

  /**
   * Draws and writes {@code plot.png} and {@code contact-sheet.png}, as far as there is something
   * to draw.
   *
   * @param folder the comparison's folder
   * @throws IOException if a picture can't be written
   */
  public static ComparisonOutput write(MethodComparison.Result result, Path folder)
      throws IOException {
    ImagePlus plot = null;
    if (!result.summary().rows().isEmpty()) {
      final ComparisonPlot drawn = new ComparisonPlot(result.summary());
      plot = drawn.image();
      write(drawn.large(), folder.resolve("plot.png"));
    }
    final Showcase showcase = result.showcase();
    final ImagePlus sheet = showcase == null ? null : ShowcaseSheet.of(showcase);
    if (sheet != null) {
      write(sheet, folder.resolve("contact-sheet.png"));
    }
    return new ComparisonOutput(plot, sheet);
  }

  private static void write(ImagePlus image, Path file) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image.getProcessor().getBufferedImage(), "png", bytes)) {
      throw new IOException(
          "Picture '" + file + "' can't be written: this Java has no PNG writer.");
    }
    WholeFile.write(file, bytes.toByteArray());
  }
}
