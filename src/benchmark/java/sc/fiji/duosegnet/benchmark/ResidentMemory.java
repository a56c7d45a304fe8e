package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process, Java's and TensorFlow's together. */
final class ResidentMemory {

  private ResidentMemory() {}

  /** Returns the most that the system has seen, in megabytes; -1 where it does not tell. */
  static long mostMegabytes() throws IOException {
    final Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      for (final String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
    }
    return -1;
  }
}
