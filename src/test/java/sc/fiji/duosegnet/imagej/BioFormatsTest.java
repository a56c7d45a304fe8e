package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.TiffEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.engine.Compiled;

/**
 * How Bio-Formats is called, tried on classes with the names and methods that it has. Bio-Formats
 * itself is not to be had where the tests run.
 */
class BioFormatsTest {

  @TempDir static Path folder;
  private static BioFormats bioFormats;

  @BeforeAll
  static void makeClasses() throws IOException {
    final Path classes = Files.createDirectory(folder.resolve("classes"));
    Compiled.into(
        classes,
        "loci.plugins.in.ImporterOptions",
        "public class ImporterOptions {"
            + " public String id; public java.util.Set<String> set = new java.util.TreeSet<>();"
            + " public ImporterOptions() throws java.io.IOException {}"
            + " public void setId(String s) { id = s; }"
            + " public void setOpenAllSeries(boolean b) { if (b) set.add(\"all\"); }"
            + " public void setVirtual(boolean b) { if (b) set.add(\"virtual\"); }"
            + " public void setQuiet(boolean b) { if (b) set.add(\"quiet\"); }"
            + " public void setShowROIs(boolean b) { if (b) set.add(\"rois\"); }"
            + " public void setColorMode(String s) { set.add(s); } }");
    // The file says how many series there are; the images tell how they were asked for.
    Compiled.into(
        classes,
        "loci.plugins.BF",
        "public final class BF { public static ij.ImagePlus[] openImagePlus("
            + "loci.plugins.in.ImporterOptions o) throws java.io.IOException {"
            + " String text = java.nio.file.Files.readString(java.nio.file.Path.of(o.id)).trim();"
            + " if (!text.matches(\"\\\\d\")) throw new java.io.IOException(\"Unknown format\");"
            + " ij.ImagePlus[] all = new ij.ImagePlus[Integer.parseInt(text)];"
            + " for (int i = 0; i < all.length; i++) { all[i] = ij.IJ.createImage(\"lif\","
            + " \"8-bit\", 4 + i, 4, 2); all[i].setProperty(\"asked\", o.set.toString()); }"
            + " return all; } }");
    bioFormats =
        BioFormats.of(
            new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, BioFormatsTest.class.getClassLoader()));
  }

  private static Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void allSeriesAreOpenedLazilyAndNumbered() throws IOException {
    final List<ImagePlus> images = ImageFiles.openSeries(file("scan.lif", "3"), bioFormats);
    assertEquals(
        List.of("scan-1.lif", "scan-2.lif", "scan-3.lif"),
        images.stream().map(ImagePlus::getTitle).toList());
    assertEquals(List.of(4, 5, 6), images.stream().map(ImagePlus::getWidth).toList());
    assertEquals("[Grayscale, all, quiet, virtual]", images.get(0).getProperty("asked"));
    assertEquals(
        "single.czi", ImageFiles.openSeries(file("single.czi", "1"), bioFormats).get(0).getTitle());
  }

  @Test
  void whatItCannotReadIsOneSentence() throws IOException {
    final Path file = file("notes.xyz", "no image");
    assertEquals(
        "Image file '"
            + file
            + "' cannot be read as an image (Bio-Formats: Unknown format); give a PNG, TIFF or JPEG"
            + " file, or another format that opens in ImageJ.",
        assertThrows(IOException.class, () -> ImageFiles.openSeries(file, bioFormats))
            .getMessage());
    assertThrows(IOException.class, () -> ImageFiles.openSeries(file("none.lif", "0"), bioFormats));
  }

  /** Whatever the file is called: ImageJ would open its planes without their order. */
  @Test
  void omeTiffFilesThatImageJWouldMixUpAreForIt() throws IOException {
    final Path file = folder.resolve("two-images.tif");
    final FileInfo info = IJ.createImage("plain", "8-bit", 7, 4, 2).getFileInfo();
    info.description = "<OME><Image/><Image/></OME>";
    try (OutputStream out = Files.newOutputStream(file)) {
      new TiffEncoder(info).write(out);
    }
    final String sentence =
        assertThrows(IOException.class, () -> ImageFiles.openSeries(file, bioFormats)).getMessage();
    assertTrue(sentence.contains("(Bio-Formats: "), sentence);
    final String without =
        assertThrows(IOException.class, () -> ImageFiles.openSeries(file, null)).getMessage();
    assertTrue(
        without.endsWith("use Fiji, which has it, with a name that ends with .ome.tif."), without);
  }

  @Test
  void whatImageJKnowsStaysWithImageJ() throws IOException {
    final Path file = folder.resolve("image.tif");
    IJ.saveAsTiff(IJ.createImage("plain", "8-bit", 7, 4, 1), file.toString());
    assertEquals(7, ImageFiles.openSeries(file, bioFormats).get(0).getWidth());
    assertEquals(1, ImageFiles.openSeries(file, null).size());
    assertNull(BioFormats.of(BioFormatsTest.class.getClassLoader()));
  }
}
