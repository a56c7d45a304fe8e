package sc.fiji.duosegnet.ui;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.util.function.BooleanSupplier;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;

/**
 * Brings a training's progress to the user: a window and ImageJ's status line, or the log where
 * there is no display.
 */
public final class TrainingDisplay implements TrainingMonitor, AutoCloseable {

  private final LogService log;
  private final Task task;
  private final BooleanSupplier canceled;
  private final TrainingProgressWindow window;
  private TrainingProgress last;

  /**
   * @param title title of the window
   * @param log takes the training's messages, among them the result of each validation
   * @param task the host's own progress display
   * @param canceled further ways to cancel, besides the window and the task
   */
  public TrainingDisplay(String title, LogService log, Task task, BooleanSupplier canceled) {
    this.log = log;
    this.task = task;
    this.canceled = canceled;
    window = GraphicsEnvironment.isHeadless() ? null : new TrainingProgressWindow(title);
    task.start();
  }

  @Override
  public void report(TrainingProgress progress) {
    last = progress;
    task.setProgressMaximum(progress.iterations());
    task.setProgressValue(progress.iteration());
    IJ.showProgress(progress.iteration(), progress.iterations());
    IJ.showStatus(ProgressText.status(progress));
    if (window != null) {
      window.show(progress);
    }
  }

  @Override
  public void message(String line) {
    final boolean running = last != null && last.iteration() < last.iterations();
    log.info(running ? line + ", " + ProgressText.duration(last.secondsLeft()) + " left" : line);
  }

  @Override
  public boolean canceled() {
    return task.isCanceled() || canceled.getAsBoolean() || (window != null && window.canceled());
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
