package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where native libraries are unpacked to. */
class NativesCacheTest {

  private static final List<Path> NONE = List.of();

  @TempDir Path root;
  private final String temporary = System.getProperty("java.io.tmpdir");
  private final String given = System.getProperty(NativesCache.PROPERTY);
  private final String home = System.getProperty("user.home");

  @AfterEach
  void putBack() {
    System.setProperty("user.home", home);
    System.setProperty("java.io.tmpdir", temporary);
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
    assertEquals(root.resolve(".javacpp/duo-segnet"), NativesCache.folder(NONE));
    System.setProperty(NativesCache.PROPERTY, root.resolve("other").toString());
    assertEquals(root.resolve("other"), NativesCache.folder(NONE));
  }

  @Test
  void theNextOneIsTakenWhereNothingCanBeWritten() throws IOException {
    final Path file = Files.createFile(root.resolve("file"));
    final Path good = root.resolve("a/b");
    assertEquals(good, NativesCache.first(List.of(file.resolve("in-a-file"), good), NONE));
    assertTrue(Files.isDirectory(good));
  }

  @Test
  void aLockThatIsHeldIsNoHindrance() throws IOException {
    final Path lock = root.resolve(".locks-work");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      assertEquals(root, NativesCache.first(List.of(root), NONE));
    }
  }

  @Test
  void noPlaceAtAllIsOneSentence() throws IOException {
    final Path file = Files.createFile(root.resolve("file"));
    final String message =
        assertThrows(EngineException.class, () -> NativesCache.first(List.of(file), NONE))
            .getMessage();
    assertTrue(
        message.matches(
            "TensorFlow's libraries can't be unpacked to '.*file' \\(.*FileAlreadyExists.*\\); make"
                + " that folder writable, or start Java with"
                + " -Dorg.bytedeco.javacpp.cachedir=<another folder>."),
        message);
  }

  /** Among everybody's temporary files somebody else could have laid libraries in wait. */
  @Test
  void temporaryFilesAreTakenFromAPrivateFolderOnly() throws IOException {
    System.clearProperty(NativesCache.PROPERTY);
    System.setProperty("user.home", Files.createFile(root.resolve("no-folder")).toString());
    System.setProperty("java.io.tmpdir", root.toString());
    final Path folder = NativesCache.folder(NONE);
    assertEquals(NativesCache.temporary().resolve("duo-segnet"), folder);
    final Path own = folder.getParent();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
    assertEquals(folder, NativesCache.folder(NONE));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused("can be written to by other users");
    Files.delete(folder.resolve(".locks-work"));
    Files.delete(folder);
    Files.delete(own);
    Files.createSymbolicLink(own, Files.createDirectory(root.resolve("elsewhere")));
    assertRefused("is not a folder");
  }

  private static void assertRefused(String reason) {
    final String message =
        assertThrows(EngineException.class, () -> NativesCache.folder(NONE)).getMessage();
    assertTrue(message.contains(reason), message);
  }

  @Test
  void roomIsNeededForWhatIsNotUnpackedYet() throws IOException {
    final Path file = Files.write(root.resolve("there"), new byte[10]);
    NativesCache.checkSpace(root, List.of(new NativeFile(file, 10, 0, 0)));
    final NativeFile huge = new NativeFile(root.resolve("lacking"), Long.MAX_VALUE, 0, 0);
    final String message =
        assertThrows(IOException.class, () -> NativesCache.checkSpace(root, List.of(huge)))
            .getMessage();
    assertTrue(message.matches(".*: \\d+ MB are needed and \\d+ are free"), message);
  }

  @Test
  void nothingIsLeftInJavasProperties() {
    Engines.get();
    assertEquals(given, System.getProperty(NativesCache.PROPERTY));
  }
}
