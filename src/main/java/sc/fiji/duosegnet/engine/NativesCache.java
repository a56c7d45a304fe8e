package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where JavaCPP unpacks the native libraries: once, into a subfolder for each jar and so for each
 * version, each file under a lock that other processes wait for. The folder is this plugin's own,
 * as two JavaCPPs in one process that want the same lock fail instead of waiting.
 */
final class NativesCache {

  /** JavaCPP's own property, for unusual installations. */
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** Not a file that is locked in earnest: closing it would give up that lock, too (POSIX). */
  private static final String PROBE = ".locks-work";

  private static final int MEGABYTE = 1 << 20;

  private NativesCache() {}

  /**
   * Returns the folder: the one that {@link #PROPERTY} names; else in the user's home; else, where
   * that can't be written or locked, as on some network drives, or is full, among the temporary
   * files.
   *
   * @param jars the engine's jars
   * @throws EngineException in one sentence, if there is none to write to
   */
  static Path folder(List<Path> jars) {
    final String given = System.getProperty(PROPERTY);
    if (given != null && !given.isBlank()) {
      return first(List.of(Path.of(given)), jars);
    }
    return first(
        List.of(
            Path.of(System.getProperty("user.home"), ".javacpp", "duo-segnet"),
            temporary().resolve("duo-segnet")),
        jars);
  }

  /** Returns this user's folder among the temporary files. */
  static Path temporary() {
    final String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9]", "_");
    return Path.of(System.getProperty("java.io.tmpdir"), "javacpp-" + user);
  }

  /** Returns the first folder that files can be written to and locked in, with room for them. */
  static Path first(List<Path> folders, List<Path> jars) {
    IOException problem = null;
    for (final Path folder : folders) {
      try {
        if (folder.startsWith(temporary())) {
          PrivateFolder.require(temporary());
        }
        Files.createDirectories(folder);
        checkLocks(folder);
        checkSpace(folder, NativeFile.of(folder, jars));
        return folder;
      } catch (IOException e) {
        problem = e;
      }
    }
    throw problem(folders.get(folders.size() - 1), problem);
  }

  /** Returns, in one sentence, that a folder is of no use for unpacking. */
  static EngineException problem(Path folder, IOException problem) {
    return new EngineException(
        "TensorFlow's libraries can't be unpacked to '"
            + folder
            + "' ("
            + problem
            + "); make that folder writable, or start Java with -D"
            + PROPERTY
            + "=<another folder>.",
        problem);
  }

  private static void checkLocks(Path folder) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(PROBE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      final FileLock lock = channel.tryLock();
      if (lock != null) { // else another process has it: so there are locks
        lock.release();
      }
    } catch (OverlappingFileLockException e) {
      // this process has it
    }
  }

  static void checkSpace(Path folder, List<NativeFile> files) throws IOException {
    long missing = 0;
    for (final NativeFile file : files) {
      missing += file.missing();
    }
    final long free = Files.getFileStore(folder).getUsableSpace();
    if (missing > free) {
      throw new FileSystemException(
          folder.toString(),
          null,
          missing / MEGABYTE + " MB are needed and " + free / MEGABYTE + " are free");
    }
  }
}
