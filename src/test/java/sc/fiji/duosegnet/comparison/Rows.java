package sc.fiji.duosegnet.comparison;

import sc.fiji.duosegnet.model.Method;

/** Rows of runs that nobody has trained, and summaries of them. */
public final class Rows {

  private Rows() {}

  /** A row with a Dice, from which the other scores follow. */
  static RunRow row(Method method, double fraction, long seed, double dice, double minutes) {
    return new RunRow(
        new Run(method, fraction, seed),
        (int) Math.round(100 * fraction),
        2,
        method.usesUnlabeled() ? 30 : 0,
        5,
        400,
        minutes,
        new RunRow.Scores(dice, dice - 0.01, 10 * (1 - dice)),
        new RunRow.Scores(dice - 0.02, dice - 0.03, 11 * (1 - dice)),
        new RunRow.Scores(dice - 0.04, dice - 0.05, 12 * (1 - dice)),
        0.9,
        300,
        new RunMeasures(
            dice / (2 - dice),
            dice - 0.06,
            dice - 0.07,
            dice - 0.08,
            dice - 0.09,
            dice - 0.1,
            13 * (1 - dice),
            10 * dice,
            4 * dice,
            1,
            dice + 0.05,
            dice + 0.04,
            dice + 0.03));
  }

  /** A summary of runs with the given Dice, in the order of the plan's runs. */
  public static Summary summary(ComparisonPlan plan, double... dice) {
    final java.util.List<RunRow> rows = new java.util.ArrayList<>();
    for (final Run run : plan.runs()) {
      rows.add(row(run.method(), run.fraction(), run.seed(), dice[rows.size()], 1));
    }
    return Summary.of(plan, rows);
  }
}
