package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.Opener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every entry of the menu but Train, whose dialog has a test of its own: filled in by hand and
 * recorded, then the recorded macro is run, and all files that the two leave are the same.
 */
class RecordedEntriesIT {

  private static final List<String> ENTRIES =
      List.of(
          "Sample Images",
          "Train on Folders",
          "Segment Folder",
          "Segment Image",
          "Find Objects",
          "Annotate Next",
          "Evaluate Segmentation",
          "Model Information",
          "Compare Methods",
          "About Duo-SegNet");

  @TempDir Path work;

  @Test
  void recordedMacrosLeaveTheSameFiles() throws Exception {
    Assumptions.assumeTrue(
        VirtualDisplay.isAvailable(), "Xvfb is not installed, so no window can be tested");
    TrialImages.write(work.resolve("images"));
    final Path byHand = Files.createDirectories(work.resolve("by hand"));
    final Path again = Files.createDirectories(work.resolve("again"));
    final Path done = work.resolve("done");
    final String recorded;
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej =
            ImageJProcess.robot(
                work, display.name(), start("run(\"Record...\");\n" + saved("open", done)), "")) {
      imagej.await("ImageJ", () -> Files.exists(done));
      recorded = byHand(imagej, byHand);
    }
    Files.delete(done);
    final String macro =
        recorded.replace(byHand.toString(), again.toString()) + saved("ended", done);
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej = ImageJProcess.window(work, display.name(), start(macro), "")) {
      imagej.await("end of the recorded macro", () -> Files.exists(done));
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
    assertSameFiles(byHand, again);
  }

  private Path start(String code) throws IOException {
    return Files.writeString(work.resolve("start.ijm"), code);
  }

  private static String saved(String text, Path file) {
    return "File.saveString(\"" + text + "\", \"" + file + "\");\n";
  }

  /** Fills in the dialogs; returns the recorded lines, with those that save open results. */
  private String byHand(ImageJProcess imagej, Path folder) throws Exception {
    final List<String> lines = new ArrayList<>();
    final Path images = work.resolve("images");
    final Path model = folder.resolve("model.zip");
    fill(
        imagej,
        lines,
        "Sample Images",
        "type Width and height (pixels):|64",
        "type Slices:|6",
        "type Labeled slices:|2");
    save(imagej, lines, "sample", folder);
    fill(
        imagej,
        lines,
        "Train on Folders",
        "type Labeled images:|" + images.resolve("labeled"),
        "type Masks:|" + images.resolve("masks"),
        "type Unlabeled images:|" + images.resolve("unlabeled"),
        "type Iterations (0 = preset):|3",
        "type Model file:|" + model,
        "advanced",
        "type Network width (0 = preset):|4",
        "type Patch size (0 = preset):|32",
        "Plan",
        "type Batch size:|3");
    fill(
        imagej,
        lines,
        "Segment Folder",
        "type Input folder:|" + images.resolve("unlabeled"),
        "type File name pattern:|more[12]*",
        "type Model file:|" + model,
        "type Output folder:|" + folder.resolve("segmented"));
    fill(imagej, lines, "Segment Image", "select Image:|sample", "type Model file:|" + model);
    save(imagej, lines, "sample-mask", folder);
    save(imagej, lines, "sample-confidence", folder);
    fill(
        imagej,
        lines,
        "Find Objects",
        "select Mask:|sample-masks",
        "select Confidence:|sample-confidence",
        "type Smallest object (pixels):|5");
    save(imagej, lines, "sample-masks-objects", folder);
    fill(
        imagej,
        lines,
        "Annotate Next",
        "select Image stack:|sample",
        "type Model file:|" + model,
        "type Number of slices to annotate:|2");
    final String rois = "roiManager(\"Save\", \"" + folder.resolve("rois.zip") + "\");";
    imagej.tell("macro " + rois);
    lines.add(rois);
    fill(
        imagej,
        lines,
        "Evaluate Segmentation",
        "select Predicted mask:|sample-mask",
        "select True mask:|sample-masks",
        "type CSV file:|" + folder.resolve("scores.csv"));
    fill(
        imagej,
        lines,
        "Model Information",
        "type Model file:|" + model,
        "type Text file:|" + folder.resolve("model.txt"));
    fill(
        imagej,
        lines,
        "Compare Methods",
        "type Labeled images:|" + images.resolve("labeled"),
        "type Masks:|" + images.resolve("masks"),
        "type Methods (blank = usual ones):|Supervised U-Net",
        "type Label fractions:|1",
        "type Random seeds:|1",
        "type Test fraction:|0.5",
        "type Iterations (0 = preset):|2",
        "type Output folder:|" + folder.resolve("comparison"),
        "advanced",
        "type Network width (0 = preset):|4",
        "type Patch size (0 = preset):|32");
    fill(imagej, lines, "About Duo-SegNet");
    assertFalse(imagej.text().contains("Exception"), imagej.text());
    assertTrue(lines.stream().anyMatch(line -> line.contains(" batch_size=3")), lines + "");
    for (final String entry : ENTRIES) {
      assertTrue(lines.stream().anyMatch(line -> line.startsWith(run(entry))), entry);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String run(String entry) {
    return "run(\"" + entry + "\"";
  }

  private static void save(ImageJProcess imagej, List<String> lines, String title, Path folder)
      throws Exception {
    final String line =
        "selectImage(\""
            + title
            + "\"); saveAs(\"Tiff\", \""
            + folder.resolve(title + ".tif")
            + "\"); rename(\""
            + title
            + "\");";
    imagej.tell("macro " + line);
    assertTrue(Files.exists(folder.resolve(title + ".tif")), imagej.text());
    lines.add(line);
  }

  /** Opens a dialog, does what is said in it, and waits for the recorded line. */
  private static void fill(ImageJProcess imagej, List<String> lines, String entry, String... acts)
      throws Exception {
    imagej.tell("run " + entry);
    String window = entry;
    if (acts.length > 0) {
      imagej.await(window, ":");
      for (final String act : acts) {
        if (act.equals("advanced")) {
          assertEquals("ticked", imagej.tell("tick " + window + "|Advanced settings"));
          imagej.tell("click " + window + "|  OK  ");
          window = entry + ": Advanced settings";
          imagej.await(window, ":");
          continue;
        }
        if (act.equals("Plan")) {
          imagej.tell("click " + window + "|  OK  ");
          window = entry + ": Plan";
          imagej.await(window, "labeled");
          continue;
        }
        final String[] words = act.split(" ", 2);
        final String answer = imagej.tell(words[0] + " " + window + "|" + words[1]);
        assertFalse(answer.startsWith("no "), act + ": " + answer);
      }
      imagej.tell("click " + window + (window.endsWith("Plan") ? "|Begin training" : "|  OK  "));
    }
    // A line is recorded when its command has ended.
    String recorded = imagej.tell("recorded -");
    while (!recorded.contains(run(entry))) {
      Thread.sleep(100);
      assertFalse(imagej.text().contains("Exception"), imagej.text());
      recorded = imagej.tell("recorded -");
    }
    lines.add(
        Stream.of(recorded.split("\t"))
            .filter(line -> line.startsWith(run(entry)))
            .findFirst()
            .get());
  }

  private static void assertSameFiles(Path expected, Path found) throws IOException {
    final List<String> names = names(expected);
    assertEquals(names, names(found));
    int compared = 0;
    for (final String name : names) {
      final Path first = expected.resolve(name);
      final Path second = found.resolve(name);
      if (name.endsWith(".tif")) {
        assertSamePixels(first, second);
        compared++;
      } else if (name.equals("rois.zip")) {
        assertEquals(entries(first), entries(second));
        compared++;
      } else if (name.equals("scores.csv") || name.equals("model.txt")) {
        assertEquals(Files.readString(first), Files.readString(second), name);
        compared++;
      }
    }
    assertTrue(compared >= 10, names.toString());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static Map<String, String> entries(Path zip) throws IOException {
    final Map<String, String> contents = new TreeMap<>();
    try (ZipInputStream input = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
        contents.put(entry.getName(), java.util.HexFormat.of().formatHex(input.readAllBytes()));
      }
    }
    assertFalse(contents.isEmpty(), zip + " is empty");
    return contents;
  }

  private static void assertSamePixels(Path expected, Path found) {
    final ImagePlus first = new Opener().openImage(expected.toString());
    final ImagePlus second = new Opener().openImage(found.toString());
    assertEquals(first.getStackSize(), second.getStackSize());
    for (int slice = 1; slice <= first.getStackSize(); slice++) {
      assertArrayEquals(
          first.getStack().getProcessor(slice).getFloatArray(),
          second.getStack().getProcessor(slice).getFloatArray(),
          expected.getFileName() + ", slice " + slice);
    }
  }
}
