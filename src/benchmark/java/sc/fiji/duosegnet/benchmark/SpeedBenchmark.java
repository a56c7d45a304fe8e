package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Times this project beside PyTorch (through DJL): same networks, images, batch and threads, one
 * step of each in turn within one run, so that whatever else the machine does meets both. Printed
 * and appended to a table are the medians and the median of the ratios within the pairs. A run
 * during which other programs take more than a tenth of the processors gives no row: PyTorch's
 * threads wait for each other actively, and where they must share a core with other programs its
 * steps take many times as long, which is no merit of this project. Cases in a precision that this
 * machine has not give none either.
 *
 * <p>Options, each as {@code name=value}: {@code case} (a {@link SpeedCase} or {@code all}), {@code
 * pairs} (15), {@code warmup} (5), {@code threads} (2), {@code memory} ({@code plain}, or {@code
 * keep} for a peer whose C library keeps freed memory, see {@link PeerProcess#KEEP_MEMORY}), {@code
 * csv} (src/benchmark/results/speed.csv).
 *
 * <pre>mvn -q -Pbenchmark test-compile exec:exec -Dbenchmark=SpeedBenchmark
 * -Dbenchmark.options="case=INFERENCE_256 pairs=21"</pre>
 */
public final class SpeedBenchmark {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "case", "all",
          "pairs", "15",
          "warmup", "5",
          "threads", "2",
          "memory", "plain",
          "csv", "src/benchmark/results/speed.csv");

  private static final double MOST_BY_OTHERS = 0.1;

  private record Measurement(SpeedRow row, double others) {}

  private final int pairs;
  private final int warmup;
  private final int threads;
  private final boolean keepMemory;

  private SpeedBenchmark(Map<String, String> options) {
    pairs = number(options, "pairs", 1);
    warmup = number(options, "warmup", 0);
    threads = number(options, "threads", 1);
    String memory = options.get("memory");
    keepMemory = "keep".equals(memory);
    if (!keepMemory && !"plain".equals(memory)) {
      throw new IllegalArgumentException(
          "Option 'memory' is '" + memory + "'; give plain or keep.");
    }
  }

  /**
   * @param arguments options as {@code name=value}
   * @throws IOException if the worker ends early or the table can't be written
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = options(arguments);
    List<SpeedCase> cases =
        "all".equals(options.get("case"))
            ? List.of(SpeedCase.values())
            : List.of(SpeedCase.valueOf(options.get("case").toUpperCase(Locale.ROOT)));
    String commit = Commit.current();
    CsvTable table = new CsvTable(Path.of(options.get("csv")), SpeedRow.HEADER);
    SpeedBenchmark benchmark = new SpeedBenchmark(options);
    PrintWriter console = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    for (SpeedCase speedCase : cases) {
      List<String> notes = EngineSide.notes(speedCase, benchmark.threads);
      if (!notes.isEmpty()) {
        console.println(speedCase + " left out. " + String.join(" ", notes));
        continue;
      }
      Measurement measured = benchmark.measure(speedCase);
      console.println(measured.row.summary());
      console.printf(
          Locale.ROOT, "  others took %.0f %% of the processors%n", 100 * measured.others);
      if (measured.others <= MOST_BY_OTHERS) {
        table.append(List.of(measured.row.csv(commit)));
      } else {
        console.println("  not added to the table: repeat when the machine is quiet");
      }
    }
  }

  private Measurement measure(SpeedCase speedCase) throws IOException {
    double[] ours = new double[pairs];
    double[] peers = new double[pairs];
    Map<String, String> environment = keepMemory ? PeerProcess.KEEP_MEMORY : Map.of();
    try (TimedSide engine = new EngineSide(speedCase, threads);
        PeerProcess peer = new PeerProcess(speedCase, threads, environment)) {
      for (int step = 0; step < warmup; step++) {
        engine.seconds();
        peer.seconds();
      }
      OtherLoad load = new OtherLoad(peer::processorSeconds);
      for (int pair = 0; pair < pairs; pair++) {
        ours[pair] = engine.seconds();
        peers[pair] = peer.seconds();
      }
      String variant = keepMemory ? "-peer-keeps-memory" : "";
      return new Measurement(new SpeedRow(speedCase, variant, ours, peers), load.share());
    }
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new TreeMap<>(DEFAULTS);
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (parts.length != 2 || !DEFAULTS.containsKey(parts[0])) {
        throw new IllegalArgumentException(
            "Option '"
                + argument
                + "' is not known; give name=value with one of: "
                + String.join(", ", new TreeMap<>(DEFAULTS).keySet())
                + ".");
      }
      options.put(parts[0], parts[1]);
    }
    return options;
  }

  private static int number(Map<String, String> options, String name, int least) {
    String value = options.get(name);
    if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least) {
      throw new IllegalArgumentException(
          "Option '" + name + "' is '" + value + "'; give a number of " + least + " or more.");
    }
    return Integer.parseInt(value);
  }
}
