package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.comparison.Showcase;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.model.Method;

/** Looks at pixels of a sheet. Set {@code plots} to a folder to keep the pictures. */
class ShowcaseSheetTest {

  private static final int GAP = 8;
  private static final int PANEL = 260;
  private static final int TOP = GAP + 17;
  private static final int WHITE = 0xFFFFFF;

  /** Truth in the left half, mask in the upper half. */
  @Test
  void wrongPixelsAreColored() {
    final byte[] truth = new byte[100 * 100];
    final byte[] image = new byte[100 * 100];
    final BufferedImage mask = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < truth.length; i++) {
      final int x = i % 100;
      final int y = i / 100;
      truth[i] = (byte) (x < 50 ? 1 : 0);
      image[i] = (byte) (y < 50 ? 10 : 90);
      mask.getRaster().setSample(x, y, 0, y < 50 ? 255 : 0);
    }
    final Sample sample =
        Sample.of(
            "halves",
            ArrayImgs.unsignedBytes(image, 100, 100, 1),
            ArrayImgs.unsignedBytes(truth, 100, 100));
    final ImagePlus sheet =
        ShowcaseSheet.of(
            new Showcase(
                0.1,
                1,
                List.of(Method.SUPERVISED),
                List.of(new Showcase.Image(sample, List.of(mask), List.of(0.5)))));
    assertEquals(GAP + 3 * (PANEL + GAP), sheet.getWidth());
    assertEquals(TOP + PANEL + GAP + 17 + GAP + 2 * 17, sheet.getHeight());
    final int upper = TOP + PANEL / 4;
    final int lower = TOP + 3 * PANEL / 4;
    assertEquals(0, pixel(sheet, 0, 0, upper));
    assertEquals(WHITE, pixel(sheet, 0, 0, lower));
    assertEquals(WHITE, pixel(sheet, 1, 0, upper));
    assertEquals(WHITE, pixel(sheet, 1, 0, lower));
    assertEquals(0, pixel(sheet, 1, 1, upper));
    assertEquals(WHITE, pixel(sheet, 2, 0, upper));
    assertEquals(0xE69F00, pixel(sheet, 2, 1, upper));
    assertEquals(0x0072B2, pixel(sheet, 2, 0, lower));
    assertEquals(0, pixel(sheet, 2, 1, lower));
  }

  /** Color in the middle of the left (0) or right (1) half of a column's panel. */
  private static int pixel(ImagePlus sheet, int column, int half, int y) {
    final int x = GAP + column * (PANEL + GAP) + PANEL / 4 + half * PANEL / 2;
    return sheet.getProcessor().getPixel(x, y) & WHITE;
  }

  @Test
  void manyMethodsAndSizesFit() throws IOException {
    final List<Method> methods = Arrays.asList(Method.values());
    final List<Showcase.Image> images = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      final int width = 200 + 120 * i;
      final int height = 200;
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(i, width, height);
      final byte[] mask = field.mask();
      final List<BufferedImage> masks = new ArrayList<>();
      final List<Double> dice = new ArrayList<>();
      for (int m = 0; m < methods.size(); m++) {
        final BufferedImage shifted =
            new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = m; p < mask.length; p++) {
          shifted.getRaster().setSample(p % width, p / width, 0, mask[p - m] == 0 ? 0 : 255);
        }
        masks.add(shifted);
        dice.add(1 - m / 20.0);
      }
      final int channels = i == 1 ? 3 : 1;
      final short[] pixels = new short[field.pixels().length * channels];
      for (int p = 0; p < pixels.length; p++) {
        final int plane = p / field.pixels().length;
        pixels[p] = plane == 1 ? 0 : field.pixels()[p % field.pixels().length];
      }
      images.add(
          new Showcase.Image(
              Sample.of(
                  "a very long name of an image, number " + i,
                  ArrayImgs.unsignedShorts(pixels, width, height, channels),
                  ArrayImgs.unsignedBytes(mask, width, height)),
              masks,
              dice));
    }
    final ImagePlus sheet = ShowcaseSheet.of(new Showcase(0.05, 3, methods, images));
    final String folder = System.getProperty("plots");
    if (folder != null) {
      ImageIO.write(
          sheet.getProcessor().getBufferedImage(), "png", new File(folder, "all-masks.png"));
    }
    assertEquals(GAP + 10 * (160 + GAP), sheet.getWidth());
    // Headings of two lines, and each row as high as its pictures: 200x200, 320x200, 440x200.
    final int pictures = 160 + 160 * 200 / 320 + (int) Math.round(160 * 200 / 440.0);
    assertEquals(GAP + 2 * 17 + pictures + 3 * (GAP + 17) + GAP + 2 * 17, sheet.getHeight());
  }

  @Test
  void rowsHaveAPanelForEachColumn() {
    final ContactSheet sheet = new ContactSheet(List.of("a", "b"), 50);
    final String message =
        assertThrows(IllegalArgumentException.class, () -> sheet.addRow(List.of())).getMessage();
    assertTrue(message.startsWith("A row has 0 panels; give 2."), message);
  }
}
