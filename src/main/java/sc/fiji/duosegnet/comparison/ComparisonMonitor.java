package sc.fiji.duosegnet.comparison;

import sc.fiji.duosegnet.engine.TrainingProgress;

/** Follows a comparison and can cancel it. Called from the thread that called the comparison. */
public interface ComparisonMonitor {

  /**
   * State of a comparison after an iteration.
   *
   * @param run the run in training
   * @param number its number, from 1, with the finished ones counted
   * @param runs number of all runs
   * @param training state of the training
   * @param secondsLeft estimated time to the end of all runs, in seconds
   */
  record Progress(Run run, int number, int runs, TrainingProgress training, double secondsLeft) {}

  /** Receives the state after each iteration. */
  void report(Progress progress);

  /** Receives a line for the log. */
  void message(String line);

  /** Receives a line for the log on the losses of the present run. */
  default void course(String line) {
    message(line);
  }

  /** Receives a line that the user should not miss. */
  default void warning(String line) {
    message(line);
  }

  /** Returns whether the comparison should stop; asked some times a second. */
  boolean canceled();
}
