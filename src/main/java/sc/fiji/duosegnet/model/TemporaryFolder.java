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

/** A folder of this program alone, deleted with all its contents when it is closed. */
public final class TemporaryFolder implements AutoCloseable {

  private final Path path;

  /** Makes a folder in Java's folder for temporary files. */
  public TemporaryFolder() throws IOException {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * @param parent an existing folder
   */
  TemporaryFolder(final Path parent) throws IOException {
    path = Files.createTempDirectory(parent, "duosegnet-model-");
  }

  /** Returns the folder. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    final Deque<Path> kept = new ArrayDeque<>();
    for (final Path file : deepestFirst()) {
      try {
        Files.deleteIfExists(file);
      } catch (final IOException e) {
        kept.push(file);
      }
    }
    // Windows keeps files that are still mapped; they go when Java ends, the last named first.
    kept.forEach(file -> file.toFile().deleteOnExit());
  }

  private List<Path> deepestFirst() {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    } catch (final IOException | UncheckedIOException e) {
      return List.of(path);
    }
  }
}
