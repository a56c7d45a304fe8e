package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.RoiEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;
import sc.fiji.duosegnet.model.Method;

/** Folders with all that folders have: subfolders, other files, broken ones, twins. */
class SegmentFolderTest {

  @TempDir static Path work;
  private static Path trial;
  private static Path model;

  @TempDir Path folder;
  private Path input;
  private Path output;

  @BeforeAll
  static void train() throws Exception {
    trial = work.resolve("trial");
    TrialImages.write(trial);
    model = work.resolve("model.zip");
    final CommandModule training = CommandModules.of(Train.class);
    training.setInput("image", image("stack.tif"));
    training.setInput("mask", image("stack-masks.tif"));
    training.setInput("method", Method.SUPERVISED.label());
    training.setInput("iterations", 3);
    training.setInput("width", 2);
    training.setInput("patch_size", 32);
    training.setInput("model_file", model.toFile());
    training.run();
  }

  @BeforeEach
  void write() throws IOException {
    input = Files.createDirectories(folder.resolve("the input"));
    output = folder.resolve("the output");
    Files.createDirectories(input.resolve("sub/deeper"));
    Files.copy(trial.resolve("stack.tif"), input.resolve("stack.tif"));
    Files.copy(trial.resolve("test.tif"), input.resolve("sub/test.TIF"));
    Files.copy(trial.resolve("labeled/cells0.tif"), input.resolve("sub/deeper/cells0.tif"));
    Files.writeString(input.resolve("notes.txt"), "nothing");
    Files.writeString(input.resolve(".hidden.tif"), "nothing");
  }

  private static ImagePlus image(String name) {
    return IJ.openImage(trial.resolve(name).toString());
  }

  private CommandModule command(Path results) throws Exception {
    final CommandModule module = CommandModules.of(SegmentFolder.class);
    module.setInput("input_folder", input.toFile());
    module.setInput("output_folder", results.toFile());
    module.setInput("model", model.toFile());
    module.setInput("pattern", "*.{tif,png}");
    module.setInput("recursive", true);
    return module;
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private List<String> states(String summary) throws IOException {
    final List<String> states = new ArrayList<>();
    for (final String line : Files.readAllLines(output.resolve(summary))) {
      states.add(line.split(",")[0].replace('\\', '/') + " " + line.split(",")[1]);
    }
    return states.subList(1, states.size());
  }

  @Test
  void makesThePixelsOfSegmentImage() throws Exception {
    command(output).run();
    assertEquals(
        List.of(
            "stack-confidence.tif",
            "stack-mask.tif",
            "sub/deeper/cells0-confidence.tif",
            "sub/deeper/cells0-mask.tif",
            "sub/test-confidence.tif",
            "sub/test-mask.tif",
            "summary.csv"),
        files(output));
    final CommandModule single = CommandModules.of(SegmentImage.class);
    single.setInput("image", image("stack.tif"));
    single.setInput("model", model.toFile());
    single.setInput("output_folder", folder.resolve("single").toFile());
    single.run();
    double foreground = 0;
    for (final String name : List.of("stack-mask.tif", "stack-confidence.tif")) {
      final ImagePlus expected = IJ.openImage(folder.resolve("single/" + name).toString());
      final ImagePlus found = IJ.openImage(output.resolve(name).toString());
      assertEquals(expected.getCalibration().pixelDepth, found.getCalibration().pixelDepth);
      for (int slice = 1; slice <= TrialImages.SLICES; slice++) {
        assertEquals("plane " + slice, found.getStack().getSliceLabel(slice));
        final Object pixels = found.getStack().getPixels(slice);
        if (pixels instanceof byte[] bytes) {
          assertArrayEquals((byte[]) expected.getStack().getPixels(slice), bytes);
          for (final byte pixel : bytes) {
            foreground += pixel == 0 ? 0 : 1;
          }
        } else {
          assertArrayEquals(
              (float[]) expected.getStack().getPixels(slice), (float[]) pixels, 0f, name);
        }
      }
    }
    final String[] row = Files.readAllLines(output.resolve("summary.csv")).get(1).split(",");
    assertEquals("16", row[2]);
    assertEquals(
        100 * foreground / (16 * 64 * 64), Double.parseDouble(row[3]), 1e-9, "foreground %");
    assertTrue(Double.parseDouble(row[4]) > 0 && Double.parseDouble(row[4]) < 1, row[4]);
  }

  @Test
  void writesTheOutputsThatAreAskedForAndSkipsWhereTheyAre() throws Exception {
    final CommandModule module = command(output);
    module.setInput("outputs", "agreement");
    module.setInput("pattern", "stack*");
    module.run();
    assertEquals(List.of("stack-agreement.tif", "summary.csv"), files(output));
    final CommandModule more = command(output);
    more.setInput("outputs", "agreement,probability");
    more.setInput("pattern", "stack*");
    more.run();
    assertEquals(List.of("stack.tif done"), states("summary.csv"));
    final CommandModule again = command(output);
    again.setInput("outputs", "agreement,probability");
    again.setInput("pattern", "stack*");
    again.run();
    assertEquals(List.of("stack.tif skipped"), states("summary.csv"));
    final CommandModule critic = command(output);
    critic.setInput("outputs", "critic");
    assertTrue(
        assertThrows(IllegalStateException.class, critic::run)
            .getMessage()
            .startsWith(
                "Input 'outputs' names 'critic', but model 'model.zip' (Supervised U-Net)"));
  }

  @Test
  void badFilesAreReportedAndTheOthersGoOn() throws Exception {
    Files.writeString(input.resolve("sub/broken.tif"), "this is no image");
    new FileSaver(image("test.tif")).saveAsPng(input.resolve("twin.png").toString());
    Files.copy(trial.resolve("test.tif"), input.resolve("twin.tif"));
    final String sentence =
        assertThrows(IllegalStateException.class, command(output)::run).getMessage();
    assertTrue(
        sentence.startsWith("3 files segmented, 0 skipped, 3 failed (the first one is sub"),
        sentence);
    assertEquals(
        List.of(
            "stack.tif done",
            "sub/broken.tif failed",
            "sub/deeper/cells0.tif done",
            "sub/test.TIF done",
            "twin.png failed",
            "twin.tif failed"),
        states("summary.csv"));
    final String table = Files.readString(output.resolve("summary.csv"));
    assertTrue(table.contains("cannot be read as an image"), table);
    assertTrue(table.contains("would be named as those of 'twin.tif'"), table);
    assertEquals(
        0, files(output).stream().filter(name -> name.contains("broken")).count(), "no half file");
  }

  @Test
  void whatIsThereIsKeptAndOnlyWhatIsMissingIsMade() throws Exception {
    command(output).run();
    final Path mask = output.resolve("stack-mask.tif");
    final Path corrected = output.resolve("sub/test-mask.tif");
    final Path confidence = output.resolve("sub/test-confidence.tif");
    final byte[] made = Files.readAllBytes(confidence);
    Files.writeString(mask, "mine");
    Files.writeString(corrected, "mine, too");
    Files.delete(confidence);
    command(output).run();
    assertEquals(
        List.of("stack.tif skipped", "sub/deeper/cells0.tif skipped", "sub/test.TIF done"),
        states("summary.csv"));
    assertEquals("mine", Files.readString(mask));
    assertEquals("mine, too", Files.readString(corrected));
    assertArrayEquals(made, Files.readAllBytes(confidence));
    final CommandModule again = command(output);
    again.setInput("overwrite", true);
    again.run();
    assertTrue(Files.size(mask) > TrialImages.SLICES * 64 * 64);
  }

  @Test
  void masksDrawnBesideTheImagesStayAsTheyAre() throws Exception {
    final Path drawn = Files.writeString(input.resolve("stack-mask.tif"), "mine");
    command(input).run();
    assertEquals("mine", Files.readString(drawn));
    assertTrue(Files.size(input.resolve("stack-confidence.tif")) > TrialImages.SLICES * 64 * 64);
    assertTrue(Files.exists(input.resolve("sub/test-mask.tif")));
  }

  @Test
  void partsShareTheWork() throws Exception {
    final List<String> all = new ArrayList<>();
    for (int part = 1; part <= 2; part++) {
      final CommandModule module = command(output);
      module.setInput("part", part);
      module.setInput("parts", 2);
      module.run();
      all.addAll(states("summary-" + part + "-of-2.csv"));
    }
    assertEquals(List.of("stack.tif done", "sub/test.TIF done", "sub/deeper/cells0.tif done"), all);
    final CommandModule none = command(output);
    none.setInput("part", 3);
    none.setInput("parts", 2);
    assertTrue(
        assertThrows(IllegalStateException.class, none::run)
            .getMessage()
            .startsWith("Input 'part' is 3, but 'parts' is 2;"));
  }

  @Test
  void resultsBesideTheImagesAreNoInputs() throws Exception {
    command(input).run();
    final List<String> first = files(input);
    command(input).run();
    assertEquals(first, files(input));
    output = input;
    assertEquals(
        List.of("stack.tif skipped", "sub/deeper/cells0.tif skipped", "sub/test.TIF skipped"),
        states("summary.csv"));
  }

  /** A folder as people have them, and the inputs as the dialog shows them. */
  @Test
  void whatLiesBesideTheImagesIsNoInput() throws Exception {
    Files.writeString(input.resolve("stack.txt"), "notes");
    Files.writeString(input.resolve("stack.xml"), "<notes/>");
    try (ZipOutputStream rois =
        new ZipOutputStream(Files.newOutputStream(input.resolve("stack.zip")))) {
      rois.putNextEntry(new ZipEntry("0001.roi"));
      rois.write(RoiEncoder.saveAsByteArray(new Roi(1, 1, 5, 5)));
    }
    for (final String state : List.of("done", "skipped")) {
      final CommandModule module = command(input);
      module.setInput("pattern", "");
      module.run();
      output = input;
      assertEquals(
          List.of("stack.tif " + state, "sub/deeper/cells0.tif " + state, "sub/test.TIF " + state),
          states("summary.csv"));
    }
  }

  /** Jobs of an array start one after the other, and see what the earlier ones have written. */
  @Test
  void partsShareTheWorkWhereResultsLieBesideTheImages() throws Exception {
    final List<String> all = new ArrayList<>();
    output = input;
    for (int part = 1; part <= 3; part++) {
      final CommandModule module = command(input);
      module.setInput("pattern", "");
      module.setInput("part", part);
      module.setInput("parts", 3);
      module.run();
      all.addAll(states("summary-" + part + "-of-3.csv"));
    }
    assertEquals(List.of("stack.tif done", "sub/deeper/cells0.tif done", "sub/test.TIF done"), all);
  }

  @Test
  void nothingToDoIsAnError() throws Exception {
    final CommandModule module = command(output);
    module.setInput("pattern", "*.nd2");
    module.setInput("recursive", false);
    assertTrue(
        assertThrows(IllegalStateException.class, module::run)
            .getMessage()
            .contains("has no file that matches '*.nd2' (subfolders are left out)"));
    module.setInput("pattern", "{a");
    final CommandModule wrong = command(output);
    wrong.setInput("pattern", "{a");
    assertTrue(
        assertThrows(IllegalStateException.class, wrong::run)
            .getMessage()
            .startsWith("Input 'pattern' is '{a'; give one such as"));
  }
}
