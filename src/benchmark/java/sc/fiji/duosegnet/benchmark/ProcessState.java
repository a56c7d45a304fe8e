package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What this process holds, on Linux.
 *
 * @param heapKilobytes Java's heap in use after collections
 * @param residentKilobytes memory of the whole process
 * @param threads Java's live threads
 * @param nativeThreads all threads of the process
 * @param files open files
 */
record ProcessState(
    long heapKilobytes, long residentKilobytes, int threads, int nativeThreads, int files) {

  static final String HEADER = "heap_kb,resident_kb,threads,native_threads,open_files";

  /** Looks, after garbage has been collected. */
  static ProcessState now() throws IOException {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    final long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
    return new ProcessState(
        heap,
        status("VmRSS:"),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        (int) status("Threads:"),
        openFiles());
  }

  private static long status(String key) throws IOException {
    for (final String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.split("\\s+")[1]);
      }
    }
    throw new IOException("/proc/self/status has no line '" + key + "'; run this on Linux.");
  }

  private static int openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return (int) files.count();
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d,%d,%d,%d,%d",
        heapKilobytes,
        residentKilobytes,
        threads,
        nativeThreads,
        files);
  }
}
