package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.SmallDisk;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Disks and folders that do not take a checkpoint or a model. */
class FailingSavesTest {

  private static final Checkpointing EACH = new Checkpointing(Checkpointing.Resume.OR_REFUSE, 2, 0);

  private final TrainingSettings settings = Resumed.settings(Method.SUPERVISED);
  @TempDir Path folder;

  @Test
  void aCheckpointThatFailsIsToldAndTheTrainingGoesOn() throws IOException {
    final Path odd = Files.createDirectories(folder.resolve("two blanks/it's \"größe\" [μ]"));
    final Path model = odd.resolve("my model.zip");
    Files.createDirectories(odd.resolve("my model.zip.checkpoint.tmp"));
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    ModelTraining.run(Resumed.request(settings, model, EACH), monitor);
    final List<String> warnings =
        monitor.messages.stream().filter(line -> line.startsWith("Warning")).toList();
    assertEquals(3, warnings.size(), monitor.all());
    assertTrue(
        warnings
            .get(0)
            .matches(
                "Warning: checkpoint '.*' can't be written after iteration 2 \\(.*\\); the training"
                    + " goes on, make space .*"),
        warnings.get(0));
    ModelFile.open(model).close();
  }

  @Test
  void aFolderThatIsDeletedMeanwhileIsMadeAgainForTheModel() throws IOException {
    final Path target = Files.createDirectories(folder.resolve("gone/deep"));
    final Path model = target.resolve("model.zip");
    final Resumed.Interrupting monitor =
        new Resumed.Interrupting(0) {
          @Override
          public void report(TrainingProgress progress) {
            if (progress.iteration() == 3) {
              delete(target);
              delete(target.getParent());
            }
          }
        };
    ModelTraining.run(Resumed.request(settings, model, EACH), monitor);
    assertTrue(monitor.all().contains("can't be written after iteration 4 ("), monitor.all());
    assertTrue(monitor.all().contains("does not exist); the training goes on"), monitor.all());
    assertEquals(List.of("model.zip"), Resumed.files(target));
  }

  private static void delete(Path directory) {
    try {
      for (final String file : Resumed.files(directory)) {
        Files.delete(directory.resolve(file));
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aFullDiskLeavesTheEarlierModel() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), "8m")) {
      final Path model = disk.folder().resolve("model.zip");
      Files.writeString(model, "precious");
      final Resumed.Interrupting filling = filling(disk);
      final String sentence =
          assertThrows(
                  IOException.class,
                  () -> ModelTraining.run(Resumed.request(settings, model, EACH), filling))
              .getMessage();
      assertTrue(
          filling.all().contains("can't be written after iteration 4 (No space left on device"),
          filling.all());
      assertTrue(
          sentence.contains("can't be written (No space left on device")
              && sentence.contains("is kept in the checkpoint '" + model + ".checkpoint'"),
          sentence);
      assertEquals("precious", Files.readString(model));
      assertEquals(
          List.of("filler", "model.zip", "model.zip.checkpoint"), Resumed.files(disk.folder()));
      disk.empty();
      final Path whole = folder.resolve("whole.zip");
      ModelTraining.run(
          Resumed.request(settings, whole, Resumed.NONE), new Resumed.Interrupting(0));
      final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
      ModelTraining.run(Resumed.request(settings, model, EACH), monitor);
      assertEquals(List.of(3, 4, 5, 6), monitor.iterations);
      assertArrayEquals(Resumed.weights(whole), Resumed.weights(model));
      readOnly(disk, model);
    }
  }

  private void readOnly(SmallDisk disk, Path model) throws Exception {
    final byte[] before = Files.readAllBytes(model);
    disk.protect();
    final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
    final String sentence =
        assertThrows(
                IOException.class,
                () -> ModelTraining.run(Resumed.request(settings, model, EACH), monitor))
            .getMessage();
    assertTrue(sentence.contains("can't be written, as no file can be made in '"), sentence);
    assertEquals(List.of(), monitor.iterations);
    assertArrayEquals(before, Files.readAllBytes(model));
  }

  /** TensorFlow reports it as it does a lack of memory. */
  @Test
  void aFullDiskForTemporaryFilesIsNoLackOfMemory() throws Exception {
    Engines.get(); // its libraries are unpacked elsewhere
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), "8m").forTemporaryFiles()) {
      final Path model = folder.resolve("model.zip");
      final ModelTraining.Request request = Resumed.request(settings, model, EACH);
      final String sentence =
          assertThrows(IOException.class, () -> ModelTraining.run(request, filling(disk)))
              .getMessage();
      assertTrue(
          sentence.startsWith(
              "Model file '"
                  + model
                  + "' can't be written, as its parts can't be put into the folder for temporary"
                  + " files '"
                  + disk.folder()
                  + "' ("),
          sentence);
      assertTrue(sentence.contains("No space left on device"), sentence);
      assertTrue(
          sentence.endsWith(
              "); make space there; the training is kept in the checkpoint '"
                  + model
                  + ".checkpoint', from which the same inputs write the model."),
          sentence);
      assertEquals(List.of("filler"), Resumed.files(disk.folder()));
      disk.empty();
      final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
      ModelTraining.run(request, monitor);
      assertEquals(List.of(), monitor.iterations);
      ModelFile.open(model).close();
    }
  }

  /** Fills a disk in the third iteration. */
  private static Resumed.Interrupting filling(SmallDisk disk) {
    return new Resumed.Interrupting(0) {
      @Override
      public void report(TrainingProgress progress) {
        super.report(progress);
        if (progress.iteration() == 3) {
          disk.fill();
        }
      }
    };
  }
}
