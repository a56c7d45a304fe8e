package sc.fiji.duosegnet.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How much memory this process may still take. A process that takes more is not refused it: Linux
 * kills the process, and where a limit does refuse it, TensorFlow's own code crashes.
 */
final class AvailableMemory {

  /** System property with the limit in megabytes, for jobs that may not take all there is. */
  static final String PROPERTY = "duosegnet.memory";

  private static final long MEGABYTE = 1L << 20;
  private static final long KILOBYTE = 1L << 10;

  private static final Object LOCK = new Object();
  private static long used;
  private static long kept;

  private AvailableMemory() {}

  /** Memory that a piece of work takes until it is closed, on any thread. */
  static final class Use implements AutoCloseable {

    private long bytes;

    private Use(long bytes) {
      this.bytes = bytes;
      synchronized (LOCK) {
        used += bytes;
        kept = Math.max(kept, used);
      }
    }

    @Override
    public void close() {
      synchronized (LOCK) {
        used -= bytes;
        bytes = 0;
      }
    }
  }

  /** Notes what a piece of work will need at most. */
  static Use use(long bytes) {
    return new Use(bytes);
  }

  /**
   * Returns how many bytes one more piece of work may take. TensorFlow may keep what it was given,
   * so what earlier work has left counts as available, as far as this process does hold it.
   */
  static long bytes() {
    final String given = System.getProperty(PROPERTY, "").strip();
    synchronized (LOCK) {
      return given.isEmpty()
          ? machine() + reusable(kept, used, held(Path.of("/")))
          : given(given) - used;
    }
  }

  /**
   * Returns how much of the memory of earlier work is there for later one.
   *
   * @param kept what all work that ran at once was to take at most: some had not come to take it
   *     when it ended, some was given back
   * @param used what the work that is running takes
   * @param held what the process holds outside of Java's heap
   */
  static long reusable(long kept, long used, long held) {
    return Math.min(kept - used, Math.max(0, held - used));
  }

  /**
   * Returns what the process holds outside of Java's heap; beyond all measure where that is not
   * told.
   *
   * @param root folder with {@code proc}
   */
  static long held(Path root) {
    final long resident = kilobytes(root.resolve("proc/self/status"), "VmRSS:");
    return resident < 0
        ? Long.MAX_VALUE
        : Math.max(0, resident - Runtime.getRuntime().totalMemory());
  }

  private static long given(String text) {
    try {
      return Math.multiplyExact(Long.parseLong(text), MEGABYTE);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "Property '" + PROPERTY + "' is '" + text + "'; give a number of megabytes.", e);
    }
  }

  private static long machine() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine)) {
      return Long.MAX_VALUE / 2; // a Java machine of another maker that does not tell
    }
    final String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("linux")) {
      return linux(machine, Path.of("/"));
    }
    final long free = machine.getFreeMemorySize();
    // macOS keeps hardly any memory free, but gives back what it holds only as a cache.
    return system.contains("mac") ? Math.max(free, machine.getTotalMemorySize() / 2) : free;
  }

  /**
   * The least of what the machine, the container or job, and the limit of the process's address
   * space (which clusters may set) leave.
   *
   * @param root folder with {@code proc} and {@code sys}
   */
  static long linux(OperatingSystemMXBean machine, Path root) {
    long available = kilobytes(root.resolve("proc/meminfo"), "MemAvailable:");
    final long total = kilobytes(root.resolve("proc/meminfo"), "MemTotal:");
    if (available < 0) {
      available = machine.getFreeMemorySize();
    } else if (machine.getTotalMemorySize() < total) {
      // In a container, cached files count as used.
      final Path group = root.resolve("sys/fs/cgroup");
      final long cached =
          Math.max(
              number(group.resolve("memory.stat"), "inactive_file", 1),
              number(group.resolve("memory/memory.stat"), "total_inactive_file", 1));
      available = Math.min(available, machine.getFreeMemorySize() + Math.max(0, cached));
    }
    final long limit = number(root.resolve("proc/self/limits"), "Max address space", 3);
    if (limit > 0) {
      // TensorFlow reserves address space in regions of doubling size.
      final long used = kilobytes(root.resolve("proc/self/status"), "VmSize:");
      available = Math.min(available, Math.max(0, limit - used) / 2);
    }
    return available;
  }

  private static long kilobytes(Path file, String key) {
    final long number = number(file, key, 1);
    return number < 0 ? number : number * KILOBYTE;
  }

  /** Returns a number behind some words at the begin of a line; -1 if there is none. */
  private static long number(Path file, String key, int column) {
    try {
      for (final String line : Files.readAllLines(file)) {
        final String[] words = line.strip().split("\\s+");
        if (line.startsWith(key) && words.length > column && words[column].matches("\\d{1,18}")) {
          return Long.parseLong(words[column]);
        }
      }
    } catch (IOException e) {
      return -1; // another kernel, or no permission
    }
    return -1;
  }
}
