package sc.fiji.duosegnet.comparison;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import sc.fiji.duosegnet.data.Csv;
import sc.fiji.duosegnet.metrics.Spread;
import sc.fiji.duosegnet.model.Method;

/**
 * What the runs say, by method and label fraction over the seeds.
 *
 * @param baseline method that gains are counted from
 * @param rows methods in the plan's order, each with its fractions from the smallest on, as far as
 *     there are finished runs
 */
public record Summary(Method baseline, List<Row> rows) {

  private static final List<String> HEADER =
      List.of(
          "method",
          "fraction",
          "labeled",
          "runs",
          "dice_pooled_mean",
          "dice_pooled_sd",
          "dice_image_mean",
          "dice_image_sd",
          "mae_percent_mean",
          "mae_percent_sd",
          "gain_mean",
          "gain_sd",
          "jaccard_pooled_mean",
          "jaccard_pooled_sd",
          "precision_pooled_mean",
          "precision_pooled_sd",
          "recall_pooled_mean",
          "recall_pooled_sd",
          "hd95_image_mean",
          "hd95_image_sd",
          "assd_image_mean",
          "assd_image_sd",
          "auroc_confidence_mean",
          "auroc_confidence_sd",
          "distances_left_out");

  /**
   * One method with one fraction of the labels.
   *
   * @param method method
   * @param fraction label fraction, 0..1
   * @param labeled labeled images, those for validation included
   * @param runs finished runs, one per seed
   * @param dicePooled Dice of all test pixels together, 0..1
   * @param diceImage mean of the test images' Dice, 0..1
   * @param maePercent percentage of wrong test pixels, 0..100
   * @param gain pooled Dice minus that of the baseline with the same fraction and seed, so with the
   *     same labels; NaN where the baseline has no such run
   * @param jaccard of all test pixels together, 0..1
   * @param precision of all test pixels together, 0..1
   * @param recall of all test pixels together, 0..1
   * @param hd95 mean of the test images' Hausdorff distances at 95 %, in pixels
   * @param assd mean of the test images' average symmetric surface distances, in pixels
   * @param auroc how well a low confidence finds wrong test pixels, 0..1
   * @param leftOut test images that are in neither distance, because exactly one of mask and truth
   *     is empty, of all runs together
   */
  public record Row(
      Method method,
      double fraction,
      int labeled,
      int runs,
      Spread dicePooled,
      Spread diceImage,
      Spread maePercent,
      Spread gain,
      Spread jaccard,
      Spread precision,
      Spread recall,
      Spread hd95,
      Spread assd,
      Spread auroc,
      int leftOut) {}

  public Summary {
    rows = List.copyOf(rows);
  }

  /** Sums up the runs of a plan; other runs are left aside. */
  static Summary of(ComparisonPlan plan, Collection<RunRow> finished) {
    final Map<Run, RunRow> byRun = new HashMap<>();
    finished.forEach(row -> byRun.put(row.run(), row));
    final List<Row> rows = new ArrayList<>();
    for (final Method method : plan.methods()) {
      for (final double fraction : plan.fractions()) {
        final List<RunRow> runs = new ArrayList<>();
        final List<Double> gains = new ArrayList<>();
        for (final long seed : plan.seeds()) {
          final RunRow run = byRun.get(new Run(method, fraction, seed));
          final RunRow base = byRun.get(new Run(plan.baseline(), fraction, seed));
          if (run != null) {
            runs.add(run);
            if (base != null) {
              gains.add(run.mean().dicePooled() - base.mean().dicePooled());
            }
          }
        }
        if (!runs.isEmpty()) {
          rows.add(
              new Row(
                  method,
                  fraction,
                  runs.get(0).labeled(),
                  runs.size(),
                  spread(runs, run -> run.mean().dicePooled()),
                  spread(runs, run -> run.mean().diceImage()),
                  spread(runs, run -> run.mean().maePercent()),
                  Spread.of(gains.stream().mapToDouble(Double::doubleValue).toArray()),
                  spread(runs, run -> run.measures().jaccardPooled()),
                  spread(runs, run -> run.measures().precisionPooled()),
                  spread(runs, run -> run.measures().recallPooled()),
                  spread(runs, run -> run.measures().hd95Image()),
                  spread(runs, run -> run.measures().assdImage()),
                  spread(runs, run -> run.measures().aurocConfidence()),
                  runs.stream().mapToInt(run -> run.measures().distancesLeftOut()).sum()));
        }
      }
    }
    return new Summary(plan.baseline(), rows);
  }

  private static Spread spread(List<RunRow> runs, ToDoubleFunction<RunRow> value) {
    return Spread.of(runs.stream().mapToDouble(value).toArray());
  }

  /** Returns the rows as CSV, numbers that can't be told as NaN. */
  String toCsv() {
    final StringBuilder text = new StringBuilder();
    Csv.append(text, HEADER);
    for (final Row row : rows) {
      final List<String> fields =
          new ArrayList<>(
              List.of(
                  row.method.label(),
                  Run.text(row.fraction),
                  String.valueOf(row.labeled),
                  String.valueOf(row.runs)));
      for (final Spread spread :
          List.of(
              row.dicePooled,
              row.diceImage,
              row.maePercent,
              row.gain,
              row.jaccard,
              row.precision,
              row.recall,
              row.hd95,
              row.assd,
              row.auroc)) {
        fields.add(RunRow.number(spread.mean()));
        fields.add(RunRow.number(spread.standardDeviation()));
      }
      fields.add(String.valueOf(row.leftOut));
      Csv.append(text, fields);
    }
    return text.toString();
  }
}
