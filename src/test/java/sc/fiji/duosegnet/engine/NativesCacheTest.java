package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where native libraries are unpacked to. */
class NativesCacheTest {

  @TempDir Path root;
  private final String given = System.getProperty(NativesCache.PROPERTY);
  private final String home = System.getProperty("user.home");

  @AfterEach
  void putBack() {
    System.setProperty("user.home", home);
    if (given == null) {
      System.clearProperty(NativesCache.PROPERTY);
    } else {
      System.setProperty(NativesCache.PROPERTY, given);
    }
  }

  @Test
  void itIsInTheUsersHomeUnlessAPropertySaysOtherwise() {
    System.clearProperty(NativesCache.PROPERTY);
    System.setProperty("user.home", root.toString());
    assertEquals(root.resolve(".javacpp/duo-segnet"), NativesCache.folder());
    System.setProperty(NativesCache.PROPERTY, root.resolve("other").toString());
    assertEquals(root.resolve("other"), NativesCache.folder());
  }

  @Test
  void theNextOneIsTakenWhereNothingCanBeWritten() throws IOException {
    final Path file = Files.createFile(root.resolve("file"));
    final Path good = root.resolve("a/b");
    assertEquals(good, NativesCache.first(List.of(file.resolve("in-a-file"), good)));
    assertTrue(Files.isDirectory(good));
  }

  @Test
  void aLockThatIsHeldIsNoHindrance() throws IOException {
    final Path lock = root.resolve(".lock");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      assertEquals(root, NativesCache.first(List.of(root)));
    }
  }

  @Test
  void noPlaceAtAllIsOneSentence() throws IOException {
    final Path file = Files.createFile(root.resolve("file"));
    final String message =
        assertThrows(EngineException.class, () -> NativesCache.first(List.of(file))).getMessage();
    assertTrue(
        message.matches(
            "TensorFlow's libraries can't be unpacked to '.*file' \\(.*FileAlreadyExists.*\\); make"
                + " that folder writable, or start Java with"
                + " -Dorg.bytedeco.javacpp.cachedir=<another folder>."),
        message);
  }

  @Test
  void nothingIsLeftInJavasProperties() {
    Engines.get();
    assertEquals(given, System.getProperty(NativesCache.PROPERTY));
  }
}
