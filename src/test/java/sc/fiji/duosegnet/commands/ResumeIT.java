package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.model.ModelFile;

/** A training by a macro that is killed and started again. */
class ResumeIT {

  private static final String MACRO =
      "input = getArgument();\n"
          + "run(\"Train on Folders\", input + \" iterations=40 width=4 patch_size=32\");\n"
          + "print(\"WENT THROUGH\");\n";

  @TempDir Path work;
  private Path macro;
  private String folders;

  @BeforeEach
  void writeImages() throws IOException {
    final Path images = work.resolve("trial images");
    TrialImages.write(images);
    macro = Files.writeString(work.resolve("train.ijm"), MACRO);
    folders =
        "labeled_folder=["
            + images.resolve("labeled")
            + "] mask_folder=["
            + images.resolve("masks")
            + "] unlabeled_folder=["
            + images.resolve("unlabeled")
            + "] model_file=[";
  }

  @Test
  void aKilledTrainingGoesOnWhereItWas() throws Exception {
    final Path models = Files.createDirectories(work.resolve("größte \"models\""));
    final Path model = models.resolve("it's mine.zip");
    final Path checkpoint = models.resolve("it's mine.zip.checkpoint");
    final String often = folders + model + "] checkpoint_minutes=0.0005";
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, often)) {
      imagej.await("checkpoint", () -> Files.exists(checkpoint));
      imagej.kill();
    }
    assertTrue(!Files.exists(model));
    final String other = often + " seed=2";
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, other)) {
      assertEquals(1, imagej.status(), imagej.text());
      assertTrue(
          imagej.errors().contains("is of a training in which 'settings.seed' is 1, not 2; give"),
          imagej.text());
    }
    // As if the model had been saved in the course of the training.
    Files.writeString(model, "older");
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, often + " resume=false")) {
      assertEquals(1, imagej.status(), imagej.text());
      assertTrue(imagej.errors().contains("exists already; give overwrite=true"), imagej.text());
    }
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, often)) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains("Going on after iteration "), imagej.text());
    }
    try (Stream<Path> files = Files.list(models)) {
      // Folders hold the curves of the training.
      assertEquals(List.of(model), files.filter(Files::isRegularFile).toList());
    }
    final Path whole = work.resolve("whole.zip");
    final String undisturbed = folders + whole + "] checkpoint_minutes=0 resume=false";
    try (ImageJProcess imagej = ImageJProcess.headless(work, macro, undisturbed)) {
      assertEquals(0, imagej.status(), imagej.text());
    }
    assertEquals(outputs(whole), outputs(model));
  }

  /** What the networks make of the model's test image. */
  private static Object outputs(Path model) throws IOException {
    try (ModelFile opened = ModelFile.open(model)) {
      return opened.testOutputs();
    }
  }
}
