package sc.fiji.duosegnet.ui;

import java.util.Locale;
import java.util.function.LongSupplier;
import sc.fiji.duosegnet.engine.TrainingProgress;

/**
 * Tells early how long a training will take, from its second iteration to its eleventh: the first
 * one also builds the graph's kernels.
 */
final class TimeEstimate {

  private static final int MEASURED = 10;

  private final LongSupplier nanoseconds;
  private TrainingProgress first;
  private long start;
  private boolean told;

  /**
   * @param nanoseconds a clock
   */
  TimeEstimate(LongSupplier nanoseconds) {
    this.nanoseconds = nanoseconds;
  }

  /** Returns a sentence after the eleventh iteration of this run, else null. */
  String after(TrainingProgress progress) {
    if (first == null) {
      first = progress;
      start = nanoseconds.getAsLong();
    }
    if (told || progress.iteration() - first.iteration() < MEASURED) {
      return null;
    }
    told = true;
    final double each =
        (nanoseconds.getAsLong() - start) / 1e9 / (progress.iteration() - first.iteration());
    return String.format(
        Locale.ROOT,
        "An iteration takes %.2f s: %s for the %d that are left.",
        each,
        ProgressText.duration(each * (progress.iterations() - progress.iteration())),
        progress.iterations() - progress.iteration());
  }
}
