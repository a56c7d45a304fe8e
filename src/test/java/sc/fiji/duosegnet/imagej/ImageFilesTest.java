package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

  @TempDir Path folder;

  @Test
  void opensGrayPng() throws IOException {
    for (final int type :
        new int[] {
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_BYTE_BINARY
        }) {
      final BufferedImage pixels = new BufferedImage(9, 7, type);
      pixels.setRGB(8, 6, 0xffffffff);
      final Path file = folder.resolve("gray" + type + ".PNG");
      ImageIO.write(pixels, "png", file.toFile());
      final ImagePlus image = ImageFiles.open(file);
      final boolean deep = type == BufferedImage.TYPE_USHORT_GRAY;
      assertEquals(deep ? 16 : 8, image.getBitDepth());
      assertEquals(deep ? 65535 : 255, image.getProcessor().get(8, 6));
      assertEquals(0, image.getProcessor().get(0, 0));
      assertEquals("gray" + type + ".PNG", image.getTitle());
    }
  }

  @Test
  void opensColorPngWithTransparencyAsWhite() throws IOException {
    final BufferedImage pixels = new BufferedImage(4, 3, BufferedImage.TYPE_INT_ARGB);
    pixels.setRGB(1, 1, 0xff102030);
    final Path file = folder.resolve("color.png");
    ImageIO.write(pixels, "png", file.toFile());
    final ImagePlus image = ImageFiles.open(file);
    assertEquals(24, image.getBitDepth());
    assertEquals(0x102030, image.getProcessor().get(1, 1) & 0xffffff);
    assertEquals(0xffffff, image.getProcessor().get(0, 0) & 0xffffff);
  }

  @Test
  void opensTiffAndJpeg() throws IOException {
    final ShortProcessor deep = new ShortProcessor(5, 4);
    deep.set(4, 3, 40000);
    final Path tiff = folder.resolve("deep.tif");
    IJ.saveAsTiff(new ImagePlus("deep", deep), tiff.toString());
    assertEquals(40000, ImageFiles.open(tiff).getProcessor().get(4, 3));

    final ByteProcessor flat = new ByteProcessor(16, 16);
    flat.setValue(120);
    flat.fill();
    final Path jpeg = folder.resolve("flat.jpg");
    ImageIO.write(flat.getBufferedImage(), "jpg", jpeg.toFile());
    final ImagePlus opened = ImageFiles.open(jpeg);
    assertEquals(8, opened.getBitDepth());
    assertEquals(120, opened.getProcessor().get(7, 7), 2);
  }

  @Test
  void refusesWhatIsNoImageInOneSentence() throws IOException {
    refused(Files.writeString(folder.resolve("notes.txt"), "no pixels here"));
    refused(Files.writeString(folder.resolve("fake.png"), "no pixels here"));
    refused(Files.write(folder.resolve("nothing.tif"), new byte[0]));
    final Path tiff = folder.resolve("whole.tif");
    IJ.saveAsTiff(new ImagePlus("a", new ShortProcessor(50, 50)), tiff.toString());
    final byte[] bytes = Files.readAllBytes(tiff);
    refused(Files.write(folder.resolve("cut.tif"), Arrays.copyOf(bytes, bytes.length - 400)));
    final Path png = folder.resolve("whole.png");
    ImageIO.write(new BufferedImage(90, 90, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    final byte[] data = Files.readAllBytes(png);
    refused(Files.write(folder.resolve("cut.png"), Arrays.copyOf(data, data.length / 2)));
    refused(folder.resolve("missing.tif"));
  }

  private static void refused(Path file) {
    final String sentence =
        assertThrows(IOException.class, () -> ImageFiles.open(file)).getMessage();
    assertTrue(sentence.contains("'" + file + "'"), sentence);
    assertTrue(sentence.endsWith("."), sentence);
    assertEquals(-1, sentence.indexOf('\n'), sentence);
  }
}
