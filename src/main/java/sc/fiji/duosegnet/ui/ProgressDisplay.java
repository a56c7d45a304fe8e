package sc.fiji.duosegnet.ui;

import ij.IJ;
import java.util.function.BooleanSupplier;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import sc.fiji.duosegnet.imagej.Failures;

/**
 * What shows long work and lets the user cancel it: a window, if there is a display, and a task.
 */
abstract class ProgressDisplay implements AutoCloseable {

  final LogService log;
  final Task task;

  /** Null where there is no display. */
  final TrainingWindow window;

  private final BooleanSupplier canceled;

  /**
   * @param log takes the messages
   * @param task the host's own progress display
   * @param canceled further ways to cancel, besides the window and the task
   * @param window the window, closed with this display; null where there is no display
   */
  ProgressDisplay(LogService log, Task task, BooleanSupplier canceled, TrainingWindow window) {
    this.log = log;
    this.task = task;
    this.canceled = canceled;
    this.window = window;
    task.start();
  }

  /** Tells whether the user wants the work to end. */
  public boolean canceled() {
    return task.isCanceled() || canceled.getAsBoolean() || (window != null && window.canceled());
  }

  /** Tells a line for the log, which is also the window's latest message. */
  final void tell(String line) {
    log.info(line);
    say(line);
  }

  /** The same for a line that the user should not miss: ImageJ's Log window shows it, too. */
  public void warning(String line) {
    Failures.warn(line, log);
    say(line);
  }

  private void say(String line) {
    if (window != null) {
      window.say(line);
    }
  }

  @Override
  public void close() {
    task.finish();
    IJ.showProgress(1.0);
    if (window != null) {
      window.close();
    }
  }
}
