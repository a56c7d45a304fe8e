package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A display without a screen, on a free number that Xvfb finds itself. */
final class VirtualDisplay implements AutoCloseable {

  private final Process process;
  private final String name;

  VirtualDisplay() throws IOException {
    process =
        new ProcessBuilder(
                "Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    final String number =
        new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    assertTrue(number != null, "Xvfb did not start");
    name = ":" + number.trim();
  }

  static boolean isAvailable() {
    final String path = System.getenv("PATH");
    return path != null
        && Arrays.stream(path.split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, "Xvfb").canExecute());
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
