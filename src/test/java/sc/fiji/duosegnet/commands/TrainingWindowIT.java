package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.TrainingRow;

/** The training window, looked at and clicked on a virtual display. */
class TrainingWindowIT {

  private static final String WINDOW = "Train on Folders";
  private static final String QUESTION = "Stop the training?";
  private static final int ITERATIONS = 100_000;

  @TempDir Path work;
  private VirtualDisplay display;
  private Path model;
  private Path done;
  private ImageJProcess imagej;

  @BeforeEach
  void start() throws IOException {
    Assumptions.assumeTrue(
        VirtualDisplay.isAvailable(), "Xvfb is not installed, so no window can be tested");
    display = new VirtualDisplay();
    final Path images = work.resolve("trial images");
    TrialImages.write(images);
    model = work.resolve("model.duosegnet.zip");
    done = work.resolve("done.txt");
    final Path macro =
        Files.writeString(
            work.resolve("train.ijm"),
            "folder = \""
                + images
                + "/\";\nrun(\"Train on Folders\", \"labeled_folder=[\" + folder + \"labeled]"
                + " mask_folder=[\" + folder + \"masks] unlabeled_folder=[\" + folder + \"unlabeled]"
                + " method=Duo-SegNet iterations="
                + ITERATIONS
                + " width=4 patch_size=32 settings=[validation_interval=20"
                + " sampling.validation_fraction=0.2] model_file=["
                + model
                + "]\");\nFile.saveString(\"done\", \""
                + done
                + "\");\n");
    imagej = ImageJProcess.robot(work, display.name(), macro, "");
  }

  @AfterEach
  void stop() {
    if (imagej != null) {
      imagej.close();
    }
    if (display != null) {
      display.close();
    }
  }

  @Test
  void showsCurvesAndSegmentationsAndCanBeSteered() throws Exception {
    // Both charts and the segmentations are pictures; critic and Dice of a validation are there.
    imagej.await(WINDOW, "picture.*picture.*Critic on drawn.*0\\.\\d{4}.*picture");
    final String[] size = imagej.tell("bounds " + WINDOW).split(" ");
    assertTrue(Integer.parseInt(size[0]) <= 1280 && Integer.parseInt(size[1]) <= 770, size[1]);
    final String cut = imagej.tell("cut " + WINDOW);
    assertTrue(cut.matches("\\[\\] of [1-9]\\d+"), "texts without room: " + cut);
    assertEquals("chosen", imagej.tell("choose " + WINDOW + "|Critic"));
    final Path pictures = Files.createDirectories(Path.of("target/screenshots").toAbsolutePath());
    imagej.tell("picture " + pictures.resolve("training.png"));

    imagej.tell("click " + WINDOW + "|Pause");
    imagej.await(WINDOW, "Go on");
    Thread.sleep(500); // the iteration that has begun ends
    final int paused = iteration();
    Thread.sleep(1000);
    assertEquals(paused, iteration());
    imagej.tell("click " + WINDOW + "|Save now");
    imagej.await("saved model", () -> Files.exists(model));
    imagej.await(WINDOW, "Model written to " + model + "; the training goes on");
    assertTrue(last().iteration() <= paused);
    assertEquals(paused, iteration());
    imagej.tell("click " + WINDOW + "|Go on");
    imagej.await("further iterations", () -> iteration() > paused);

    imagej.tell("close " + WINDOW);
    imagej.await(QUESTION, "Finish now");
    imagej.tell("picture " + pictures.resolve("stop-question.png"));
    imagej.tell("click " + QUESTION + "|Go on training");
    imagej.await(QUESTION, "no window");
    final int asked = iteration();
    imagej.await("further iterations", () -> iteration() > asked);

    imagej.tell("click " + WINDOW + "|Finish now");
    imagej.await("end of the macro", () -> Files.exists(done));
    imagej.await(WINDOW, "no window");
    final TrainingRow end = last();
    assertTrue(end.iteration() > asked && end.iteration() < ITERATIONS, end + "");
    assertTrue(end.validationDiceMean() >= 0, "the last iteration is validated: " + end);
    assertTrue(imagej.text().contains("Finished early"), imagej.text());
    assertFalse(imagej.text().contains("Exception"), imagej.text());
  }

  @Test
  void closingCanCancelWithoutAModel() throws Exception {
    imagej.await(WINDOW, "Loss total");
    imagej.tell("close " + WINDOW);
    imagej.await(QUESTION, "Cancel training");
    imagej.tell("click " + QUESTION + "|Cancel training");
    imagej.await(WINDOW, "no window");
    Thread.sleep(1000);
    assertFalse(Files.exists(done), "the macro went on after the cancellation");
    assertFalse(Files.exists(model));
    assertFalse(imagej.text().contains("Exception"), imagej.text());
  }

  private int iteration() {
    try {
      return Integer.parseInt(
          imagej.tell("text " + WINDOW).replaceFirst("(?s).*?(\\d+) of \\d+ iter.*", "$1"));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private TrainingRow last() throws IOException {
    try (ModelFile file = ModelFile.open(model)) {
      final List<TrainingRow> rows = History.parse(file.historyCsv()).rows();
      return rows.get(rows.size() - 1);
    }
  }
}
