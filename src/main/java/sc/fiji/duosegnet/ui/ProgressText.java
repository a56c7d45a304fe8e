package sc.fiji.duosegnet.ui;

import sc.fiji.duosegnet.comparison.ComparisonMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;

/** Progress in words. */
final class ProgressText {

  private ProgressText() {}

  /** Returns a duration in the two largest units that it needs. */
  static String duration(double seconds) {
    if (Double.isNaN(seconds) || Double.isInfinite(seconds) || seconds < 0) {
      return "unknown";
    }
    final long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /** Returns one line for the status bar. */
  static String status(TrainingProgress progress) {
    return "Training: iteration "
        + progress.iteration()
        + " of "
        + progress.iterations()
        + ", "
        + duration(progress.secondsLeft())
        + " left";
  }

  /** Returns one line for the status bar. */
  static String status(ComparisonMonitor.Progress progress) {
    return run(progress)
        + ", iteration "
        + progress.training().iteration()
        + " of "
        + progress.training().iterations()
        + ", "
        + duration(progress.secondsLeft())
        + " left for all";
  }

  /** Returns which run of a comparison this is. */
  static String run(ComparisonMonitor.Progress progress) {
    return "Run " + progress.number() + " of " + progress.runs() + " (" + progress.run() + ")";
  }
}
