package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.io.RoiEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;

class RoiFilesTest {

  @TempDir Path folder;

  private static void zip(Path file, Object... namesAndRois) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndRois.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndRois[i]));
        zip.write(
            namesAndRois[i + 1] instanceof Roi roi
                ? RoiEncoder.saveAsByteArray(roi)
                : (byte[]) namesAndRois[i + 1]);
      }
    }
  }

  private static double area(Sample sample) {
    double area = 0;
    for (final RealType<?> pixel : sample.mask()) {
      area += pixel.getRealDouble() > 0 ? 1 : 0;
    }
    return area;
  }

  @Test
  void outlinesBesideImagesAreTheirMasks() throws IOException {
    final Path images = Files.createDirectory(folder.resolve("images"));
    final Path masks = Files.createDirectory(folder.resolve("masks"));
    for (final String name : List.of("a", "b", "c")) {
      final ImagePlus image = IJ.createImage(name, "8-bit ramp", 12, 10, 1);
      IJ.saveAsTiff(image, images.resolve(name + ".tif").toString());
    }
    zip(masks.resolve("a.zip"), "1.roi", new Roi(0, 0, 3, 2), "2.roi", new Roi(5, 5, 2, 2));
    Files.write(masks.resolve("b.roi"), RoiEncoder.saveAsByteArray(new Roi(10, 8, 5, 5)));
    zip(masks.resolve("c.zip"), "background.roi", new Roi(0, 0, 3, 2));
    final List<Sample> samples = ImageFolder.labeled(images, masks);
    assertEquals(10, area(samples.get(0)));
    assertEquals(4, area(samples.get(1)), "as far as it is inside the image");
    assertEquals(0, area(samples.get(2)));
    assertEquals(12, samples.get(0).mask().dimension(0));
    assertEquals(10, samples.get(0).mask().dimension(1));
  }

  @Test
  void imagesWithOutlinesInTheirOwnFolderAreLabeledAndTheOthersNot() throws IOException {
    final Path images = Files.createDirectories(folder.resolve("plate/images"));
    final Path further = Files.createDirectories(folder.resolve("further"));
    final ImagePlus image = IJ.createImage("ramp", "8-bit ramp", 12, 10, 1);
    for (final String name : List.of("a", "b", "c", "day 2/d")) {
      Files.createDirectories(images.resolve(name).getParent());
      IJ.saveAsTiff(image, images.resolve(name + ".tif").toString());
    }
    IJ.saveAsTiff(image, further.resolve("e.tif").toString());
    zip(images.resolve("a.zip"), "1.roi", new Roi(0, 0, 3, 2));
    Files.write(images.resolve("day 2/d.roi"), RoiEncoder.saveAsByteArray(new Roi(1, 1, 2, 2)));
    final FolderImages found = FolderImages.read(images, images, further.toFile(), "", true);
    assertEquals(List.of("a", "day 2/d"), FolderImages.names(found.labeled()));
    assertEquals(List.of("b", "c", "e"), FolderImages.names(found.unlabeled()));
    assertEquals(6, area(found.labeled().get(0)));
    assertEquals(4, area(found.labeled().get(1)));
    assertEquals(12, found.unlabeled().get(0).image().dimension(0));
    assertEquals(
        "Folder 'images' of 2 images with outlines and 2 without, and folder 'further' of 1 images"
            + " without.",
        found.description());

    IJ.saveAsTiff(image, further.resolve("b.tif").toString());
    final IllegalArgumentException twice =
        assertThrows(
            IllegalArgumentException.class,
            () -> FolderImages.read(images, images, further.toFile(), "", true));
    assertTrue(twice.getMessage().contains("Image 'b' is both in"), twice.getMessage());
    zip(images.resolve("x.zip"), "1.roi", new Roi(0, 0, 3, 2));
    final IOException alone =
        assertThrows(IOException.class, () -> FolderImages.read(images, images, null, "", false));
    assertTrue(
        alone.getMessage().startsWith("The ROI file 'x.zip' has no image"), alone.getMessage());
    final IOException none =
        assertThrows(IOException.class, () -> FolderImages.read(further, further, null, "", false));
    assertTrue(none.getMessage().contains("holds no file of ROIs; save"), none.getMessage());
  }

  @Test
  void zippedImagesAreNoRois() throws IOException {
    final Path image = folder.resolve("image.zip");
    zip(image, "image.tif", new byte[] {1, 2, 3});
    assertFalse(RoiFiles.isRoiFile(image));
    assertFalse(RoiFiles.isRoiFile(folder.resolve("image.tif")));
  }

  @Test
  void refusesBrokenFiles() throws IOException {
    final Path empty = folder.resolve("empty.zip");
    zip(empty, "readme.txt", "x".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertMessage(empty, "holds no ROI");
    final Path broken = folder.resolve("broken.zip");
    zip(broken, "1.roi", new byte[] {1, 2, 3});
    assertMessage(broken, "save the ROIs again");
    final Path single = Files.write(folder.resolve("broken.roi"), new byte[200]);
    assertMessage(single, "save the ROIs again");
  }

  private void assertDamaged(byte[] roi, String part) throws IOException {
    assertMessage(Files.write(folder.resolve("damaged.roi"), roi), part);
  }

  /** ImageJ takes memory for all coordinates before it looks for them. */
  @Test
  void refusesNumbersWithoutMeaning() throws IOException {
    final float[] x = {1, 9, 5};
    final float[] y = {2, 3, 9};
    for (final int type : new int[] {Roi.POLYGON, Roi.FREEROI, Roi.POLYLINE, Roi.FREELINE}) {
      final byte[] roi = RoiEncoder.saveAsByteArray(new PolygonRoi(x, y, type));
      Files.write(folder.resolve("good.roi"), roi);
      assertEquals(1, RoiFiles.read(folder.resolve("good.roi")).size());
      final byte[] many = roi.clone();
      ByteBuffer.wrap(many).putShort(16, (short) 0).putInt(18, 1 << 30);
      assertDamaged(many, "is damaged");
      final byte[] far = roi.clone();
      ByteBuffer.wrap(far).putFloat(64 + 4 * 3, 1e30f);
      assertDamaged(far, "is damaged");
    }
    final Roi shape = new ShapeRoi(new Roi(0, 0, 9, 9)).not(new ShapeRoi(new Roi(3, 3, 2, 2)));
    final byte[] composite = RoiEncoder.saveAsByteArray(shape);
    ByteBuffer.wrap(composite).putInt(36, 1 << 29);
    assertDamaged(composite, "is damaged");
    final byte[] text = RoiEncoder.saveAsByteArray(new TextRoi(1, 1, "text"));
    assertDamaged(text, "is a text or a picture");
  }

  /** The mask of a ROI is as large as the ROI. */
  @Test
  void refusesOutlinesOfAnotherImage() {
    final IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                RoiLabels.ofFile(
                    64, 48, List.of(new OvalRoi(0, 0, 60_000, 60_000)), "ROI file 'a.zip'"));
    assertTrue(e.getMessage().contains("60000x60000 pixels, but the image has 64x48"));
  }

  @Test
  void refusesZipBombs() throws IOException {
    final Path bomb = folder.resolve("bomb.zip");
    zip(bomb, "1.roi", new byte[40 << 20]);
    assertMessage(bomb, "more than 16 MB");
    final Object[] many = new Object[40];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = i + ".txt";
      many[i + 1] = new byte[14 << 20];
    }
    zip(bomb, many);
    assertMessage(bomb, "256 MB");
  }

  private static void assertMessage(Path file, String part) {
    final Exception e = assertThrows(IOException.class, () -> RoiFiles.read(file));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }
}
