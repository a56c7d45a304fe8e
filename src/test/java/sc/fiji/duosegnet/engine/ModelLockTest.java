package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One training at a time writes a model file. */
class ModelLockTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "two blanks/my model.zip", "it's \"q\"/größte μ;[c].zip"})
  void oneAtATime(String name) throws IOException {
    final Path model = folder.resolve(name);
    final ModelLock first = ModelLock.of(model);
    assertEquals(
        "Model file '"
            + model
            + "' is being written by another training; wait for its end or give another file.",
        assertThrows(IOException.class, () -> ModelLock.of(model)).getMessage());
    first.close();
    assertEquals(List.of(), Resumed.files(model.getParent()));
    ModelLock.of(model).close();
    assertEquals(List.of(), Resumed.files(model.getParent()));
  }

  @Test
  void whatAKilledProgramLeftIsNoObstacle() throws IOException {
    final Path model = folder.resolve("a.zip");
    Files.createFile(folder.resolve("a.zip.lock"));
    ModelLock.of(model).close();
    assertEquals(List.of(), Resumed.files(folder));
  }

  @Test
  void anotherProgramHasIt() throws Exception {
    final Path model = folder.resolve("a.zip");
    final Path ready = folder.resolve("ready");
    final Process other =
        OtherJava.of(List.of(), Holder.class, folder.resolve("a.zip.lock"), ready)
            .inheritIO()
            .start();
    try {
      for (int i = 0; i < 600 && !Files.exists(ready); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      final String sentence =
          assertThrows(IOException.class, () -> ModelLock.of(model)).getMessage();
      assertTrue(sentence.contains("is being written by another training"), sentence);
    } finally {
      other.destroyForcibly().waitFor();
    }
    ModelLock.of(model).close(); // the system has given it free
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    final Path file = Files.createFile(folder.resolve("file"));
    final String sentence =
        assertThrows(IOException.class, () -> ModelLock.of(file.resolve("in/a.zip"))).getMessage();
    assertTrue(sentence.contains("can't be written, as no file can be made beside it ("), sentence);
  }

  /** Holds a file until it is killed. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        assertTrue(lock.isValid());
        Files.createFile(Path.of(args[1]));
        Thread.sleep(600_000);
      }
    }
  }
}
