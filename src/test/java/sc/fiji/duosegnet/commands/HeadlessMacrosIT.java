package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.model.ModelFile;

/** The example macros and failing ones, from start to end in ImageJ without a display. */
class HeadlessMacrosIT {

  private static final String QUICK = " iterations=3 width=4 patch_size=32";
  private static final String FAILING =
      "run(\"Segment Image\", \"image=nowhere model=[/no model.zip]\"); print(\"CONTINUED\");";

  @TempDir Path work;
  private Path images;

  @BeforeEach
  void writeImages() throws IOException {
    images = work.resolve("trial images"); // a blank, as users have them
    TrialImages.write(images);
  }

  @Test
  void trainsOnAStackAndSegmentsIt() throws Exception {
    final Path model = work.resolve("stack model.zip");
    run("Train.ijm", "input=[" + images + "] model_file=[" + model + "]" + QUICK);
    assertTrue(Files.size(model) > 0);
    final Path course = work.resolve("stack model-training");
    try (ModelFile opened = ModelFile.open(model)) {
      assertEquals(opened.historyCsv(), Files.readString(course.resolve("history.csv")));
    }
    for (final String picture : List.of("losses.png", "learning-rate.png", "critic.png")) {
      assertTrue(ImageIO.read(course.resolve(picture).toFile()).getWidth() > 200, picture);
    }
    final Path results = work.resolve("the results");
    run(
        "Segment_Image.ijm",
        "output_folder=["
            + results
            + "] model=["
            + model
            + "] image=stack.tif outputs=[mask, confidence, agreement, critic] input=["
            + images
            + "]");
    SegmentationCheck.check(results);
    SegmentationCheck.checkFractions(results.resolve("stack-critic.tif"));
    SegmentationCheck.checkFractions(results.resolve("stack-agreement.tif"));
    assertFalse(Files.exists(results.resolve("stack-probability.tif")));
    final Path said = work.resolve("what it says");
    run("Model_Information.ijm", "model=[" + model + "] output_folder=[" + said + "]");
    assertTrue(Files.readString(said.resolve("model.md")).contains("5 of 16 slices labeled"));
    assertTrue(Files.size(said.resolve("losses.png")) > 1000);
  }

  @Test
  void outlinesTrainTheSameModelAsTheirMasks() throws Exception {
    final Path outlined = work.resolve("outlined.zip");
    final Path masked = work.resolve("masked.zip");
    final String options = "input=[" + images + "]" + QUICK + " model_file=[";
    run("Train_from_Outlines.ijm", options + outlined + "]");
    run("Train.ijm", options + masked + "]");
    assertEquals(losses(masked), losses(outlined));
  }

  /** The course of a training without its last column, the seconds. */
  private static String losses(Path model) throws IOException {
    try (ZipFile zip = new ZipFile(model.toFile())) {
      final String history =
          new String(
              zip.getInputStream(zip.getEntry("duo-segnet/history.csv")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertTrue(history.lines().count() > 3, history);
      return history.replaceAll(",[^,\n]*(?=\n|$)", "");
    }
  }

  @Test
  void trainsOnFoldersAndKeepsTheSplit() throws Exception {
    final Path first = work.resolve("first.zip");
    final Path split = work.resolve("split.csv");
    final String options =
        "input=[" + images + "] split_file=[" + split + "]" + QUICK + " model_file=[";
    run("Train_on_Folders.ijm", options + first + "]");
    assertTrue(Files.size(first) > 0);
    final String written = Files.readString(split);
    for (int i = 0; i < 4; i++) {
      assertTrue(written.contains("cells" + i) && written.contains("more" + i), written);
    }
    // Read back: an image taken out of the file is taken out of the training.
    Files.writeString(split, written.replaceFirst("(?m)^more3.*\\R", ""));
    final String shorter = Files.readString(split);
    run("Train_on_Folders.ijm", options + work.resolve("second.zip") + "]");
    assertEquals(shorter, Files.readString(split));
  }

  @Test
  void evaluatesWhatSegmentImageHasWritten() throws Exception {
    final Path results = Files.createDirectory(work.resolve("the results"));
    EvaluationCheck.write(images, results);
    final Path csv = work.resolve("the scores.csv");
    try (ImageJProcess imagej =
        ImageJProcess.headless(
            work,
            ImageJProcess.macro("Evaluate_Segmentation.ijm"),
            EvaluationCheck.argument(images, results, csv))) {
      assertEquals(0, imagej.status(), imagej.text());
      EvaluationCheck.check(csv, imagej.output());
    }
  }

  @Test
  void segmentsAFolderUntilABadFileAndAfterIt() throws Exception {
    final Path model = work.resolve("model.zip");
    run("Train.ijm", "input=[" + images + "] model_file=[" + model + "]" + QUICK);
    final Path results = work.resolve("the results");
    final String options =
        "input_folder=[" + images.resolve("labeled") + "] model=[" + model + "] output_folder=[";
    run("Segment_Folder.ijm", options + results + "]");
    assertTrue(Files.exists(results.resolve("cells3-mask.tif")));
    Files.writeString(images.resolve("labeled/cells1.tif"), "no image");
    try (ImageJProcess imagej =
        ImageJProcess.headless(
            work,
            ImageJProcess.macro("Segment_Folder.ijm"),
            options + work.resolve("others") + "]")) {
      assertEquals(1, imagej.status(), imagej.text());
      assertTrue(imagej.errors().contains("3 files segmented, 0 skipped, 1 failed"), imagej.text());
    }
    assertTrue(Files.exists(work.resolve("others/cells3-mask.tif")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Masks", "Overlay"})
  void sampleImagesCanBeTrainedOn(String labels) throws Exception {
    final Path folder = work.resolve("the sample");
    run(
        "Sample_Images.ijm",
        "labels=" + labels + " size=64 output_folder=[" + folder + "]" + QUICK);
    assertTrue(Files.size(folder.resolve("sample-mask.tif")) > 24 * 64 * 64);
  }

  @Test
  void findsObjectsOfWhatSegmentImageHasWritten() throws Exception {
    final Path results = Files.createDirectory(work.resolve("the results"));
    EvaluationCheck.write(images, results);
    try (ImageJProcess imagej =
        ImageJProcess.headless(
            work, ImageJProcess.macro("Find_Objects.ijm"), ObjectsCheck.argument(results))) {
      assertEquals(0, imagej.status(), imagej.text());
      ObjectsCheck.check(results, imagej.output());
    }
  }

  @Test
  void annotatedStackIsSavedWithItsRoisAndTrainsAgain() throws Exception {
    final Path model = work.resolve("model.zip");
    run("Train.ijm", "input=[" + images + "] model_file=[" + model + "]" + QUICK);
    final Path results = work.resolve("to annotate");
    run(
        "Annotate_Next.ijm",
        "input=[" + images + "] model=[" + model + "] count=3 output_folder=[" + results + "]");
    final Path macro =
        Files.writeString(
            work.resolve("again.ijm"),
            "open(\""
                + results.resolve("stack-annotated.tif")
                + "\");\nrun(\"Train\", \"image=stack-annotated.tif labels=Overlay model_file=["
                + work.resolve("again.zip")
                + "]"
                + QUICK
                + "\");\n");
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, "")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(
          imagej.text().contains("8 of 16 slices labeled (")
              && imagej.text().contains(", 3 of them by correcting or keeping proposals ("),
          imagej.text());
    }
  }

  @Test
  void partsOfImagesAndFurtherStacksAreNamedInMacros() throws Exception {
    final Path model = work.resolve("part model.zip");
    final Path macro =
        Files.writeString(
            work.resolve("part.ijm"),
            "open(\""
                + images.resolve("stack.tif")
                + "\"); open(\""
                + images.resolve("stack-masks.tif")
                + "\");\nselectImage(\"stack.tif\"); makeRectangle(8, 10, 48, 40);\n"
                + "run(\"Train\", \"image=stack.tif mask=stack-masks.tif channels=1 selection=true"
                + " unlabeled=["
                + images.resolve("unlabeled")
                + "] model_file=["
                + model
                + "]"
                + QUICK
                + "\");\n"
                + "selectImage(\"stack.tif\"); setVoxelSize(0.5, 0.5, 1.5, \"micron\");\n"
                + "run(\"Segment Image\", \"image=stack.tif channels=1 selection=true"
                + " outputs=probability match_pixel_size=true model=["
                + model
                + "]\");\n"
                + "selectImage(\"stack-probability\"); getVoxelSize(w, h, d, unit);\n"
                + "print(getWidth() + \"x\" + getHeight() + \"x\" + nSlices + \" of \" + w + unit);\n"
                + "run(\"Segment Image\", \"image=stack.tif channels=2 model=["
                + model
                + "]\");\n");
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, "")) {
      assertEquals(1, imagej.status(), imagej.text());
      assertTrue(
          imagej
              .text()
              .contains(
                  "Stack 'stack.tif', channels 1, 48x40 pixels from 8,10 on, 5 of 16 slices labeled"
                      + " (1,4,8,12,15), and 4 unlabeled stacks of 4 slices."),
          imagej.text());
      assertTrue(imagej.output().contains("48x40x16 of 0.5micron"), imagej.text());
      assertTrue(
          imagej.errors().contains("Input 'channels' is '2', but image 'stack.tif' has 1 channel;"),
          imagej.text());
    }
  }

  @Test
  void aboutIsPrinted() throws Exception {
    try (ImageJProcess imagej =
        ImageJProcess.headless(work, ImageJProcess.macro("About.ijm"), "")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains("Engine: TensorFlow 2."), imagej.text());
      assertTrue(imagej.output().contains("LICENSE (Simplified BSD)"), imagej.text());
    }
  }

  @Test
  void evaluatesFoldersAndAMacroReadsTheTable() throws Exception {
    final Path masks = images.resolve("masks");
    final Path macro =
        Files.writeString(
            work.resolve("folders.ijm"),
            "run(\"Evaluate Segmentation\", \"prediction_folder=["
                + masks
                + "] truth_folder=["
                + masks
                + "]\");\n"
                + "print(nResults + \" rows, \" + getResultLabel(3) + \" \" + getResult(\"DSC\", 3)"
                + " + \", \" + Table.getString(\"Label\", 4) + \" \" + Table.get(\"MAE %\", 4));\n");
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, "")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains("8 rows, cells3 1, pooled 0"), imagej.text());
    }
    run(
        "Evaluate_Segmentation.ijm",
        "prediction_folder=[" + masks + "] truth_folder=[" + masks + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "for (i = 0; i < 3; i++) { %s } print(\"CONTINUED\");",
        "i = 0; while (i < 3) { i++; %s } print(\"CONTINUED\");",
        "i = 0; do { i++; %s } while (i < 3); print(\"CONTINUED\");",
        "function f(a) { %s return a; } if (f(2) == 2) print(\"CONTINUED\");"
      })
  void failedCommandEndsTheMacro(String frame) throws Exception {
    final Path macro =
        Files.writeString(work.resolve("failing.ijm"), String.format(frame, FAILING));
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, "")) {
      assertEquals(1, imagej.status(), imagej.text());
      assertEquals(
          "Input 'image' is 'nowhere'; give the title of an open image; none is open.",
          imagej.errors().trim());
      assertFalse(imagej.output().contains("CONTINUED"), imagej.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit(\"reason\");",
        "nonsense(1);",
        "open(\"/nowhere/at/all.tif\");",
        "run(\"No Such Command\");"
      })
  void otherFailuresEndTheMacroToo(String statement) throws Exception {
    final Path macro =
        Files.writeString(work.resolve("failing.ijm"), statement + "\nprint(\"CONTINUED\");\n");
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, "")) {
      assertEquals(1, imagej.status(), imagej.text());
      assertTrue(imagej.errors().startsWith("The macro stopped in line "), imagej.text());
      assertFalse(imagej.output().contains("CONTINUED"), imagej.text());
    }
  }

  @Test
  void failedTrainingLeavesNoFile() throws Exception {
    final Path masks = images.resolve("masks");
    Files.delete(masks.resolve("cells2.tif"));
    final Path model = work.resolve("model.zip");
    try (ImageJProcess imagej =
        ImageJProcess.headless(
            work,
            ImageJProcess.macro("Train_on_Folders.ijm"),
            "input=[" + images + "] model_file=[" + model + "]" + QUICK)) {
      assertEquals(1, imagej.status(), imagej.text());
      assertTrue(
          imagej.errors().contains("The image 'cells2.tif' has no mask of the same name"),
          imagej.text());
      assertFalse(imagej.output().contains("Trained model"), imagej.text());
    }
    assertFalse(Files.exists(model));
  }

  @Test
  void plainExitIsNoFailureAndTheArgumentArrives() throws Exception {
    final Path macro =
        Files.writeString(
            work.resolve("exit.ijm"), "print(\"got \" + getArgument());\nexit();\nprint(2);\n");
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, "a b")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains("got a b"), imagej.text());
    }
  }

  @Test
  void missingMacroIsOneSentence() throws Exception {
    try (ImageJProcess imagej = ImageJProcess.headless(work, work.resolve("none.ijm"), "")) {
      assertEquals(1, imagej.status(), imagej.text());
      assertEquals(
          "Macro file '" + work.resolve("none.ijm") + "' does not exist; check the path.",
          imagej.errors().trim());
    }
  }

  private void run(String macro, String argument) throws Exception {
    try (ImageJProcess imagej =
        ImageJProcess.headless(work, ImageJProcess.macro(macro), argument)) {
      assertEquals(0, imagej.status(), imagej.text());
    }
  }
}
