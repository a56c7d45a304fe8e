package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A file that is there while the native libraries are loaded, so that the next start knows if they
 * ended the process, which no exception tells. One for each process, in Java's folder for temporary
 * files; it is gone when the machine restarts.
 */
final class LoadMarker implements AutoCloseable {

  private static final String PREFIX = "duo-segnet-loading-";

  private final Path file;

  private LoadMarker(Path file) {
    this.file = file;
  }

  /** Returns the folder for markers of this user. */
  static Path folder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static String prefix() {
    return PREFIX + System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9]", "_") + "-";
  }

  /**
   * Writes the marker of this process.
   *
   * @param folder for markers
   * @param cache folder that the libraries are unpacked to
   * @return the marker, which takes itself away when it is closed
   */
  static LoadMarker set(Path folder, Path cache) {
    final Path file = folder.resolve(prefix() + ProcessHandle.current().pid());
    try {
      // Java writes its report of a crash into the working folder.
      Files.write(
          file,
          List.of(Path.of("").toAbsolutePath().toString(), cache.toAbsolutePath().toString()));
    } catch (IOException e) {
      return new LoadMarker(null); // loading matters more
    }
    return new LoadMarker(file);
  }

  /**
   * Looks for a process that has ended while it was loading, and forgets it.
   *
   * @return what to tell of it, in one sentence; null if there was none
   */
  static String takeCrash(Path folder) {
    String crash = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix() + "*")) {
      for (final Path file : files) {
        final long process = process(file);
        if (process > 0 && !isRunning(process, Files.getLastModifiedTime(file).toInstant())) {
          crash = sentence(process, Files.readAllLines(file));
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return crash; // another process was faster, or the folder can't be read
    }
    return crash;
  }

  private static long process(Path file) {
    final String number = String.valueOf(file.getFileName()).substring(prefix().length());
    return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
  }

  /** Tells whether a process still runs, and not another one that was given its number. */
  private static boolean isRunning(long process, Instant marked) {
    return ProcessHandle.of(process)
        .flatMap(handle -> handle.info().startInstant())
        .map(start -> !start.isAfter(marked.plusSeconds(1)))
        .orElse(false);
  }

  private static String sentence(long process, List<String> lines) {
    final String workingFolder = lines.isEmpty() ? "" : lines.get(0);
    final String cache = lines.size() < 2 ? "~/.javacpp/duo-segnet" : lines.get(1);
    return "Process "
        + process
        + " ended while it was loading TensorFlow, probably by a crash, of which Java's report would"
        + " be '"
        + Path.of(workingFolder, "hs_err_pid" + process + ".log")
        + "'; run the command again to try once more, and if that crashes too, delete the folder '"
        + cache
        + "', where its libraries are unpacked, and if that is of no help unpack the plugin's"
        + " archive for this machine again or update its system.";
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
