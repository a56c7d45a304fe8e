package sc.fiji.duosegnet.ui;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import sc.fiji.duosegnet.engine.Preview;
import sc.fiji.duosegnet.engine.PreviewMonitor;
import sc.fiji.duosegnet.engine.TrainingControl;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.imagej.PreviewSheet;
import sc.fiji.duosegnet.imagej.TrainingReport;

/**
 * Brings a training's progress to the user: a window and ImageJ's status line or, where there is no
 * display, the log and files of curves and previews beside the model.
 */
public final class TrainingDisplay extends ProgressDisplay
    implements TrainingMonitor, PreviewMonitor {

  private final TrainingControl control;
  private final PreviewChoice choice;
  private final TimeEstimate estimate = new TimeEstimate(System::nanoTime);

  /** Null where there is a display. */
  private final TrainingReport report;

  private TrainingProgress last;

  /**
   * @param title title of the window
   * @param log takes the training's messages, among them the result of each validation
   * @param task the host's own progress display
   * @param canceled further ways to cancel, besides the window and the task
   * @param modelFile the model to be; where there is no display, files are kept beside it
   */
  public TrainingDisplay(
      String title, LogService log, Task task, BooleanSupplier canceled, Path modelFile) {
    this(title, log, task, canceled, modelFile, new TrainingControl(), new PreviewChoice());
  }

  private TrainingDisplay(
      String title,
      LogService log,
      Task task,
      BooleanSupplier canceled,
      Path modelFile,
      TrainingControl control,
      PreviewChoice choice) {
    super(
        log,
        task,
        canceled,
        GraphicsEnvironment.isHeadless() ? null : new TrainingWindow(title, control, choice));
    this.control = control;
    this.choice = choice;
    report =
        window == null
            ? new TrainingReport(TrainingReport.folder(modelFile), System::nanoTime)
            : null;
  }

  /** Says what is trained on: which slices count as labeled and how many do not. */
  public void describe(String images) {
    log.info(images);
    if (window != null) {
      window.show(images);
    }
  }

  @Override
  public void restarted(String training) {
    last = null;
    if (report != null) {
      report.clear();
    }
    describe(training);
  }

  @Override
  public void report(TrainingProgress progress) {
    last = progress;
    task.setProgressMaximum(progress.iterations());
    task.setProgressValue(progress.iteration());
    IJ.showProgress(progress.iteration(), progress.iterations());
    IJ.showStatus(ProgressText.status(progress));
    final String whole = estimate.after(progress);
    if (whole != null) {
      log.info(whole);
    }
    if (window != null) {
      window.show(progress);
    } else if (progress.row() != null) {
      report.add(progress.row());
    }
  }

  @Override
  public void message(String line) {
    tell(line);
  }

  /** The window shows its numbers anyway, and would lose a message that matters. */
  @Override
  public void course(String line) {
    final boolean running = last != null && last.iteration() < last.iterations();
    log.info(running ? line + ", " + ProgressText.duration(last.secondsLeft()) + " left" : line);
  }

  @Override
  public TrainingControl control() {
    return control;
  }

  @Override
  public PreviewMonitor previews() {
    return this;
  }

  @Override
  public void choices(List<String> labeled, List<String> unlabeled) {
    choice.first(labeled, unlabeled);
    if (window != null) {
      window.offer(labeled, unlabeled);
    }
  }

  @Override
  public List<String> chosen() {
    return choice.names();
  }

  @Override
  public void show(List<Preview> previews) {
    if (window == null) {
      report.show(previews);
    } else if (!previews.isEmpty()) {
      // Drawn here and not on the event thread, so that it counts as time taken by previews.
      window.show(PreviewSheet.draw(previews, PreviewPanel.PANEL), previews.get(0).iteration());
    }
  }

  @Override
  public void close() {
    if (report != null) {
      report.write();
      if (report.problem() != null) {
        log.warn(report.problem());
      }
    }
    super.close();
  }
}
