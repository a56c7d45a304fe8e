package sc.fiji.duosegnet.benchmark;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts the engine in JVMs of their own: with an empty cache of native libraries, with a filled
 * one, and in several JVMs at once with an empty one. All must end well, and the libraries must be
 * there once. One row for each JVM.
 *
 * <p>Arguments: {@code rounds=5 together=2 results=<csv> folder=<scratch>}.
 */
public final class StartDriver {

  private static final String HEADER =
      "round,cache,together,load_s,build_s,first_iteration_s,later_iteration_s,status,cache_mb,"
          + "load_average,commit";
  private static final long LIMIT_MINUTES = 10;

  private final Path folder;
  private final CsvTable table;
  private int bad;

  private StartDriver(Path folder, CsvTable table) {
    this.folder = folder;
    this.table = table;
  }

  /** See the class. The exit status is 1 if any JVM failed. */
  public static void main(String[] args) throws Exception {
    final Arguments arguments = new Arguments(args);
    final Path folder = Path.of(arguments.get("folder", "target/starts")).toAbsolutePath();
    Files.createDirectories(folder);
    final StartDriver driver =
        new StartDriver(
            folder,
            new CsvTable(
                Path.of(arguments.get("results", "src/benchmark/results/starts.csv")), HEADER));
    for (int round = 1; round <= arguments.get("rounds", 5); round++) {
      driver.empty();
      driver.start(round, "empty", 1);
      driver.start(round, "filled", 1);
      driver.empty();
      driver.start(round, "empty", arguments.get("together", 2));
    }
    System.out.println(driver.bad + " bad starts");
    System.exit(driver.bad == 0 ? 0 : 1);
  }

  private Path cache() {
    return folder.resolve("natives");
  }

  private void empty() throws IOException {
    if (Files.exists(cache())) {
      try (Stream<Path> files = Files.walk(cache())) {
        for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void start(int round, String state, int count) throws Exception {
    final List<Process> processes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      processes.add(process(i));
    }
    for (int i = 0; i < count; i++) {
      final Process process = processes.get(i);
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      final String text = Files.readString(output(i));
      final String seconds =
          text.lines()
              .filter(line -> line.startsWith(EngineStart.RESULT))
              .findFirst()
              .map(line -> line.substring(EngineStart.RESULT.length()))
              .orElse(",,,");
      if (process.exitValue() != 0) {
        bad++;
        System.out.println(text);
      }
      final String row =
          String.format(
              Locale.ROOT,
              "%d,%s,%d,%s,%d,%d,%.1f,%s",
              round,
              state,
              count,
              seconds,
              process.exitValue(),
              megabytes(),
              ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
              Commit.current());
      System.out.println(row);
      table.append(List.of(row));
    }
  }

  private Path output(int number) {
    return folder.resolve("output" + number + ".txt");
  }

  private Process process(int number) throws IOException {
    final String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-Djava.awt.headless=true",
            "-Dduosegnet.engine=" + Path.of("target/lib/duo-segnet").toAbsolutePath(),
            "-Dorg.bytedeco.javacpp.cachedir=" + cache(),
            "-cp",
            classPath,
            EngineStart.class.getName())
        .redirectErrorStream(true)
        .redirectOutput(output(number).toFile())
        .start();
  }

  private long megabytes() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(cache())) {
      for (final Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.isSymbolicLink(file) ? 0 : Files.size(file);
      }
    }
    return bytes >> 20;
  }
}
