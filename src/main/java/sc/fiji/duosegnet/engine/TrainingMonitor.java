package sc.fiji.duosegnet.engine;

/** Follows a training and can cancel it. Called from the thread that called the training. */
public interface TrainingMonitor {

  /** Receives the state after each iteration. */
  void report(TrainingProgress progress);

  /** Receives a line for the log. */
  void message(String line);

  /** Receives a line for the log on the losses after a validation, as {@link #report} does. */
  default void course(String line) {
    message(line);
  }

  /** Receives a line that the user should not miss, such as that a model could not be saved. */
  default void warning(String line) {
    message(line);
  }

  /**
   * Says that the training begins with other settings than wanted, perhaps anew: what was reported
   * so far does not count any more.
   *
   * @param training sentences on what it is trained on, and with which settings instead
   */
  default void restarted(String training) {}

  /** Returns whether the training should stop; asked some times a second. */
  boolean canceled();

  /** Returns what else the user wants of the training; asked at its start. */
  default TrainingControl control() {
    return new TrainingControl();
  }

  /** Returns who looks at previews, or null for nobody; asked at its start. */
  default PreviewMonitor previews() {
    return null;
  }
}
