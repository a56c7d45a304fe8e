package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Plot;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
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

  /**
   * A mask that was inverted by its lookup table has the numbers that ImageJ and TIFF files give.
   */
  @Test
  void invertedPngKeepsItsNumbers() throws IOException {
    final ByteProcessor mask = new ByteProcessor(9, 7);
    mask.set(8, 6, 255);
    mask.invertLut();
    final Path png = folder.resolve("inverted.png");
    final Path tiff = folder.resolve("inverted.tif");
    final ImagePlus drawn = new ImagePlus("inverted", mask);
    new FileSaver(drawn).saveAsPng(png.toString());
    IJ.saveAsTiff(drawn, tiff.toString());
    for (final Path file : List.of(png, tiff)) {
      final ImagePlus image = ImageFiles.open(file);
      assertEquals(255, image.getProcessor().get(8, 6), file.toString());
      assertEquals(0, image.getProcessor().get(0, 0), file.toString());
      assertTrue(image.isInvertedLut(), file.toString());
    }
  }

  @Test
  void colorsOfSixteenBitAreChannels() throws IOException {
    final BufferedImage pixels =
        new BufferedImage(
            new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                false,
                false,
                Transparency.OPAQUE,
                DataBuffer.TYPE_USHORT),
            Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 4, 3, 3, null),
            false,
            null);
    pixels.getRaster().setPixel(1, 2, new int[] {1000, 2000, 60000});
    final Path file = folder.resolve("deep.png");
    ImageIO.write(pixels, "png", file.toFile());
    final ImagePlus image = ImageFiles.open(file);
    assertEquals(16, image.getBitDepth());
    assertEquals(
        List.of(3, 1, 1), List.of(image.getNChannels(), image.getNSlices(), image.getNFrames()));
    final ImagePlusAdapter adapter = new ImagePlusAdapter(image);
    assertEquals(1, adapter.planes());
    final int[] expected = {1000, 2000, 60000};
    for (int channel = 0; channel < 3; channel++) {
      assertEquals(expected[channel], adapter.plane(0).getAt(1, 2, channel).getRealDouble());
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

  private Path tiff(ImagePlus image) {
    final Path file = folder.resolve("image.tif");
    IJ.saveAsTiff(image, file.toString());
    return file;
  }

  /** ImageJ makes Java objects of a plot's bytes, of any class that they name. */
  @Test
  void plotsAreRefused() throws IOException {
    final Plot plot = new Plot("plot", "x", "y");
    plot.add("line", new double[] {1, 2, 3});
    final Path file = tiff(plot.getImagePlus());
    refused(file, "it holds a plot");
    final Path zip = folder.resolve("plot.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("image.tif"));
      Files.copy(file, out);
    }
    refused(zip, "it holds a plot");
  }

  @Test
  void zippedTiffsOpen() throws IOException {
    final ShortProcessor deep = new ShortProcessor(5, 4);
    deep.set(4, 3, 40000);
    final Path zip = folder.resolve("deep.zip");
    new FileSaver(new ImagePlus("deep", deep)).saveAsZip(zip.toString());
    assertEquals(40000, ImageFiles.open(zip).getProcessor().get(4, 3));
  }

  private static ByteBuffer buffer(byte[] tiff) {
    return ByteBuffer.wrap(tiff)
        .order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** ImageJ would read them for ever. */
  @Test
  void directoriesInACircleAreRefused() throws IOException {
    final Path file = tiff(new ImagePlus("a", new ShortProcessor(9, 9)));
    final ByteBuffer bytes = buffer(Files.readAllBytes(file));
    final int first = bytes.getInt(4);
    bytes.putInt(first + 2 + 12 * bytes.getShort(first), first);
    Files.write(file, bytes.array());
    refused(file, "in a circle");
  }

  @Test
  void countsAndSizesThatTheFileHasNoRoomForAreRefused() throws IOException {
    final Path file = tiff(new ImagePlus("a", new ShortProcessor(9, 9)));
    final byte[] good = Files.readAllBytes(file);
    final int first = buffer(good).getInt(4);
    final int entries = buffer(good).getShort(first);
    for (int i = 0; i < entries; i++) {
      final ByteBuffer bytes = buffer(good.clone());
      final int entry = first + 2 + 12 * i;
      final int tag = bytes.getShort(entry) & 0xffff;
      bytes.putInt(entry + 4, Integer.MAX_VALUE);
      Files.write(file, bytes.array());
      refused(file, "tag " + tag + " has");
      if (tag == 256 || tag == 257) { // width and height
        bytes.putInt(entry + 4, 1).putShort(entry + 2, (short) 4).putInt(entry + 8, 1 << 30);
        Files.write(file, bytes.array());
        refused(file, "pixels");
      }
    }
  }

  @Test
  void aPngThatSaysItIsHugeIsRefused() throws IOException {
    final Path file = folder.resolve("huge.png");
    ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    bytes.putInt(16, 15_000).putInt(20, 15_000);
    final CRC32 sum = new CRC32();
    sum.update(bytes.array(), 12, 17);
    bytes.putInt(29, (int) sum.getValue());
    Files.write(file, bytes.array());
    refused(file, "15000x15000 pixels");
  }

  /** ImageJ takes what it can't inflate for black pixels. */
  @Test
  void brokenDeflatedPixelsAreRefused() throws IOException {
    final BufferedImage pixels = new BufferedImage(60, 60, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 60; i++) {
      pixels.getRaster().setSample(i, (i * 7) % 60, 0, i * 4);
    }
    final Path file = folder.resolve("deflated.tif");
    final ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      final ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionType("Deflate");
      writer.write(null, new IIOImage(pixels, null, null), how);
    }
    assertEquals(59 * 4, ImageFiles.open(file).getProcessor().get(59, (59 * 7) % 60));
    final int strip = ImageFiles.open(file).getOriginalFileInfo().stripOffsets[0];
    final byte[] bytes = Files.readAllBytes(file);
    bytes[strip + 2] = (byte) 0xff;
    Files.write(file, bytes);
    refused(file, "compressed pixels");
  }

  @Test
  void opensTiffsOfBits() throws IOException {
    final BufferedImage pixels = new BufferedImage(100, 90, BufferedImage.TYPE_BYTE_BINARY);
    pixels.setRGB(70, 60, 0xffffffff);
    final Path file = folder.resolve("bits.tif");
    ImageIO.write(pixels, "tiff", file.toFile());
    assertTrue(Files.size(file) < 100 * 90 / 2, "it is packed");
    final ImagePlus image = ImageFiles.open(file);
    assertEquals(255, image.getProcessor().get(70, 60));
    assertEquals(0, image.getProcessor().get(71, 60));
  }

  private static void refused(Path file, String reason) {
    refused(file);
    final String sentence =
        assertThrows(IOException.class, () -> ImageFiles.open(file)).getMessage();
    assertTrue(sentence.contains(reason), sentence);
  }

  private static void refused(Path file) {
    final String sentence =
        assertThrows(IOException.class, () -> ImageFiles.open(file)).getMessage();
    assertTrue(sentence.contains("'" + file + "'"), sentence);
    assertTrue(sentence.endsWith("."), sentence);
    assertEquals(-1, sentence.indexOf('\n'), sentence);
  }
}
