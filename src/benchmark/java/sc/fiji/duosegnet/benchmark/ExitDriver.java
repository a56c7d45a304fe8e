package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Ends Java in the middle of trainings: by SIGTERM and by {@code System.exit} after some
 * iterations, and by SIGTERM while the graph is being built or first run. It must end with the
 * usual status, without a crash, and soon. One row for each.
 *
 * <p>Arguments: {@code runs=12 seed=1 width=16 results=<csv> folder=<scratch>}.
 */
public final class ExitDriver {

  private static final String HEADER =
      "run,way,iteration,milliseconds_to_end,status,crash_report,commit";
  private static final int TERMINATED = 143;
  private static final String[] WAYS = {"SIGTERM", "System.exit", "early SIGTERM"};

  private ExitDriver() {}

  /** See the class. The exit status is 1 if any training ended otherwise. */
  public static void main(String[] args) throws Exception {
    final Arguments arguments = new Arguments(args);
    final Path folder = Path.of(arguments.get("folder", "target/exits")).toAbsolutePath();
    Files.createDirectories(folder);
    final SplittableRandom random = new SplittableRandom(arguments.get("seed", 1));
    final CsvTable table =
        new CsvTable(Path.of(arguments.get("results", "src/benchmark/results/exits.csv")), HEADER);
    int bad = 0;
    for (int run = 1; run <= arguments.get("runs", 12); run++) {
      bad += run(run, folder, arguments.get("width", 16), random, table) ? 0 : 1;
    }
    System.out.println(bad + " bad ends");
    System.exit(bad == 0 ? 0 : 1);
  }

  private static boolean run(
      int run, Path folder, int width, SplittableRandom random, CsvTable table)
      throws IOException, InterruptedException {
    final String way = WAYS[(run - 1) % WAYS.length];
    final boolean signal = way.contains("SIGTERM");
    final boolean early = way.startsWith("early");
    final int iteration = 2 + random.nextInt(20);
    final Path report = folder.resolve("hs_err.log");
    Files.deleteIfExists(report);
    final EndedProcess process =
        new EndedProcess(
            folder,
            List.of(
                "model=" + folder.resolve("exit" + run + ".zip"),
                "iterations=100000",
                "width=" + width,
                "exit=" + (signal ? 0 : iteration)));
    while (process.isAlive()
        && (early
            ? !process.text().contains(" labeled images for ")
            : process.iteration() < iteration)) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    if (signal) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(early ? 4000 : 150));
    }
    final long start = System.nanoTime();
    if (signal) {
      process.terminate();
    }
    final int status = process.end();
    final boolean crashed = Files.exists(report) || process.text().contains("SIGSEGV");
    final String row =
        String.format(
            Locale.ROOT,
            "%d,%s,%d,%d,%d,%s,%s",
            run,
            way,
            process.iteration(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
            status,
            crashed,
            Commit.current());
    System.out.println(row);
    table.append(List.of(row));
    final boolean good = !crashed && status == (signal ? TERMINATED : 0);
    if (!good) {
      System.out.println(process.text());
    }
    return good;
  }
}
