package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When native libraries may be loaded; two programs at once are in an integration test. */
class UnpackedNativesTest {

  private static final String JAR = "tensorflow-core-native-1-here.jar";
  private static final int SIZE = 10;

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
        zip.write(new byte[SIZE]);
        zip.closeEntry();
      }
    }
  }

  /** A file as JavaCPP leaves it, or a part of it. */
  private Path unpacked(String name, int size) throws IOException {
    final Path file = cache.resolve(JAR).resolve("a").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
    try (ZipFile zip = new ZipFile(jars.get(0).toFile())) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(zip.getEntry("a/" + name).getTime()));
    }
    return file;
  }

  private <T> T load(Supplier<T> load) {
    return new UnpackedNatives(cache, jars, Duration.ofMinutes(1)).load(load);
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
    unpacked("libone.so.2", SIZE);
    assertTrue(load(this::isLocked));
    assertFalse(isLocked());
    final Supplier<Boolean> failing =
        () -> {
          throw new IllegalStateException();
        };
    assertThrows(IllegalStateException.class, () -> load(failing));
    assertFalse(isLocked());
  }

  @Test
  void librariesThatAreReadyNeedNoLock() throws IOException {
    unpacked("libone.so.2", SIZE);
    unpacked("two.dll", SIZE);
    final Path lock = cache.resolve(UnpackedNatives.LOCK);
    assertFalse(load(() -> Files.exists(lock)));
  }

  @Test
  void aPartOfALibraryIsDeletedBeforeItIsLoaded() throws IOException {
    final Path part = unpacked("libone.so.2", SIZE - 1);
    final Path whole = unpacked("two.dll", SIZE);
    assertEquals(
        List.of(false, true), load(() -> List.of(Files.exists(part), Files.exists(whole))));
  }

  /** As of a program in another time zone, or one killed after the last byte. */
  @Test
  void aWholeLibraryWithAnotherTimeIsKept() throws IOException {
    final Path first = unpacked("libone.so.2", SIZE);
    final Path second = unpacked("two.dll", SIZE);
    final FileTime right = Files.getLastModifiedTime(first);
    final FileTime other = FileTime.fromMillis(right.toMillis() + 3_600_000);
    Files.setLastModifiedTime(first, other);
    Files.write(second, new byte[SIZE - 1]);
    Files.write(second, new byte[] {1}, StandardOpenOption.APPEND);
    assertTrue(load(this::isLocked));
    assertEquals(right, Files.getLastModifiedTime(first));
    assertFalse(Files.exists(second), "has the size, but not the content");
  }

  @Test
  void waitingHasAnEnd() throws Exception {
    final Process holder = OtherJava.of(List.of(), Holding.class, cache).start();
    try (InputStream said = holder.getInputStream()) {
      assertEquals('h', said.read());
      final UnpackedNatives natives = new UnpackedNatives(cache, jars, Duration.ofMillis(200));
      final String message =
          assertThrows(EngineException.class, () -> natives.load(() -> 1)).getMessage();
      assertTrue(message.startsWith("Another program has been unpacking"), message);
      assertFalse(isLocked());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertTrue(load(this::isLocked), "the system gives the lock of an ended process up");
  }

  /** Holds the lock until it is ended. */
  static final class Holding {

    private Holding() {}

    /**
     * @param args the folder
     */
    public static void main(String[] args) throws IOException, InterruptedException {
      try (FileChannel channel =
          FileChannel.open(
              Path.of(args[0], UnpackedNatives.LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        channel.lock();
        System.out.print('h');
        System.out.flush();
        Thread.sleep(600_000);
      }
    }
  }

  @Test
  void aFolderThatIsNotThereIsOneSentence() throws IOException {
    Files.delete(cache);
    final String message = assertThrows(EngineException.class, () -> load(() -> 1)).getMessage();
    assertTrue(message.contains("can't be unpacked to '" + cache), message);
  }

  @Test
  void aJarThatIsNotWholeIsOneSentence() throws IOException {
    Files.write(jars.get(0), new byte[100]);
    final String message = assertThrows(EngineException.class, () -> load(() -> 1)).getMessage();
    assertTrue(message.startsWith("The engine's file '" + jars.get(0) + "' can't be"), message);
  }

  @Test
  void aFailureTellsOfWhatIsNotUnpacked() {
    final String message = Engines.failure(new UnsatisfiedLinkError("none"), cache, false);
    assertTrue(message.contains("not whole in '" + cache + "', so make room"), message);
  }
}
