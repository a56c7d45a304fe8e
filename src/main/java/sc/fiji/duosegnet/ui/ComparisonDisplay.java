package sc.fiji.duosegnet.ui;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.util.function.BooleanSupplier;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import sc.fiji.duosegnet.comparison.ComparisonMonitor;
import sc.fiji.duosegnet.comparison.Run;

/**
 * Brings a comparison's progress to the user: one window for all trainings and ImageJ's status
 * line, or the log where there is no display.
 */
public final class ComparisonDisplay extends ProgressDisplay implements ComparisonMonitor {

  private Progress last;
  private Run shown;

  /**
   * @param title title of the window
   * @param log takes the messages of the comparison and its trainings
   * @param task the host's own progress display
   * @param canceled further ways to cancel, besides the window and the task
   */
  public ComparisonDisplay(String title, LogService log, Task task, BooleanSupplier canceled) {
    super(
        log,
        task,
        canceled,
        GraphicsEnvironment.isHeadless() ? null : new TrainingWindow(title, null, null));
  }

  @Override
  public void report(Progress progress) {
    last = progress;
    final int iterations = progress.training().iterations();
    final long done = (progress.number() - 1L) * iterations + progress.training().iteration();
    final long all = (long) progress.runs() * iterations;
    task.setProgressMaximum(all);
    task.setProgressValue(done);
    IJ.showProgress((double) done / all);
    IJ.showStatus(ProgressText.status(progress));
    if (window != null) {
      if (!progress.run().equals(shown)) {
        shown = progress.run();
        window.show(ProgressText.run(progress));
      }
      window.show(progress.training());
    }
  }

  @Override
  public void message(String line) {
    tell(withTime(line));
  }

  /** As with a single training, no message in the window gives way to these. */
  @Override
  public void course(String line) {
    log.info(withTime(line));
  }

  private String withTime(String line) {
    final boolean training =
        last != null && last.training().iteration() < last.training().iterations();
    return training
        ? line + "; " + ProgressText.duration(last.secondsLeft()) + " left for all runs"
        : line;
  }
}
