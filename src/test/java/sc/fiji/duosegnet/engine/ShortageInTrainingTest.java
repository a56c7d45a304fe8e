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
    final TrainingSettings halved =
        wanted.with("sampling.labeled_batch", 1).with("sampling.unlabeled_batch", 1);
    // Each goes on from its checkpoint once, as memory may be there again.
    assertEquals(List.of(wanted, wanted, halved, halved, taken), engine.opened);
    assertEquals(List.of(1, 2, 1, 2, 1, 2, 3, 4, 5, 6), monitor.iterations);
    final String lost = "; the 2 iterations in its checkpoint are lost by that\n";
    assertTrue(
        monitor.all().contains("so it begins anew with batch_size=1 instead of 2" + lost),
        monitor.all());
    assertTrue(
        monitor.all().contains("so it begins anew with patch_size=64 instead of 96" + lost),
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
  void aShortageThatPassesLosesNothing() throws Exception {
    final Path undisturbed = folder.resolve("undisturbed.zip");
    ModelTraining.run(
        Resumed.request(wanted, undisturbed, Resumed.NONE), new Resumed.Interrupting(0));
    // Also where an older checkpoint was not to be gone on from.
    final Path model = folder.resolve("model.zip");
    Resumed.interrupt(Resumed.request(wanted.with("seed", 9), model, Resumed.EVERY_SECOND), 5);
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    final ScarceEngine late = ScarceEngine.passing(5, 1);
    ModelTraining.run(
        Resumed.request(wanted, model, new Checkpointing(Checkpointing.Resume.NEVER, 2, 0)),
        monitor,
        () -> late);
    assertEquals(List.of(wanted, wanted), late.opened);
    assertEquals(List.of(1, 2, 3, 4, 5, 6), monitor.iterations);
    assertTrue(
        monitor.all().contains("so it goes on from its checkpoint after iteration 4; close other"),
        monitor.all());
    assertArrayEquals(Resumed.weights(undisturbed), Resumed.weights(model));
    assertEquals(Resumed.course(undisturbed), Resumed.course(model));
    assertEquals(List.of("model.zip", "undisturbed.zip"), Resumed.files(folder));
  }

  @Test
  void theSmallestSettingsGoOnFromTheCheckpointAndAreKeptInIt() throws Exception {
    final Path model = folder.resolve("model.zip");
    final ScarceEngine engine = ScarceEngine.passing(3, Integer.MAX_VALUE);
    final ModelTraining.Request request = Resumed.request(taken, model, Resumed.EVERY_SECOND);
    final String sentence =
        assertThrows(
                MemoryShortageException.class,
                () -> ModelTraining.run(request, new Trainings.Monitor(), () -> engine))
            .getMessage();
    assertEquals(List.of(taken, taken), engine.opened);
    assertTrue(
        sentence.endsWith(
            "or give a smaller width than 2; it is kept in the checkpoint '"
                + model
                + ".checkpoint', from which the same inputs go on."),
        sentence);
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    ModelTraining.run(request, monitor);
    assertEquals(List.of(3, 4, 5, 6), monitor.iterations);
  }

  @Test
  void fixedSettingsKeepTheirCheckpoint() throws Exception {
    final Path model = folder.resolve("model.zip");
    final ModelTraining.Request request =
        fixed(Resumed.request(wanted, model, Resumed.EVERY_SECOND));
    final ScarceEngine engine = ScarceEngine.passing(3, Integer.MAX_VALUE);
    assertEquals(
        "Memory is short for one of several trainings that shall be alike (TensorFlow failed with"
            + " TFResourceExhaustedException: OOM when allocating tensor with shape[2,64,64,8]);"
            + " close other programs and give the same command, which goes on from the checkpoint '"
            + model
            + ".checkpoint', or give all of them batch_size=1 instead of 2.",
        assertThrows(
                MemoryShortageException.class,
                () -> ModelTraining.run(request, new Trainings.Monitor(), () -> engine))
            .getMessage());
    assertEquals(List.of(wanted), engine.opened);
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    ModelTraining.run(request, monitor);
    assertEquals(List.of(3, 4, 5, 6), monitor.iterations, monitor.all());
  }

  @Test
  void aCheckpointIsNotLostBeforeItWasLookedInto() throws Exception {
    final Path model = folder.resolve("model.zip");
    final Path checkpoint = folder.resolve("model.zip.checkpoint");
    final ModelTraining.Request request = Resumed.request(wanted, model, Resumed.EVERY_SECOND);
    Resumed.interrupt(request, 5);
    final byte[] before = Files.readAllBytes(checkpoint);
    assertEquals(
        "Memory ran out before the training could go on from the checkpoint '"
            + checkpoint
            + "' (TensorFlow failed with TFResourceExhaustedException: OOM when allocating tensor"
            + " with shape[2,64,64,8]); close other programs and give the same inputs again.",
        assertThrows(
                MemoryShortageException.class,
                () -> ModelTraining.run(request, new Trainings.Monitor(), ScarceEngine::closed))
            .getMessage());
    assertArrayEquals(before, Files.readAllBytes(checkpoint));
    // That of another training even less.
    final ModelTraining.Request other =
        Resumed.request(wanted.with("seed", 9), model, Resumed.EVERY_SECOND);
    assertThrows(
        MemoryShortageException.class,
        () -> ModelTraining.run(other, new Trainings.Monitor(), ScarceEngine::closed));
    assertArrayEquals(before, Files.readAllBytes(checkpoint));
  }

  @Test
  void aNeedBeyondWhatIsThereIsSeenBeforeGoingOn() throws Exception {
    final Path model = folder.resolve("model.zip");
    final ModelTraining.Request request = Resumed.request(wanted, model, Resumed.EVERY_SECOND);
    Resumed.interrupt(request, 3);
    final byte[] before = Files.readAllBytes(folder.resolve("model.zip.checkpoint"));
    System.setProperty(AvailableMemory.PROPERTY, "1");
    final String sentence =
        assertThrows(
                MemoryShortageException.class,
                () -> ModelTraining.run(request, new Trainings.Monitor()))
            .getMessage();
    assertTrue(
        sentence.matches(
            "To go on from the checkpoint '.*' needs about \\d+ MB of memory and 1 MB are"
                + " available; close other programs and give the same inputs again\\."),
        sentence);
    assertArrayEquals(before, Files.readAllBytes(folder.resolve("model.zip.checkpoint")));
    // Nothing smaller could be begun instead: it is tried, as a training that begins is.
    final Path smallest = folder.resolve("smallest.zip");
    System.clearProperty(AvailableMemory.PROPERTY);
    Resumed.interrupt(Resumed.request(taken, smallest, Resumed.EVERY_SECOND), 5);
    System.setProperty(AvailableMemory.PROPERTY, "1");
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    ModelTraining.run(Resumed.request(taken, smallest, Resumed.EVERY_SECOND), monitor);
    assertEquals(List.of(5, 6), monitor.iterations);
    assertTrue(
        monitor.messages.get(0).startsWith("Warning: to go on from the checkpoint '"),
        monitor.all());
  }

  /** Returns a training that must not be made smaller. */
  private static ModelTraining.Request fixed(ModelTraining.Request request) {
    return new ModelTraining.Request(
        request.settings(),
        request.samples(),
        request.split(),
        "",
        request.modelFile(),
        request.checkpointing(),
        true);
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

  /** Allows as much memory as a training is thought to need, in whole megabytes. */
  private static void allow(TrainingSettings training) {
    System.setProperty(
        AvailableMemory.PROPERTY, "" + (MemoryEstimate.training(training) / (1 << 20) + 1));
  }

  /** Only GPUs have it; a processor computes in single precision instead. */
  @Test
  void aPrecisionThatIsNotToBeHadIsNotCountedOn() throws Exception {
    final TrainingSettings half =
        wanted
            .with("network.width", 8)
            .with("sampling.patch_size", 128)
            .with("iterations", 1)
            .with("precision", "FLOAT16")
            .with("device", "cpu");
    allow(half);
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    ModelTraining.run(Resumed.request(half, folder.resolve("model.zip"), Resumed.NONE), monitor);
    assertTrue(monitor.all().contains("it takes batch_size=1 instead of 2"), monitor.all());
  }

  @Test
  void aNeedBeyondWhatIsThereIsSeenBefore() throws Exception {
    // Wide, so that a megabyte is less than the difference between two steps.
    final TrainingSettings wide =
        wanted.with("network.width", 8).with("sampling.patch_size", 128).with("iterations", 1);
    final TrainingSettings fitting =
        wide.with("sampling.labeled_batch", 1).with("sampling.unlabeled_batch", 1);
    allow(fitting);
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
    // What other programs are to find with the model is that of the whole network all the same.
    System.clearProperty(AvailableMemory.PROPERTY);
    final Path plenty = folder.resolve("plenty.zip");
    ModelTraining.run(Resumed.request(fitting, plenty, Resumed.NONE), new Trainings.Monitor());
    try (ModelFile limited = ModelFile.open(model);
        ModelFile free = ModelFile.open(plenty)) {
      assertEquals(free.testOutputs(), limited.testOutputs());
    }
    allow(fitting);
    // Trainings that are compared must be alike.
    final ModelTraining.Request fixed =
        fixed(Resumed.request(wide, folder.resolve("fixed.zip"), Resumed.NONE));
    assertEquals(
        "Memory is short for one of several trainings that shall be alike; give all of them"
            + " batch_size=1 instead of 2, or close other programs.",
        assertThrows(
                MemoryShortageException.class,
                () -> ModelTraining.run(fixed, new Trainings.Monitor()))
            .getMessage());
  }
}
