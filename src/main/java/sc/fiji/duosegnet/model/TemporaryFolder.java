package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of this program alone, deleted with all its contents when it is closed. What killed
 * programs of the same user have left of such folders is deleted, too, when the first is made.
 */
public final class TemporaryFolder implements AutoCloseable {

  private static final String PREFIX = "duosegnet-model-";
  private static final int TRIES = 100;

  private final Path all;
  private final Path path;
  private final HeldFile held;

  /** Makes a folder in Java's folder for temporary files. */
  public TemporaryFolder() throws IOException {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * @param parent an existing folder
   */
  TemporaryFolder(final Path parent) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      final Path made = Files.createTempDirectory(parent, HeldFile.ownPrefix(PREFIX));
      final HeldFile hold = HeldFile.hold(held(made));
      if (hold != null) {
        all = made;
        held = hold;
        path = Files.createDirectory(made.resolve("files"));
        HeldFile.clearOnce(made, PREFIX, "", TemporaryFolder::held, TemporaryFolder::deleteLeft);
        return;
      }
    }
    throw new IOException(
        "Folder '" + parent + "' is cleared of every new folder; set another temporary folder.");
  }

  private static void deleteLeft(final Path folder) {
    delete(folder, new ArrayDeque<>());
  }

  /** Beside the folder's files is one that is locked as long as they are in use. */
  private static Path held(final Path folder) {
    return folder.resolve(".held");
  }

  /** Returns the folder. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    final Deque<Path> kept = new ArrayDeque<>();
    try {
      held.close();
    } catch (final IOException e) {
      kept.push(held.path());
    }
    delete(all, kept);
    // Windows keeps files that are still mapped; they go when Java ends, the last named first.
    kept.forEach(file -> file.toFile().deleteOnExit());
  }

  /**
   * Deletes a folder.
   *
   * @param kept gets what can't be deleted
   */
  private static void delete(final Path folder, final Deque<Path> kept) {
    for (final Path file : deepestFirst(folder)) {
      try {
        Files.deleteIfExists(file);
      } catch (final IOException e) {
        kept.push(file);
      }
    }
  }

  private static List<Path> deepestFirst(final Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    } catch (final IOException | UncheckedIOException e) {
      return List.of(folder);
    }
  }
}
