package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.macro.Interpreter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;

class UnlabeledStacksTest {

  @TempDir Path folder;

  @BeforeEach
  void openImages() {
    Interpreter.batchMode = true; // as in a headless macro: shown images are known by their titles
    show("first", 2, 10);
    show("second, half", 1, 20);
    show("third", 3, 30);
  }

  @AfterEach
  void close() {
    Interpreter.batchMode = false;
    for (final int id : Interpreter.getBatchModeImageIDs()) {
      Interpreter.removeBatchModeImage(Interpreter.getBatchModeImage(id));
    }
  }

  private static ImagePlus image(String title, int slices, int value) {
    final ImagePlus image = IJ.createImage(title, "8-bit black", 8, 8, slices);
    for (int slice = 1; slice <= slices; slice++) {
      image.getStack().getProcessor(slice).add(value + slice);
    }
    return image;
  }

  private static void show(String title, int slices, int value) {
    image(title, slices, value).show();
  }

  private static List<String> names(List<Sample> samples) {
    return samples.stream().map(Sample::name).toList();
  }

  @Test
  void titlesAndCommasInTitles() throws Exception {
    final UnlabeledStacks stacks = UnlabeledStacks.of("first, third", "", false);
    final List<Sample> samples = stacks.samples("cells", 1);
    assertEquals(
        List.of(
            "unlabeled first#0001",
            "unlabeled first#0002",
            "unlabeled third#0001",
            "unlabeled third#0002",
            "unlabeled third#0003"),
        names(samples));
    assertEquals(32, samples.get(3).image().getAt(0, 0, 0).getRealDouble());
    assertEquals("2 unlabeled stacks of 5 slices", stacks.description());
    assertEquals(
        "unlabeled stack 'second, half' of 1 slices",
        UnlabeledStacks.of("second, half", "", false).description());
    assertEquals("", UnlabeledStacks.of(" ", "", false).description());
  }

  @Test
  void aFolderOfStacksAndSingleImages() throws Exception {
    IJ.saveAsTiff(image("x", 3, 40), folder.resolve("a.tif").toString());
    new FileSaver(image("y", 1, 50)).saveAsPng(folder.resolve("b.png").toString());
    final UnlabeledStacks stacks = UnlabeledStacks.of(folder.toString(), "1", false);
    final List<Sample> samples = stacks.samples("cells", 1);
    assertEquals(
        List.of("unlabeled a#0001", "unlabeled a#0002", "unlabeled a#0003", "unlabeled b#0001"),
        names(samples));
    assertEquals(43, samples.get(2).image().getAt(7, 7, 0).getRealDouble());
    assertEquals(51, samples.get(3).image().getAt(7, 7, 0).getRealDouble());
    Files.writeString(folder.resolve("c.tif"), "no image");
    assertTrue(
        assertThrows(
                java.io.IOException.class, () -> UnlabeledStacks.of(folder.toString(), "", false))
            .getMessage()
            .contains("c.tif' cannot be read as an image"));
  }

  @Test
  void whatIsNotThereIsNamed() {
    final String sentence =
        assertThrows(
                IllegalArgumentException.class, () -> UnlabeledStacks.of("first,fourth", "", false))
            .getMessage();
    assertTrue(
        sentence.startsWith(
            "Input 'unlabeled' is 'first,fourth', but 'fourth' is no folder and no open image (open"
                + " are: "),
        sentence);
  }
}
