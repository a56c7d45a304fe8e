package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.duosegnet.model.ModelFile;

/**
 * A comparison's output folder. While it is open, no other comparison can write to it; the system
 * gives it free however this program ends.
 */
final class ComparisonFolder implements AutoCloseable {

  private static final String LOCK = ".lock";
  private static final String SPLITS = "splits";
  private static final String MODELS = "models";
  private static final String MASKS = "masks";
  private static final String SCORES = "scores";
  private static final String ROWS = "rows";
  private static final List<String> PARTS = List.of(SPLITS, MODELS, MASKS, SCORES, ROWS);

  private final Path folder;
  private final FileChannel lock;

  private ComparisonFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and takes hold of it.
   *
   * @throws IOException in one sentence, if it can't be written or another comparison has it
   */
  static ComparisonFolder open(Path folder) throws IOException {
    FileChannel channel = null;
    try {
      for (final String part : PARTS) {
        Files.createDirectories(folder.resolve(part));
      }
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel)) {
        return new ComparisonFolder(folder, channel);
      }
    } catch (IOException e) {
      close(channel);
      throw new IOException(
          "Output folder '" + folder + "' can't be written; give a folder of your own.", e);
    }
    channel.close();
    throw new IOException(
        "Output folder '"
            + folder
            + "' is in use by another comparison; wait for its end or give another folder.");
  }

  /**
   * Opens a folder that another machine has made and holds, for one of its runs.
   *
   * @return a folder that need not be closed
   */
  static ComparisonFolder shared(Path folder) {
    return new ComparisonFolder(folder, null);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      final FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very program has it
    }
  }

  private static void close(FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  /** Deletes what an interrupted program has left unfinished. */
  void clear() throws IOException {
    for (final String part : PARTS) {
      try (Stream<Path> files = Files.walk(folder.resolve(part))) {
        for (final Path file : files.filter(path -> path.toString().endsWith(".tmp")).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  Path settings() {
    return settings(folder);
  }

  static Path settings(Path folder) {
    return folder.resolve("comparison.yaml");
  }

  Path runs() {
    return runs(folder);
  }

  static Path runs(Path folder) {
    return folder.resolve("runs.csv");
  }

  /** Returns a file with rows of runs, if there is one; null if not. */
  static Path rows(Path folder) throws IOException {
    if (Files.exists(runs(folder))) {
      return runs(folder);
    }
    final Path single = folder.resolve(ROWS);
    if (!Files.isDirectory(single)) {
      return null;
    }
    try (Stream<Path> files = Files.list(single)) {
      return files
          .filter(file -> file.toString().endsWith(".csv"))
          .min(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  Path summary() {
    return folder.resolve("summary.csv");
  }

  Path failures() {
    return folder.resolve("failed-runs.csv");
  }

  Path split(Run run) {
    return folder.resolve(SPLITS).resolve(run.splitName() + ".csv");
  }

  Path model(Run run) {
    return folder.resolve(MODELS).resolve(run.name() + ModelFile.EXTENSION);
  }

  /** Returns the file of a run's row, where runs are done on other machines. */
  Path row(Run run) {
    return folder.resolve(ROWS).resolve(run.name() + ".csv");
  }

  /** Returns the file of the Dice of each test image. */
  Path scores(Run run) {
    return folder.resolve(SCORES).resolve(run.name() + ".csv");
  }

  /** Returns the file of the mask of a test image. */
  Path mask(Run run, String image) {
    return folder.resolve(MASKS).resolve(run.name()).resolve(image + ".png");
  }

  @Override
  public void close() throws IOException {
    close(lock); // the empty file stays: another comparison may have opened it by now
  }
}
