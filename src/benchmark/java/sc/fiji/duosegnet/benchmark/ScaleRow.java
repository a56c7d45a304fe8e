package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What one run took.
 *
 * @param items slices or iterations
 * @param seconds median of the seconds of an item
 * @param cpuSeconds mean processor time of an item after a warm-up, all threads together
 * @param lastToFirst processor time of an item in the last tenth by that in the first; NaN if there
 *     are too few
 * @param early memory after the first part
 * @param end memory at the end
 */
record ScaleRow(
    int items,
    double seconds,
    double cpuSeconds,
    double lastToFirst,
    ProcessState early,
    ProcessState end) {

  /** First columns of the table. */
  static final String HEADER =
      "items,seconds,cpu_seconds,last_to_first,resident_early_mb,resident_mb,peak_mb,heap_mb";

  /** Returns the processor time of this process. */
  static double processorSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        * 1e-9;
  }

  /** Returns columns under {@link #HEADER}, to be asked for in the process itself. */
  String csv() throws IOException {
    return String.format(
        Locale.ROOT,
        "%d,%.4f,%.4f,%.4f,%d,%d,%d,%d",
        items,
        seconds,
        cpuSeconds,
        lastToFirst,
        early.residentKilobytes() / 1024,
        end.residentKilobytes() / 1024,
        peakMegabytes(),
        end.heapKilobytes() / 1024);
  }

  private static long peakMegabytes() throws IOException {
    for (final String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.split("\\s+")[1]) / 1024;
      }
    }
    throw new IOException("/proc/self/status has no line 'VmHWM:'; run this on Linux.");
  }
}
