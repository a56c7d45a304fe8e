package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** On a small disk of its own, which only a privileged user can make. */
  @Test
  void aFullDiskLeavesTheEarlierModel() throws Exception {
    final Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()), "no mount here");
    try {
      final Path model = disk.resolve("model.zip");
      Files.writeString(model, "precious");
      final Resumed.Interrupting filling =
          new Resumed.Interrupting(0) {
            @Override
            public void report(TrainingProgress progress) {
              if (progress.iteration() == 3) {
                fill(disk.resolve("filler"));
              }
            }
          };
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
      assertEquals(List.of("filler", "model.zip", "model.zip.checkpoint"), Resumed.files(disk));
      Files.delete(disk.resolve("filler"));
      final Path whole = folder.resolve("whole.zip");
      ModelTraining.run(
          Resumed.request(settings, whole, Resumed.NONE), new Resumed.Interrupting(0));
      final Resumed.Interrupting monitor = new Resumed.Interrupting(0);
      ModelTraining.run(Resumed.request(settings, model, EACH), monitor);
      assertEquals(List.of(3, 4, 5, 6), monitor.iterations);
      assertArrayEquals(Resumed.weights(whole), Resumed.weights(model));
      readOnly(disk, model);
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private void readOnly(Path disk, Path model) throws Exception {
    final byte[] before = Files.readAllBytes(model);
    assertTrue(mount("-o", "remount,ro", disk.toString()));
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

  private static void fill(Path file) {
    assertThrows(IOException.class, () -> Files.write(file, new byte[10 << 20]));
    assertTrue(Files.exists(file));
  }

  private static boolean mount(String... arguments) throws Exception {
    final String[] command = new String[arguments.length + 1];
    command[0] = "mount";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return run(command);
  }

  private static boolean run(String... command) throws Exception {
    try {
      final Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
