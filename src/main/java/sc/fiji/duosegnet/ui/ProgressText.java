package sc.fiji.duosegnet.ui;

import java.util.Locale;
import java.util.StringJoiner;
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

  /** Returns one line for the log. */
  static String log(TrainingProgress progress) {
    final StringJoiner losses = new StringJoiner(", ");
    progress
        .losses()
        .forEach((name, loss) -> losses.add(String.format(Locale.ROOT, "%s %.4f", name, loss)));
    return String.format(
        Locale.ROOT,
        "Iteration %d of %d: losses %s; validation Dice %.4f (best %.4f); %s left",
        progress.iteration(),
        progress.iterations(),
        losses,
        progress.validationDice(),
        progress.bestDice(),
        duration(progress.secondsLeft()));
  }
}
