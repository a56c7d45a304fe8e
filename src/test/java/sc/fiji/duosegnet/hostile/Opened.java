package sc.fiji.duosegnet.hostile;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Opens changed files one after the other, and looks at time, memory and what is left behind. */
public final class Opened implements AutoCloseable {

  /** A busy machine takes its time, but not so long. */
  private static final long MOST_SECONDS = 60;

  private static final long MOST_ALLOCATED = 1L << 30;

  private final Path root;
  private final Path work;
  private final List<Path> escapes;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            final Thread made = new Thread(task, "hostile file");
            made.setDaemon(true);
            return made;
          });
  private long mostMillis;
  private long mostAllocated;

  /**
   * @param root an empty folder, in which the files lie in folders of folders; nothing may appear
   *     beside those. Java's folder for temporary files has to be {@code tmp} in it
   */
  public Opened(Path root) throws IOException {
    this.root = root;
    work = Files.createDirectories(root.resolve("a/b/c"));
    final Path temporary = Files.createDirectories(root.resolve("tmp"));
    // From each folder that something may be unpacked to: its own one, the file's, and the current.
    escapes =
        Stream.of(temporary.resolve("own"), work, Path.of("").toAbsolutePath())
            .flatMap(folder -> Zips.escapes(folder).stream())
            .distinct()
            .toList();
    for (final Path escape : escapes) {
      if (Files.exists(escape)) {
        throw new IOException("File '" + escape + "' is there already; delete it.");
      }
    }
  }

  /** Changes a file of a kind and opens it. */
  public Outcome open(Target target, long seed) throws IOException, InterruptedException {
    final byte[] bytes = target.mutated(new Random(seed));
    final Path file = work.resolve(target.fileName());
    Files.write(file, bytes);
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long start = System.nanoTime();
    final long[] allocated = new long[1];
    Outcome outcome;
    try {
      outcome =
          thread
              .submit(
                  () -> {
                    final long before = threads.getCurrentThreadAllocatedBytes();
                    final Outcome found =
                        Outcome.of(
                            file,
                            () -> {
                              target.open(file);
                              return null;
                            });
                    allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
                    return found;
                  })
              .get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      outcome = new Outcome(Outcome.Kind.FAILURE, "hangs");
    } catch (ExecutionException e) {
      outcome = new Outcome(Outcome.Kind.FAILURE, "" + e.getCause());
    }
    mostMillis = Math.max(mostMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    mostAllocated = Math.max(mostAllocated, allocated[0]);
    if (allocated[0] > MOST_ALLOCATED) {
      outcome = new Outcome(Outcome.Kind.FAILURE, "takes " + allocated[0] + " bytes of memory");
    }
    final String left = left(file);
    Files.deleteIfExists(file);
    return left.isEmpty() ? outcome : new Outcome(Outcome.Kind.FAILURE, "leaves " + left);
  }

  /** Returns the files that should not be there, and deletes those that are far away. */
  private String left(Path file) throws IOException {
    for (final Path escape : escapes) {
      if (Files.deleteIfExists(escape)) {
        return escape.toString();
      }
    }
    try (Stream<Path> walk = Files.walk(root)) {
      final List<Path> found =
          walk.filter(path -> Files.isRegularFile(path) || path.startsWith(root.resolve("tmp")))
              .filter(path -> !path.equals(root.resolve("tmp")) && !path.equals(file))
              .filter(path -> !path.equals(file.resolveSibling("images/a.png")))
              .toList();
      return found.isEmpty() ? "" : found.toString();
    }
  }

  /** Returns the longest time that a file took, in milliseconds. */
  public long mostMillis() {
    return mostMillis;
  }

  /**
   * Returns the most memory that a file took, in bytes, also what was free again before its end.
   */
  public long mostAllocated() {
    return mostAllocated;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
