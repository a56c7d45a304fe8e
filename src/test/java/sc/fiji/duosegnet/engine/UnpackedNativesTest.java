package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When native libraries may be loaded; two programs at once are in an integration test. */
class UnpackedNativesTest {

  private static final String JAR = "tensorflow-core-native-1-here.jar";

  @TempDir Path root;
  private Path cache;
  private List<Path> jars;

  @BeforeEach
  void aJar() throws IOException {
    cache = Files.createDirectory(root.resolve("cache"));
    jars = List.of(root.resolve(JAR));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jars.get(0)))) {
      for (final String name : List.of("a/libone.so.2", "a/two.dll", "META-INF/notice.txt")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(new byte[10]);
        zip.closeEntry();
      }
    }
  }

  private Path unpacked(String name, int size) throws IOException {
    final Path file = cache.resolve(JAR).resolve("a").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[size]);
  }

  /** Tells whether this process holds the lock. */
  private boolean isLocked() {
    try (FileChannel channel =
        FileChannel.open(
            cache.resolve(UnpackedNatives.LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      channel.tryLock();
      return false;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatLacksIsUnpackedUnderALock() throws IOException {
    unpacked("libone.so.2", 10);
    assertTrue(UnpackedNatives.load(cache, jars, this::isLocked));
    assertFalse(isLocked());
    assertThrows(
        IllegalStateException.class,
        () ->
            UnpackedNatives.load(
                cache,
                jars,
                () -> {
                  throw new IllegalStateException();
                }));
    assertFalse(isLocked());
  }

  @Test
  void wholeLibrariesNeedNoLock() throws IOException {
    unpacked("libone.so.2", 10);
    unpacked("two.dll", 10);
    final Path lock = cache.resolve(UnpackedNatives.LOCK);
    assertFalse(UnpackedNatives.load(cache, jars, () -> Files.exists(lock)));
  }

  @Test
  void aPartOfALibraryIsDeletedBeforeItIsLoaded() throws IOException {
    final Path part = unpacked("libone.so.2", 9);
    final Path whole = unpacked("two.dll", 10);
    assertEquals(
        List.of(false, true),
        UnpackedNatives.load(cache, jars, () -> List.of(Files.exists(part), Files.exists(whole))));
  }

  @Test
  void aFolderThatIsNotThereIsOneSentence() {
    final String message =
        assertThrows(
                EngineException.class,
                () -> UnpackedNatives.load(root.resolve("none"), jars, () -> 1))
            .getMessage();
    assertTrue(message.contains("can't be unpacked to '" + root.resolve("none")), message);
  }
}
