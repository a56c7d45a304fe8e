package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example macros and failing ones in ImageJ's own window, on a virtual display. */
class WindowMacrosIT {

  private static final String QUICK = " iterations=3 width=4 patch_size=32";

  @TempDir Path work;
  private Path images;
  private Path done;
  private VirtualDisplay display;

  @BeforeEach
  void start() throws IOException {
    Assumptions.assumeTrue(
        VirtualDisplay.isAvailable(), "Xvfb is not installed, so no window can be tested");
    display = new VirtualDisplay();
    images = work.resolve("trial images");
    done = work.resolve("done.txt");
    TrialImages.write(images);
  }

  @AfterEach
  void stop() {
    if (display != null) {
      display.close();
    }
  }

  @Test
  void menuHasTheCommands() throws Exception {
    final Path macro =
        Files.writeString(
            work.resolve("menu.ijm"),
            "List.setCommands;\n"
                + save(
                    "List.get(\"Train\") + List.get(\"Train on Folders\")"
                        + " + List.get(\"Segment Image\") + List.get(\"Evaluate Segmentation\")"
                        + " + List.get(\"Compare Methods\") + List.get(\"Find Objects\")"
                        + " + List.get(\"Segment Folder\")"
                        + " + List.get(\"Model Information\")"
                        + " + List.get(\"Annotate Next\")"
                        + " + List.get(\"About Duo-SegNet\")"
                        + " + List.get(\"Sample Images\")"));
    try (ImageJProcess imagej = ImageJProcess.window(work, display.name(), macro, "")) {
      imagej.await("list of commands", () -> Files.exists(done) && !text(done).isEmpty());
    }
    for (final String name :
        new String[] {
          "Train",
          "TrainOnFolders",
          "SegmentImage",
          "EvaluateSegmentation",
          "CompareMethods",
          "FindObjects",
          "SegmentFolder",
          "ModelInformation",
          "AnnotateNext",
          "AboutDuoSegNet",
          "SampleImages"
        }) {
      assertTrue(text(done).contains("(\"sc.fiji.duosegnet.commands." + name + "\")"), text(done));
    }
  }

  @Test
  void trainsOnAStackAndSegmentsIt() throws Exception {
    final Path model = work.resolve("stack model.zip");
    run("Train.ijm", "input=[" + images + "] model_file=[" + model + "]" + QUICK);
    assertTrue(Files.size(model) > 0);
    final Path results = work.resolve("the results");
    run(
        "Segment_Image.ijm",
        "output_folder=["
            + results
            + "] model=["
            + model
            + "] image=stack.tif input=["
            + images
            + "]");
    SegmentationCheck.check(results);
  }

  @Test
  void trainsOnFolders() throws Exception {
    final Path model = work.resolve("model.zip");
    run("Train_on_Folders.ijm", "input=[" + images + "] model_file=[" + model + "]" + QUICK);
    assertTrue(Files.size(model) > 0);
  }

  @Test
  void evaluatesWhatSegmentImageHasWritten() throws Exception {
    final Path results = Files.createDirectory(work.resolve("the results"));
    EvaluationCheck.write(images, results);
    final Path csv = work.resolve("the scores.csv");
    final String table =
        "\"\" + Table.size(\"Segmentation Scores\") + \" rows\\n\" + getInfo(\"log\")";
    run("Evaluate_Segmentation.ijm", EvaluationCheck.argument(images, results, csv), table);
    assertTrue(text(done).startsWith(TrialImages.SLICES + 4 + " rows"), text(done));
    EvaluationCheck.check(csv, text(done));
  }

  @Test
  void findsObjectsOfWhatSegmentImageHasWritten() throws Exception {
    final Path results = Files.createDirectory(work.resolve("the results"));
    EvaluationCheck.write(images, results);
    run(
        "Find_Objects.ijm",
        ObjectsCheck.argument(results),
        "\"\" + Table.size(\"Objects\") + \" rows, \" + Table.size(\"Objects per Slice\")"
            + " + \" slices\\n\" + getInfo(\"log\")");
    assertTrue(text(done).contains(" rows, " + TrialImages.SLICES + " slices"), text(done));
    ObjectsCheck.check(results, text(done));
  }

  @Test
  void outlinesInTheRoiManagerTrainAModel() throws Exception {
    final Path model = work.resolve("outlined.zip");
    final Path macro =
        Files.writeString(
            work.resolve("manager.ijm"),
            "open(\""
                + images.resolve("stack.tif")
                + "\");\n"
                + "roiManager(\"reset\");\n"
                + "for (i = 1; i <= 3; i++) { setSlice(4 * i); makeOval(10, 10, 20, 20);"
                + " roiManager(\"add\"); }\n"
                + "run(\"Train\", \"image=stack.tif labels=[ROI Manager] model_file=["
                + model
                + "]"
                + QUICK
                + "\");\n"
                + save("\"\" + roiManager(\"count\") + getInfo(\"log\")"));
    try (ImageJProcess imagej = ImageJProcess.window(work, display.name(), macro, "")) {
      imagej.await("training", () -> Files.exists(done) && !text(done).isEmpty());
      assertTrue(imagej.text().contains("3 of 16 slices labeled (4,8,12)"), imagej.text());
    }
    assertTrue(text(done).startsWith("3"), text(done));
    assertTrue(Files.size(model) > 0);
  }

  /**
   * ImageJ itself says where the outlines of a mask are on the image, and Train where it learns.
   */
  @Test
  void foundObjectsBelongToTheirSlicesOfAnImageOfSeveralChannels() throws Exception {
    final Path model = work.resolve("found.zip");
    final Path macro =
        Files.writeString(
            work.resolve("found.ijm"),
            "newImage(\"cells-mask\", \"8-bit black\", 40, 40, 6);\n"
                + "for (z = 2; z <= 5; z += 3) { setSlice(z); setColor(255);"
                + " fillRect(3, 4, 20, 10); }\n"
                + "newImage(\"cells\", \"8-bit composite-mode\", 40, 40, 2, 6, 1);\n"
                + "roiManager(\"reset\");\n"
                + "run(\"Find Objects\", \"mask=cells-mask outlines=[ROI Manager]\");\n"
                + "selectImage(\"cells\"); text = \"\";\n"
                + "for (i = 0; i < roiManager(\"count\"); i++) { roiManager(\"select\", i);\n"
                + "  Stack.getPosition(channel, slice, frame); text += RoiManager.getName(i) + \" Z\" + slice + \" \"; }\n"
                + "run(\"Train\", \"image=cells labels=[ROI Manager] method=[Supervised U-Net]"
                + " model_file=["
                + model
                + "]"
                + QUICK
                + "\");\n"
                + save("text"));
    try (ImageJProcess imagej = ImageJProcess.window(work, display.name(), macro, "")) {
      imagej.await("training", () -> Files.exists(done) && !text(done).isEmpty());
      assertTrue(imagej.text().contains("2 of 6 slices labeled (2,5)"), imagej.text());
    }
    assertEquals("object-0002-0001 Z2 object-0005-0002 Z5 ", text(done));
  }

  @Test
  void proposalsGoBehindTheRoisOfTheManager() throws Exception {
    final Path results = Files.createDirectory(work.resolve("the results"));
    EvaluationCheck.write(images, results);
    final Path macro =
        Files.writeString(
            work.resolve("next.ijm"),
            "open(\""
                + images.resolve("stack.tif")
                + "\");\nopen(\""
                + results.resolve("stack-mask.tif")
                + "\");\nopen(\""
                + results.resolve("stack-confidence.tif")
                + "\");\n"
                + "roiManager(\"reset\"); selectImage(\"stack.tif\"); setSlice(4);\n"
                + "makeOval(10, 10, 20, 20); roiManager(\"add\");\n"
                + "run(\"Annotate Next\", \"image=stack.tif prediction=stack-mask.tif"
                + " confidence=stack-confidence.tif count=2 labels=[ROI Manager]\");\n"
                + "names = \"\"; selectImage(\"stack.tif\"); shown = getSliceNumber();\n"
                + "for (i = 0; i < roiManager(\"count\"); i++) {\n"
                + "  names += RoiManager.getName(i) + \" \"; }\n"
                + save("\"shown \" + shown + \", ROIs \" + names"));
    try (ImageJProcess imagej = ImageJProcess.window(work, display.name(), macro, "")) {
      imagej.await("proposals", () -> Files.exists(done) && !text(done).isEmpty());
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
    final java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile(
                "shown (\\d+), ROIs 0004-0020-0020 proposal-(\\d{4})-.*proposal-(\\d{4})-\\d{4} ")
            .matcher(text(done));
    assertTrue(matcher.matches(), text(done));
    final int first = Integer.parseInt(matcher.group(2));
    assertEquals(first, Integer.parseInt(matcher.group(1)));
    assertTrue(first != 4 && first < Integer.parseInt(matcher.group(3)), text(done));
  }

  @Test
  void aboutIsAWindowWithoutQuestions() throws Exception {
    run("About.ijm", "", "getInfo(\"window.contents\")");
    assertTrue(text(done).contains("Engine: TensorFlow 2."), text(done));
    assertTrue(text(done).contains("METHODS"), text(done));
  }

  @Test
  void failedCommandEndsTheMacro() throws Exception {
    final Path before = work.resolve("before.txt");
    final Path macro =
        Files.writeString(
            work.resolve("failing.ijm"),
            "File.saveString(\"x\", \""
                + before
                + "\");\n"
                + "run(\"Segment Image\", \"image=nowhere model=[/no model.zip]\");\n"
                + save("\"continued\""));
    try (ImageJProcess imagej = ImageJProcess.window(work, display.name(), macro, "")) {
      imagej.await("first statement", () -> Files.exists(before));
      // The macro's own end takes milliseconds; the message stays until somebody answers it.
      Thread.sleep(3000);
      assertFalse(Files.exists(done), "the macro went on after the failure");
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  /** Runs an example macro with one more line, which is reached only if nothing has failed. */
  private void run(String name, String argument) throws Exception {
    run(name, argument, "\"done\"");
  }

  /** The last line saves the value of an expression. */
  private void run(String name, String argument, String expression) throws Exception {
    Files.deleteIfExists(done);
    final Path macro =
        Files.writeString(
            work.resolve("longer-" + name),
            Files.readString(ImageJProcess.macro(name)) + "\n" + save(expression));
    try (ImageJProcess imagej = ImageJProcess.window(work, display.name(), macro, argument)) {
      imagej.await("end of " + name, () -> Files.exists(done) && !text(done).isEmpty());
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  private String save(String expression) {
    return "File.saveString(" + expression + ", \"" + done + "\");\n";
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (final IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
