package sc.fiji.duosegnet.ui;

import ij.IJ;
import java.util.function.BooleanSupplier;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;

/**
 * Brings a training's progress to the user: a window and ImageJ's status line, or the log where
 * there is no display.
 */
public final class TrainingDisplay extends ProgressDisplay implements TrainingMonitor {

  private TrainingProgress last;

  /**
   * @param title title of the window
   * @param log takes the training's messages, among them the result of each validation
   * @param task the host's own progress display
   * @param canceled further ways to cancel, besides the window and the task
   */
  public TrainingDisplay(String title, LogService log, Task task, BooleanSupplier canceled) {
    super(title, log, task, canceled);
  }

  /** Says what is trained on: which slices count as labeled and how many do not. */
  public void describe(String images) {
    log.info(images);
    if (window != null) {
      window.show(images);
    }
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
}
