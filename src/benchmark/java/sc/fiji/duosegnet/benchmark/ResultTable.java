package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import sc.fiji.duosegnet.data.Csv;
import sc.fiji.duosegnet.metrics.Spread;

/**
 * Prints rows of {@link TrainingBenchmark} as the tables of the README: a line for each method,
 * pooled Dice of each seed, mean and standard deviation over the seeds, and the means of the other
 * scores. Arguments: {@code results=<csv> variant=default fraction=0.05}; several variants have
 * commas between, and each is a line.
 */
public final class ResultTable {

  private static final String NONE = "—";

  /** A row by the names of its columns. */
  private record Run(Map<String, String> values) {

    String get(String column) {
      return values.getOrDefault(column, "NaN");
    }

    double number(String column) {
      return Double.parseDouble(get(column));
    }

    String key() {
      return String.join(",", get("method"), get("variant"), get("fraction"), get("seed"));
    }
  }

  private ResultTable() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final Path file = Path.of(arguments.get("results", "src/benchmark/results/heart.csv"));
    final List<String> variants = List.of(arguments.get("variant", "default").split(","));
    final double fraction = arguments.get("fraction", 0.05);
    final Map<String, Run> measures = new LinkedHashMap<>();
    read(ResultFile.measures(file)).forEach(run -> measures.put(run.key(), run));
    final Map<String, List<Run>> lines = new LinkedHashMap<>();
    final TreeSet<String> seeds = new TreeSet<>();
    for (final Run run : read(file)) {
      if (variants.contains(run.get("variant")) && run.number("fraction") == fraction) {
        final String name =
            run.get("method") + (variants.size() > 1 ? ", " + run.get("variant") : "");
        lines.computeIfAbsent(name, key -> new ArrayList<>()).add(run);
        seeds.add(run.get("seed"));
      }
    }
    final PrintWriter console = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    final List<String> head = new ArrayList<>(List.of("Method"));
    seeds.forEach(seed -> head.add("seed " + seed));
    head.addAll(
        List.of(
            "mean",
            "Dice, per image",
            "MAE %",
            "Confidence's AUROC (margin's)",
            "iterations",
            "minutes"));
    console.println(line(head));
    console.println("|" + "---|".repeat(head.size()));
    lines.forEach((name, runs) -> console.println(line(cells(name, runs, seeds, measures))));
  }

  private static List<String> cells(
      String name, List<Run> runs, TreeSet<String> seeds, Map<String, Run> measures) {
    final List<String> cells = new ArrayList<>(List.of(name));
    for (final String seed : seeds) {
      cells.add(
          runs.stream()
              .filter(run -> run.get("seed").equals(seed))
              .findFirst()
              .map(run -> format(3, run.number("dsc_pooled")))
              .orElse(NONE));
    }
    final Spread dice = spread(runs, "dsc_pooled");
    cells.add(
        format(3, dice.mean())
            + (dice.count() > 1 ? " ± " + format(3, dice.standardDeviation()) : ""));
    cells.add(format(3, spread(runs, "dsc_image").mean()));
    cells.add(format(2, spread(runs, "mae_percent").mean()));
    final List<Run> known =
        runs.stream().map(Run::key).filter(measures::containsKey).map(measures::get).toList();
    cells.add(
        known.isEmpty()
            ? NONE
            : String.format(
                Locale.ROOT,
                "%.3f (%.3f)",
                spread(known, "auroc_confidence").mean(),
                spread(known, "auroc_margin").mean()));
    cells.add(runs.get(0).get("iterations"));
    cells.add(format(0, spread(runs, "minutes").mean()));
    return cells;
  }

  private static Spread spread(List<Run> runs, String column) {
    return Spread.of(runs.stream().mapToDouble(run -> run.number(column)).toArray());
  }

  private static String format(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static List<Run> read(Path file) throws IOException {
    final List<Csv.Row> rows;
    try {
      rows = Csv.parse(Files.exists(file) ? Files.readString(file) : "");
    } catch (Csv.SyntaxException e) {
      throw new IOException("Table '" + file + "', line " + e.line() + ": " + e.getMessage(), e);
    }
    final List<Run> runs = new ArrayList<>();
    for (final Csv.Row row : rows.subList(Math.min(1, rows.size()), rows.size())) {
      final Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < rows.get(0).fields().size(); i++) {
        values.put(rows.get(0).fields().get(i), row.fields().get(i));
      }
      runs.add(new Run(values));
    }
    return runs;
  }
}
