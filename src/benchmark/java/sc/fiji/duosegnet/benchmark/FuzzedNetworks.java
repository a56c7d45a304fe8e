package sc.fiji.duosegnet.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import sc.fiji.duosegnet.hostile.Outcome;

/** Opens models with changed networks in other Java virtual machines, and notices their ends. */
final class FuzzedNetworks {

  /** How the text of an outcome begins if the program has ended. */
  static final String CRASH = "crash";

  private static final long MOST_SILENT_MILLIS = 180_000;

  private final Path folder;
  private long mostMillis;
  private long mostMegabytes;

  FuzzedNetworks(Path folder) {
    this.folder = folder;
  }

  /** Takes what became of a file. */
  interface Sink {
    void add(long number, Outcome outcome);
  }

  /** Opens files of consecutive numbers. */
  void run(long first, int count, Sink sink) throws IOException, InterruptedException {
    long next = first;
    while (next < first + count) {
      final long failed = batch(next, first + count - next, sink);
      if (failed < 0) {
        return;
      }
      sink.add(failed, new Outcome(Outcome.Kind.FAILURE, CRASH + " of Java, see " + folder));
      next = failed + 1;
    }
  }

  /** Returns the number of the file at which the program ended; -1 if it did not. */
  private long batch(long first, long count, Sink sink) throws IOException, InterruptedException {
    final Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp-" + first)),
                "-Dduosegnet.engine=" + Path.of("target/lib/duo-segnet").toAbsolutePath(),
                "-XX:ErrorFile=" + folder.resolve("hs_err-" + first + ".log"),
                "-cp",
                System.getProperty("java.class.path"),
                FuzzedSegmentation.class.getName(),
                folder.toString(),
                Long.toString(first),
                Long.toString(count))
            .redirectError(Files.createDirectories(folder).resolve("tensorflow.log").toFile())
            .start();
    final AtomicLong heard = new AtomicLong(System.nanoTime());
    final Thread watch = new Thread(() -> watch(process, heard), "watch");
    watch.setDaemon(true);
    watch.start();
    long next = first;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.set(System.nanoTime());
        final String[] parts = line.split("\t", 5);
        if (parts.length == 5) {
          next = Long.parseLong(parts[0]) + 1;
          mostMillis = Math.max(mostMillis, Long.parseLong(parts[2]));
          mostMegabytes = Math.max(mostMegabytes, Long.parseLong(parts[3]));
          sink.add(next - 1, new Outcome(Outcome.Kind.valueOf(parts[1]), parts[4]));
        }
      }
    }
    process.waitFor();
    return next < first + count ? next : -1;
  }

  private static void watch(Process process, AtomicLong heard) {
    try {
      while (!process.waitFor(1, TimeUnit.SECONDS)) {
        if (System.nanoTime() - heard.get() > TimeUnit.MILLISECONDS.toNanos(MOST_SILENT_MILLIS)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  long mostMillis() {
    return mostMillis;
  }

  long mostMegabytes() {
    return mostMegabytes;
  }
}
