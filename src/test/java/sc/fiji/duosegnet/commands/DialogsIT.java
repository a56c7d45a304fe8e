package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.zarr.ZarrSamples;

/** The dialogs of all entries in plain ImageJ, on a virtual display. */
class DialogsIT {

  private static final List<String> ENTRIES =
      List.of(
          "Sample Images",
          "Train",
          "Train on Folders",
          "Segment Image",
          "Segment Folder",
          "Find Objects",
          "Annotate Next",
          "Evaluate Segmentation",
          "Compare Methods",
          "Model Information");

  private static final String ADVANCED = "Advanced settings";
  private static final String PLAN = ": Plan";

  @TempDir Path work;

  @BeforeEach
  void needDisplay() {
    Assumptions.assumeTrue(
        VirtualDisplay.isAvailable(), "Xvfb is not installed, so no window can be tested");
  }

  private ImageJProcess start(VirtualDisplay display, String code) throws Exception {
    final Path done = work.resolve("done");
    final Path macro =
        Files.writeString(
            work.resolve("start.ijm"), code + "\nFile.saveString(\"started\", \"" + done + "\");");
    final ImageJProcess imagej = ImageJProcess.robot(work, display.name(), macro, "");
    imagej.await("ImageJ", () -> Files.exists(done));
    return imagej;
  }

  @Test
  void fitTheScreenWithAllTheirTexts() throws Exception {
    final Path pictures = Files.createDirectories(Path.of("target/screenshots").toAbsolutePath());
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej = start(display, "run(\"Sample Images\", \"size=64 slices=4\");")) {
      int furtherOnes = 0;
      for (final String entry : ENTRIES) {
        imagej.tell("run " + entry);
        assertFits(imagej, entry, pictures.resolve("dialog-" + entry + ".png"));
        if (imagej.tell("text " + entry).contains(ADVANCED)) {
          imagej.tell("tick " + entry + "|" + ADVANCED);
          imagej.tell("click " + entry + "|  OK  ");
          final String second = entry + ": " + ADVANCED;
          assertFits(imagej, second, pictures.resolve("dialog-" + entry + "-advanced.png"));
          imagej.tell("click " + second + "|Cancel");
          imagej.await(second, "no window");
          furtherOnes++;
        } else {
          imagej.tell("click " + entry + "|Cancel");
          imagej.await(entry, "no window");
        }
      }
      assertEquals(7, furtherOnes);
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  private static void assertFits(ImageJProcess imagej, String window, Path picture)
      throws Exception {
    imagej.await(window, ":");
    final String[] size = imagej.tell("bounds " + window).split(" ");
    assertTrue(Integer.parseInt(size[0]) <= 1280 && Integer.parseInt(size[1]) <= 700, window);
    final String cut = imagej.tell("cut " + window);
    assertTrue(cut.matches("\\[\\] of [1-9]\\d*"), window + ", texts without room: " + cut);
    imagej.tell("picture " + picture + "|" + window);
  }

  @Test
  void thePointerOnAnInputShowsWhatItIs() throws Exception {
    final Path picture = Path.of("target/screenshots/tooltip.png").toAbsolutePath();
    Files.createDirectories(picture.getParent());
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej = start(display, "run(\"Sample Images\", \"size=64 slices=4\");")) {
      imagej.tell("run Train");
      imagej.await("Train", "Iterations");
      assertEquals("placed", imagej.tell("place Train"));
      assertEquals("no tooltip", imagej.tell("tooltip -"));
      for (final String label : List.of("Iterations (0 = preset):", "Model file:")) {
        assertEquals("moved", imagej.tell("hover Train|" + label));
        String shown = imagej.tell("tooltip -");
        for (int i = 0; i < 100 && !shown.contains("."); i++) {
          Thread.sleep(100);
          shown = imagej.tell("tooltip -");
        }
        assertTrue(
            shown.contains(label.startsWith("Model") ? "model to, a .zip" : "Number of training"),
            label + " " + shown);
      }
      imagej.tell("picture " + picture);
      imagej.tell("click Train|Cancel");
      imagej.await("Train", "no window");
      assertEquals("no tooltip", imagej.tell("tooltip -"));
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  @Test
  void proposesTheLabelsAndWhatWasEnteredBeforeAFailure() throws Exception {
    final Path existing = Files.writeString(work.resolve("old model.zip"), "old");
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej =
            start(display, "run(\"Sample Images\", \"size=64 slices=4 labels_as=Overlay\");")) {
      imagej.tell("run Train");
      imagej.await("Train", "Iterations");
      assertTrue(imagej.tell("values Train|Labels from:").endsWith(", Overlay"));
      imagej.tell("type Train|Iterations (0 = preset):|7");
      imagej.tell("type Train|Model file:|" + existing);
      imagej.tell("click Train|  OK  ");
      imagej.await("Train", "no window");
      imagej.await("message", () -> !told(imagej, "text Duo-SegNet").equals("no window"));
      imagej.tell("click Duo-SegNet|  OK  ");
      imagej.await("Duo-SegNet", "no window");

      imagej.tell("run Train");
      imagej.await("Train", "Iterations");
      assertEquals("7, ", imagej.tell("values Train|Iterations (0 = preset):"));
      assertEquals(existing + ", ", imagej.tell("values Train|Model file:"));
      assertTrue(imagej.tell("values Train|Labels from:").endsWith(", Overlay"));
      imagej.tell("click Train|Cancel");
      imagej.await("Train", "no window");
      assertEquals("old", Files.readString(existing));
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  @Test
  void ofImagesOfTheSameTitleTheChosenOneIsTaken() throws Exception {
    final Path table = work.resolve("objects.csv");
    final String images =
        "newImage(\"mask\", \"8-bit black\", 40, 40, 1);\n"
            + "newImage(\"second\", \"8-bit black\", 40, 40, 1); setColor(255);\n"
            + "fillRect(1, 1, 5, 5); fillRect(20, 20, 5, 5); rename(\"mask\");\n";
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej = start(display, images)) {
      imagej.tell("run Find Objects");
      imagej.await("Find Objects", "Smallest object");
      final String second = "mask (opened as 2 of 2)";
      assertTrue(
          imagej.tell("values Find Objects|Mask:").endsWith(", " + second), "the active one");
      imagej.tell("tick Find Objects|" + ADVANCED);
      imagej.tell("click Find Objects|  OK  ");
      final String further = "Find Objects: " + ADVANCED;
      imagej.await(further, "CSV file of objects");
      imagej.tell("type " + further + "|CSV file of objects:|" + table);
      imagej.tell("click " + further + "|  OK  ");
      imagej.await("table", () -> Files.exists(table));
      assertEquals(3, Files.readAllLines(table).size(), "the second one has two objects");
      imagej.await("end", () -> told(imagej, "macro return getTitle()").equals("mask-objects"));

      imagej.tell("run Find Objects");
      imagej.await("Find Objects", "Smallest object");
      imagej.tell("select Find Objects|Mask:|" + second);
      imagej.tell("click Find Objects|  OK  ");
      imagej.await("end", () -> told(imagej, "macro return getTitle()").equals("mask-objects-1"));
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  /** Escape also drops a selection or ends a tool, while a training runs for hours. */
  @Test
  void escapeInAnotherWindowDoesNotEndATraining() throws Exception {
    final Path model = work.resolve("model.zip");
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej =
            start(display, "newImage(\"drawing\", \"8-bit black\", 200, 200, 1);")) {
      final String entry = train(imagej, model);
      assertEquals("pressed", imagej.tell("escape drawing"));
      final String before = iterations(imagej, entry);
      Thread.sleep(2000); // a training that is canceled ends within one
      assertFalse(iterations(imagej, entry).equals(before), before);

      imagej.tell("escape " + entry);
      final String question = "Stop the training?";
      imagej.await(question, "Cancel training");
      imagej.tell("click " + question + "|Cancel training");
      imagej.await(entry, "no window");
      assertFalse(Files.exists(model));
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  /** Plain ImageJ shows no log, so the window and ImageJ's own Log window say it. */
  @Test
  void aModelThatCannotBeSavedIsToldInWindows() throws Exception {
    final Path model = work.resolve("model.zip");
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej = start(display, "")) {
      final String entry = train(imagej, model);
      Files.createDirectories(model.resolve("in the way"));
      imagej.tell("click " + entry + "|Save now");
      final String warning = "Warning: the model is not saved, the training goes on: ";
      imagej.await(entry, warning);
      final Path pictures = Files.createDirectories(Path.of("target/screenshots").toAbsolutePath());
      imagej.tell("picture " + pictures.resolve("training-warning.png"));
      final String said = told(imagej, "macro return getInfo(\"log\")");
      assertTrue(said.startsWith(warning) && said.contains(model.toString()), said);
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  /** Begins a training by hand that goes on for hours, and waits for its window. */
  private String train(ImageJProcess imagej, Path model) throws Exception {
    final Path images = work.resolve("images");
    TrialImages.write(images);
    final String entry = "Train on Folders";
    imagej.tell("run " + entry);
    imagej.await(entry, "Iterations");
    imagej.tell("type " + entry + "|Labeled images:|" + images.resolve("labeled"));
    imagej.tell("type " + entry + "|Masks:|" + images.resolve("masks"));
    imagej.tell("type " + entry + "|Unlabeled images:|" + images.resolve("unlabeled"));
    imagej.tell("type " + entry + "|Iterations (0 = preset):|100000");
    imagej.tell("type " + entry + "|Model file:|" + model);
    imagej.tell("tick " + entry + "|" + ADVANCED);
    imagej.tell("click " + entry + "|  OK  ");
    final String second = entry + ": " + ADVANCED;
    imagej.await(second, "Patch size");
    imagej.tell("type " + second + "|Network width (0 = preset):|4");
    imagej.tell("type " + second + "|Patch size (0 = preset):|32");
    imagej.tell("click " + second + "|  OK  ");
    begin(imagej, entry);
    imagej.await(entry, "Loss total");
    return entry;
  }

  private static void begin(ImageJProcess imagej, String entry) throws Exception {
    imagej.await(entry + PLAN, "labeled");
    imagej.tell("click " + entry + PLAN + "|Begin training");
  }

  /** What the labels are, and what was planned, can be seen and changed before hours of work. */
  @Test
  void thePlanIsAskedBeforeATrainingBegins() throws Exception {
    final Path model = work.resolve("model.zip");
    final Path pictures = Files.createDirectories(Path.of("target/screenshots").toAbsolutePath());
    final String plan = "Train" + PLAN;
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej = start(display, "run(\"Sample Images\", \"size=128 slices=6\");")) {
      fillIn(imagej, model);
      assertFits(imagej, plan, pictures.resolve("dialog-Train-plan.png"));
      final String said = imagej.tell("text " + plan);
      assertTrue(said.contains("of 6 slices labeled ("), said);
      assertTrue(
          said.contains("Automatic plan for about ") && said.contains(" in an image of"), said);
      assertEquals("2000, ", imagej.tell("values " + plan + "|Iterations:"), said);
      assertEquals("128, ", imagej.tell("values " + plan + "|Patch size (pixels):"), said);
      imagej.tell("click " + plan + "|Cancel");
      imagej.await(plan, "no window");
      imagej.await("end", () -> told(imagej, "text Train").equals("no window"));

      fillIn(imagej, model);
      imagej.tell("type " + plan + "|Iterations:|2");
      imagej.tell("type " + plan + "|Network width:|4");
      imagej.tell("type " + plan + "|Patch size (pixels):|40");
      beginButAgain(imagej, plan, "multiple of");
      assertEquals("4, ", imagej.tell("values " + plan + "|Network width:"));
      // The planned patch size is none with this reduction: what it becomes is shown and agreed to.
      imagej.tell("type " + plan + "|Patch size (pixels):|128");
      imagej.tell("type " + plan + "|Reduction of images:|8");
      beginButAgain(imagej, plan, "of 256 pixels");
      assertEquals("256, ", imagej.tell("values " + plan + "|Patch size (pixels):"));
      imagej.tell("type " + plan + "|Reduction of images:|1");
      imagej.tell("type " + plan + "|Patch size (pixels):|32");
      imagej.tell("click " + plan + "|Begin training");
      imagej.await(
          "end of the training", () -> imagej.text().contains("Model written to " + model));
      try (ModelFile file = ModelFile.open(model)) {
        assertEquals(2, file.description().settings().iterations());
        assertEquals(4, file.description().settings().network().width());
        assertEquals(32, file.description().settings().sampling().patchSize());
        assertTrue(file.description().trainingData().contains("patch_size=32"));
      }
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  /** Wants to begin the training, which says something and shows the plan again. */
  private static void beginButAgain(ImageJProcess imagej, String plan, String said)
      throws Exception {
    imagej.tell("click " + plan + "|Begin training");
    imagej.await("message", () -> told(imagej, "text " + plan).contains(said));
    imagej.tell("click " + plan + "|  OK  ");
    imagej.await(plan, "Iterations");
  }

  private static void fillIn(ImageJProcess imagej, Path model) throws Exception {
    imagej.tell("run Train");
    imagej.await("Train", "Iterations");
    imagej.tell("select Train|Image stack:|sample");
    imagej.tell("select Train|Mask stack or label image:|sample-masks");
    imagej.tell("type Train|Model file:|" + model);
    imagej.tell("click Train|  OK  ");
    imagej.await("Train" + PLAN, "labeled");
  }

  private static String iterations(ImageJProcess imagej, String window) {
    return told(imagej, "text " + window).replaceFirst("(?s).*?(\\d+ of \\d+ iter).*", "$1");
  }

  private static String told(ImageJProcess imagej, String command) {
    try {
      return imagej.tell(command);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void omeZarrImagesAreSegmentedWithoutAnOpenOne() throws Exception {
    final Path zarr = work.resolve("cells.ome.zarr");
    ZarrSamples.write(
        zarr,
        ZarrSamples.Storage.V2_GZIP,
        "zyx",
        new int[] {2, 48, 40},
        new int[] {1, 24, 20},
        at -> at[1] * at[2]);
    final Path images = work.resolve("images");
    TrialImages.write(images);
    final Path model = work.resolve("model.zip");
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej =
            start(
                display,
                "run(\"Train on Folders\", \"labeled_folder=["
                    + images.resolve("labeled")
                    + "] mask_folder=["
                    + images.resolve("masks")
                    + "] unlabeled_folder=["
                    + images.resolve("unlabeled")
                    + "] iterations=2 width=4 patch_size=32 model_file=["
                    + model
                    + "]\");")) {
      imagej.tell("run Segment Image");
      imagej.await("Segment Image", "Model file");
      imagej.tell("type Segment Image|Model file:|" + model);
      imagej.tell("type Segment Image|Output folder:|" + work.resolve("results"));
      imagej.tell("tick Segment Image|" + ADVANCED);
      imagej.tell("click Segment Image|  OK  ");
      final String second = "Segment Image: " + ADVANCED;
      imagej.await(second, "OME-Zarr");
      imagej.tell("type " + second + "|OME-Zarr image:|" + zarr);
      imagej.tell("click " + second + "|  OK  ");
      imagej.await("mask", () -> Files.exists(work.resolve("results/cells-confidence.tif")));
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }

  /** Fiji records what its dialogs show itself, and nothing else. */
  @Test
  void areTheSameWhereSciJavaRunsTheCommands() throws Exception {
    final Path model = work.resolve("model.zip");
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej =
            start(display, "run(\"Record...\"); run(\"Sample Images\", \"size=64 slices=4\");")) {
      imagej.tell("host " + Train.class.getName());
      imagej.await("Train", "Image stack");
      imagej.tell("select Train|Image stack:|sample");
      imagej.tell("select Train|Mask stack or label image:|sample-masks");
      imagej.tell("type Train|Iterations (0 = preset):|2");
      imagej.tell("type Train|Model file:|" + model);
      imagej.tell("tick Train|" + ADVANCED);
      imagej.tell("click Train|  OK  ");
      final String second = "Train: " + ADVANCED;
      imagej.await(second, "Patch size");
      imagej.tell("type " + second + "|Network width (0 = preset):|4");
      imagej.tell("type " + second + "|Patch size (0 = preset):|32");
      imagej.tell("click " + second + "|  OK  ");
      begin(imagej, "Train");
      // Not the file alone, which is there before the command has ended.
      imagej.await(
          "end of the training", () -> imagej.text().contains("Model written to " + model));
      try (ModelFile file = ModelFile.open(model)) {
        assertEquals(4, file.description().settings().network().width());
        assertEquals(32, file.description().settings().sampling().patchSize());
      }
      final String recorded = imagej.tell("options -");
      assertTrue(recorded.contains("width=4 patch_size=32"), recorded);
      assertFalse(recorded.contains("iterations="), recorded);

      imagej.tell("host " + Train.class.getName());
      imagej.await("Train", "Image stack");
      assertEquals("0, ", imagej.tell("values Train|Iterations (0 = preset):"));
      imagej.tell("click Train|Cancel");
      imagej.await("Train", "no window");
      assertFalse(imagej.text().contains("Exception"), imagej.text());
    }
  }
}
