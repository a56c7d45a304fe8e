package sc.fiji.duosegnet.engine;

/** Follows a training and can cancel it. Called from the thread that called the training. */
public interface TrainingMonitor {

  /** Receives the state after each iteration. */
  void report(TrainingProgress progress);

  /** Receives a line for the log. */
  void message(String line);

  /** Returns whether the training should stop; asked some times a second. */
  boolean canceled();
}
