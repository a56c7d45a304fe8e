package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.model.MemoryEstimate;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Trainings that are refused memory. */
class ShortageInTrainingTest {

  private static final Predicate<TrainingSettings> SMALL =
      settings -> settings.sampling().labeledBatch() == 1 && settings.sampling().patchSize() <= 64;

  /** Wanted: batches of 2+2 and patches of 96. */
  private final TrainingSettings wanted =
      Resumed.settings(Method.SUPERVISED).with("sampling.patch_size", 96);

  private final TrainingSettings taken =
      wanted
          .with("sampling.labeled_batch", 1)
          .with("sampling.unlabeled_batch", 1)
          .with("sampling.patch_size", 64);

  @TempDir Path folder;

  @AfterEach
  void putBack() {
    System.clearProperty(AvailableMemory.PROPERTY);
  }

  @Test
  void theModelIsThatOfATrainingWithSmallerSettings() throws Exception {
    final Path model = folder.resolve("model.zip");
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    final ScarceEngine engine = new ScarceEngine(SMALL, 3, ScarceEngine::exhausted);

    ModelTraining.run(Resumed.request(wanted, model, Resumed.EVERY_SECOND), monitor, () -> engine);
    assertEquals(
        List.of(
            wanted,
            wanted.with("sampling.labeled_batch", 1).with("sampling.unlabeled_batch", 1),
            taken),
        engine.opened);
    assertEquals(List.of(1, 2, 1, 2, 1, 2, 3, 4, 5, 6), monitor.iterations);
    assertTrue(
        monitor.all().contains("so it begins anew with batch_size=1 instead of 2\n"),
        monitor.all());
    assertTrue(
        monitor.all().contains("so it begins anew with patch_size=64 instead of 96\n"),
        monitor.all());
    assertFalse(monitor.all().contains("Hint"), monitor.all());
    final Path direct = folder.resolve("direct.zip");
    ModelTraining.run(Resumed.request(taken, direct, Resumed.NONE), new Resumed.Interrupting(0));
    assertArrayEquals(Resumed.weights(direct), Resumed.weights(model));
    assertEquals(Resumed.course(direct), Resumed.course(model));
    try (ModelFile opened = ModelFile.open(model)) {
      assertEquals(taken, opened.description().settings());
      assertTrue(
          opened
              .description()
              .text()
              .contains(
                  "Memory was short, so it was trained with batch_size=1 instead of 2 and"
                      + " patch_size=64 instead of 96."),
          opened.description().text());
    }
    assertEquals(List.of("direct.zip", "model.zip"), Resumed.files(folder));
    OwnThreads.awaitEnd(2000);
  }

  @Test
  void nothingLeftIsOneSentenceAndNoFile() {
    final Path model = folder.resolve("model.zip");
    final ScarceEngine engine =
        new ScarceEngine(settings -> false, 1, () -> new OutOfMemoryError("Java heap space"));
    final String sentence =
        assertThrows(
                MemoryShortageException.class,
                () ->
                    ModelTraining.run(
                        Resumed.request(wanted, model, Resumed.EVERY_SECOND),
                        new Trainings.Monitor(),
                        () -> engine))
            .getMessage();
    assertTrue(
        sentence.matches(
            "The training ran out of memory even with batch_size=1 and patch_size=64 \\(Java heap"
                + " space\\); close other programs, raise Java's memory \\(now \\d+ MB\\) in Edit >"
                + " Options > Memory & Threads, or give a smaller width than 2\\."),
        sentence);
    assertFalse(Files.exists(model));
  }

  @Test
  void aTrainingThatIsDoneDoesNotBeginAnewWhenItsModelCannotBeWritten() throws Exception {
    final Path model = folder.resolve("model.zip");
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    final ModelTraining.Request request =
        Resumed.request(taken.with("iterations", 2), model, Resumed.EVERY_SECOND);
    final String sentence =
        assertThrows(
                IOException.class, () -> ModelTraining.run(request, monitor, ScarceEngine::new))
            .getMessage();
    assertTrue(
        sentence.startsWith(
            "Model file '" + model + "' can't be written, as memory ran out (Java heap space);"),
        sentence);
    assertTrue(
        sentence.endsWith(
            "; the training is kept in the checkpoint '"
                + model
                + ".checkpoint', from which the same inputs write the model."),
        sentence);
    assertEquals(List.of(1, 2), monitor.iterations);
    ModelTraining.run(request, new Trainings.Monitor());
    assertEquals(List.of("model.zip"), Resumed.files(folder));
  }

  @Test
  void anInterruptedTrainingGoesOnAsItWasMadeSmaller() throws Exception {
    final Path model = folder.resolve("model.zip");
    final ModelTraining.Request request = Resumed.request(wanted, model, Resumed.EVERY_SECOND);
    assertThrows(
        Resumed.Interruption.class,
        () ->
            ModelTraining.run(
                request,
                new Resumed.Interrupting(5),
                () -> new ScarceEngine(SMALL, 1, ScarceEngine::exhausted)));
    assertEquals(List.of("model.zip.checkpoint"), Resumed.files(folder));
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    ModelTraining.run(request, monitor);
    assertEquals(List.of(5, 6), monitor.iterations, monitor.all());
    try (ModelFile opened = ModelFile.open(model)) {
      assertEquals(taken, opened.description().settings());
    }
  }

  @Test
  void aNeedBeyondWhatIsThereIsSeenBefore() throws Exception {
    // Wide, so that a megabyte is less than the difference between two steps.
    final TrainingSettings wide =
        wanted.with("network.width", 8).with("sampling.patch_size", 128).with("iterations", 1);
    final TrainingSettings fitting =
        wide.with("sampling.labeled_batch", 1).with("sampling.unlabeled_batch", 1);
    System.setProperty(
        AvailableMemory.PROPERTY, "" + (MemoryEstimate.training(fitting) / (1 << 20) + 1));
    final Path model = folder.resolve("model.zip");
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    final ModelTraining.Request request = Resumed.request(wide, model, Resumed.NONE);
    ModelTraining.run(request, monitor);
    assertEquals(List.of(1), monitor.iterations);
    assertTrue(
        monitor
            .all()
            .matches(
                "(?s)Warning: this training needs about \\d+ MB of memory and \\d+ MB are"
                    + " available, so it takes batch_size=1 instead of 2; close other programs to"
                    + " train as wanted\n.*"),
        monitor.all());
    try (ModelFile opened = ModelFile.open(model)) {
      assertEquals(fitting, opened.description().settings());
    }
    // Trainings that are compared must be alike.
    final ModelTraining.Request fixed =
        new ModelTraining.Request(
            wide,
            request.samples(),
            request.split(),
            "",
            folder.resolve("fixed.zip"),
            Resumed.NONE,
            true);
    assertEquals(
        "Memory is short for one of several trainings that shall be alike; give all of them"
            + " batch_size=1 instead of 2, or close other programs.",
        assertThrows(
                MemoryShortageException.class,
                () -> ModelTraining.run(fixed, new Trainings.Monitor()))
            .getMessage());
  }
}
