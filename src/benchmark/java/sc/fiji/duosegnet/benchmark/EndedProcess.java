package sc.fiji.duosegnet.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The driver's end of an {@link EndedTraining}. */
final class EndedProcess {

  private static final long LIMIT_MINUTES = 15;

  private final Process process;
  private final Thread reader;
  private final List<String> lines = new ArrayList<>();
  private volatile int iteration;

  /**
   * Starts the training.
   *
   * @param folder working folder, which gets a crash's report
   * @param arguments arguments of the training
   */
  EndedProcess(Path folder, List<String> arguments) throws IOException {
    final List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Djava.awt.headless=true",
                "-Dduosegnet.engine=" + Path.of("target/lib/duo-segnet").toAbsolutePath(),
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "-cp",
                absolute(System.getProperty("java.class.path")),
                EndedTraining.class.getName()));
    command.addAll(arguments);
    final ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    process = builder.redirectErrorStream(true).start();
    reader = new Thread(this::read, "lines");
    reader.start();
  }

  private static String absolute(String classPath) {
    final List<String> parts = new ArrayList<>();
    for (final String part : classPath.split(java.io.File.pathSeparator)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(java.io.File.pathSeparator, parts);
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          lines.add(line);
        }
        if (line.startsWith(EndedTraining.ITERATION)) {
          iteration = Integer.parseInt(line.substring(EndedTraining.ITERATION.length()));
        }
      }
    } catch (IOException e) {
      return; // it has been killed
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns the last iteration that this process has finished; 0 before the first. */
  int iteration() {
    return iteration;
  }

  /** Kills it at once (SIGKILL) and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    end();
  }

  /** Asks it to end (SIGTERM). */
  void terminate() {
    process.destroy();
  }

  /** Waits for its end and returns its exit status. */
  int end() throws InterruptedException {
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("A training has not ended; it said: " + text());
    }
    reader.join();
    return process.exitValue();
  }

  /** Returns what it has said. */
  String text() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }
}
