package sc.fiji.duosegnet.commands;

import ij.IJ;
import ij.ImagePlus;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.scijava.Cancelable;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import sc.fiji.duosegnet.imagej.DialogMemory;
import sc.fiji.duosegnet.imagej.Failures;
import sc.fiji.duosegnet.imagej.OutputFile;
import sc.fiji.duosegnet.imagej.RunningMacro;

/**
 * What all commands share: canceling, and failures that end a running macro.
 *
 * <p>No input is marked as required, since Fiji then drops the command without a message that a
 * macro could see; the commands check their inputs themselves. An input with the attribute {@code
 * optional} may stay empty.
 */
abstract class DuoSegNetCommand implements Command, Cancelable {

  @Parameter private LogService log;

  @Parameter private TaskService tasks;

  private volatile boolean canceled;
  private volatile String cancelReason;

  @Override
  public final void run() {
    IJ.resetEscape();
    try {
      execute();
      DialogMemory.forget(getClass().getName());
    } catch (final CancellationException e) {
      cancel(null);
      IJ.showStatus(label() + " was canceled");
      Failures.stopMacro();
    } catch (final IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      cancel(null); // so that Fiji does not go on to the outputs
      Failures.report(label(), e, log);
    }
  }

  /**
   * Does the work.
   *
   * @throws IOException or IllegalArgumentException with one sentence for the user
   * @throws CancellationException if the user has canceled
   */
  abstract void execute() throws IOException;

  final String label() {
    return getClass().getAnnotation(Plugin.class).label();
  }

  final LogService log() {
    return log;
  }

  /** Tells something that the user should know, in a window if there are any. */
  final void warn(String sentence) {
    Failures.warn(sentence, log);
  }

  final Task createTask() {
    return tasks.createTask(label());
  }

  /** Tells whether the host or the Escape key wants this command to end. */
  final boolean cancelRequested() {
    return canceled || IJ.escapePressed();
  }

  /**
   * Returns what tells whether the host wants this command to end, for work that has a window of
   * its own if there is a display. There the Escape key counts in that window only, as it is
   * pressed for much else in ImageJ while the work goes on for hours: unless a macro has called
   * this command, which it ends.
   */
  final BooleanSupplier cancellation() {
    final boolean escape = GraphicsEnvironment.isHeadless() || RunningMacro.isThere();
    return () -> escape ? cancelRequested() : canceled;
  }

  /** Tells whether anybody wants this command to end: the host, the Escape key, or the task. */
  final boolean cancelRequested(Task task) {
    return task.isCanceled() || cancelRequested();
  }

  @Override
  public final boolean isCanceled() {
    return canceled;
  }

  @Override
  public final void cancel(String reason) {
    canceled = true;
    cancelReason = reason;
  }

  @Override
  public final String getCancelReason() {
    return cancelReason;
  }

  /** Returns a file input, or says that it is missing. */
  static File need(String input, File value, String wanted) {
    if (value == null || value.getPath().isBlank()) {
      throw new IllegalArgumentException("Input '" + input + "' is missing; give " + wanted + ".");
    }
    return value;
  }

  /** Tells whether a file input that may stay empty has a value. */
  static boolean isGiven(File file) {
    return file != null && !file.getPath().isBlank();
  }

  /** Tells whether an image input that may stay empty has a value. */
  static boolean isGiven(ImagePlus image) {
    return image != null && image.getWidth() > 0;
  }

  /** Returns the file or folder of a model, or says that it is missing. */
  static Path modelFile(File model) throws IOException {
    final Path file = need("model", model, "the file of a trained model").toPath();
    if (!Files.exists(file)) {
      throw new IOException("Model file '" + file + "' does not exist; check the path.");
    }
    return file;
  }

  /** Checks a file to write that may stay empty; returns its absolute path, or null for none. */
  static Path output(String kind, File file, boolean overwrite) throws IOException {
    return isGiven(file) ? OutputFile.check(kind, file, overwrite) : null;
  }

  /**
   * Ends the work if somebody wants that.
   *
   * @throws CancellationException if so
   */
  final void checkCanceled(Task task) {
    if (cancelRequested(task)) {
      throw new CancellationException(label() + " was canceled.");
    }
  }
}
