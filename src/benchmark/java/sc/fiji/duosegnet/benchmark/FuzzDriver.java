package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.duosegnet.hostile.Opened;
import sc.fiji.duosegnet.hostile.Outcome;
import sc.fiji.duosegnet.hostile.Target;
import sc.fiji.duosegnet.hostile.Targets;

/**
 * Opens thousands of files that were changed at random places: models, images, tables, ROIs,
 * checkpoints, settings. Each has to load or to be refused in one sentence that names it, within a
 * minute and a gigabyte, and without a file left anywhere. Models with changed networks go to Java
 * virtual machines of their own, as TensorFlow might end them. One row for each kind.
 *
 * <p>Arguments: {@code files=1500 networks=1500 seed=1 kinds=<names with commas> results=<csv>
 * folder=<scratch>}.
 */
public final class FuzzDriver {

  private static final String HEADER =
      "kind,files,loaded,sentence,failure,crash,longest_milliseconds,most_megabytes,seed,commit";

  private FuzzDriver() {}

  /** See the class. The exit status is 1 if any file was neither loaded nor refused. */
  public static void main(String[] args) throws Exception {
    final Arguments arguments = new Arguments(args);
    final Path folder = Path.of(arguments.get("folder", "target/fuzz")).toAbsolutePath();
    final Path root = Files.createDirectories(folder).resolve("files");
    Files.createDirectories(root.resolve("tmp"));
    // Libraries that good files are compressed with unpack themselves before, to where they stay.
    final Map<String, Target> targets =
        Targets.all(Files.createDirectories(folder.resolve("good")));
    System.setProperty("java.io.tmpdir", root.resolve("tmp").toString());
    final CsvTable table =
        new CsvTable(Path.of(arguments.get("results", "src/benchmark/results/fuzz.csv")), HEADER);
    final int seed = arguments.get("seed", 1);
    final List<String> kinds = List.of(arguments.get("kinds", "").split(","));
    int bad = 0;
    for (final Map.Entry<String, Target> entry : targets.entrySet()) {
      if (kinds.contains("") || kinds.contains(entry.getKey())) {
        bad +=
            files(
                entry.getKey(), entry.getValue(), root, arguments.get("files", 1500), seed, table);
      }
    }
    if (kinds.contains("") || kinds.contains("networks")) {
      bad += networks(folder, arguments.get("networks", 1500), seed, table);
    }
    System.out.println(bad + " files neither loaded nor refused in one sentence");
    System.exit(bad == 0 ? 0 : 1);
  }

  private static int files(
      String kind, Target target, Path root, int count, int seed, CsvTable table)
      throws IOException, InterruptedException {
    final Tally tally = new Tally(kind);
    try (Opened opened = new Opened(root)) {
      for (int i = 0; i < count; i++) {
        final long number = 1_000_000L * seed + i;
        tally.add(number, opened.open(target, number));
      }
      tally.end(table, opened.mostMillis(), opened.mostAllocated() >> 20, seed);
    }
    return tally.bad();
  }

  private static int networks(Path folder, int count, int seed, CsvTable table)
      throws IOException, InterruptedException {
    final Tally tally = new Tally("networks");
    final FuzzedNetworks networks = new FuzzedNetworks(folder);
    networks.run(1_000_000L * seed, count, tally::add);
    tally.end(table, networks.mostMillis(), networks.mostMegabytes(), seed);
    return tally.bad();
  }

  /** Counts outcomes and says those that are none. */
  private static final class Tally {

    private final String kind;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();

    Tally(String kind) {
      this.kind = kind;
    }

    void add(long number, Outcome outcome) {
      final boolean crash = outcome.text().startsWith(FuzzedNetworks.CRASH);
      counts.merge(crash ? FuzzedNetworks.CRASH : outcome.kind().name(), 1, Integer::sum);
      if (outcome.kind() == Outcome.Kind.FAILURE
          && failures.merge(outcome.text().replaceAll("\\d+", "0"), 1, Integer::sum) == 1) {
        System.out.println(kind + " " + number + ": " + outcome.text());
      }
    }

    int bad() {
      return count(Outcome.Kind.FAILURE.name()) + count(FuzzedNetworks.CRASH);
    }

    private int count(String name) {
      return counts.getOrDefault(name, 0);
    }

    void end(CsvTable table, long millis, long megabytes, int seed) throws IOException {
      final String row =
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%d,%d,%d,%d,%d,%d,%s",
              kind,
              counts.values().stream().mapToInt(Integer::intValue).sum(),
              count(Outcome.Kind.LOADED.name()),
              count(Outcome.Kind.SENTENCE.name()),
              count(Outcome.Kind.FAILURE.name()),
              count(FuzzedNetworks.CRASH),
              millis,
              megabytes,
              seed,
              Commit.current());
      System.out.println(row);
      table.append(List.of(row));
    }
  }
}
