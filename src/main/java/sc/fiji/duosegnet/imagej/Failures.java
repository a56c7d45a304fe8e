package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.scijava.log.LogService;
import sc.fiji.duosegnet.engine.EngineException;

/**
 * The one place where a command's failure reaches the user. Neither ImageJ nor Fiji ends a macro
 * when one of its commands throws an exception: ImageJ's {@code Executer} and Fiji's module runner
 * catch it, and the macro goes on. So the running macro is stopped here.
 */
public final class Failures {

  private static final String TITLE = "Duo-SegNet";
  private static final int LINE_LENGTH = 90;
  private static volatile String last;

  private Failures() {}

  /**
   * Reports a failure: as a message window where there is a display, on the log where there is
   * none. A running macro ends here, in both hosts.
   *
   * @param command label of the command that failed
   * @param problem what happened
   * @param log takes the stack trace of errors that no user can have caused
   * @throws IllegalStateException without display and without macro, so that a calling program
   *     learns of the failure
   */
  public static void report(String command, Throwable problem, LogService log) {
    final boolean expected = isExpected(problem);
    final String sentence = sentence(command, problem);
    last = sentence;
    if (!expected) {
      log.error(problem);
    }
    final Interpreter macro = RunningMacro.get();
    if (!GraphicsEnvironment.isHeadless()) {
      if (macro == null) {
        IJ.error(TITLE, wrap(sentence));
      } else {
        stop(macro, wrap(sentence));
      }
      return;
    }
    if (!HeadlessMacro.isRunning()) {
      log.error(sentence);
    }
    if (macro != null) {
      stop(macro, null);
    } else if (!HeadlessMacro.isRunning()) {
      throw new IllegalStateException(sentence, problem);
    }
  }

  /**
   * Tells something that the user should know, besides the log in ImageJ's Log window if there are
   * windows: plain ImageJ does not show the log.
   */
  public static void warn(String sentence, LogService log) {
    log.warn(sentence);
    if (IJ.getInstance() != null) {
      IJ.log(sentence);
    }
  }

  /** Ends the running macro, if there is one, without a message: the user has canceled. */
  public static void stopMacro() {
    final Interpreter macro = RunningMacro.get();
    if (macro != null) {
      stop(macro, null);
    }
  }

  /** Returns the sentence of the last failure, or null, and forgets it. */
  static String take() {
    final String sentence = last;
    last = null;
    return sentence;
  }

  /** With null, the interpreter ends without a dialog; otherwise it shows the text and the line. */
  private static void stop(Interpreter macro, String text) {
    try {
      macro.abort(text);
    } catch (final RuntimeException e) {
      if (!Macro.MACRO_CANCELED.equals(e.getMessage())) {
        throw e;
      }
    }
  }

  /** Tells whether the message of this problem is written for users. */
  private static boolean isExpected(Throwable problem) {
    return (problem instanceof IllegalArgumentException
            || problem instanceof IllegalStateException
            || problem instanceof IOException
            || problem instanceof EngineException
            || problem instanceof UncheckedIOException)
        && problem.getMessage() != null;
  }

  /** Returns the sentence that users read of a problem. */
  public static String sentence(String command, Throwable problem) {
    return isExpected(problem) ? message(problem) : unexpected(command, problem);
  }

  private static String message(Throwable problem) {
    final Throwable cause = problem instanceof UncheckedIOException ? problem.getCause() : problem;
    if (cause instanceof FileSystemException) {
      // The JDK's message is the bare path.
      final FileSystemException system = (FileSystemException) cause;
      return "File '"
          + system.getFile()
          + "' cannot be used ("
          + (system.getReason() == null ? kind(system) : system.getReason())
          + "); check that it is there and that you may read and write it.";
    }
    return cause.getMessage();
  }

  private static String kind(FileSystemException problem) {
    if (problem instanceof NoSuchFileException) {
      return "it does not exist";
    }
    return problem instanceof AccessDeniedException
        ? "access is denied"
        : problem.getClass().getSimpleName();
  }

  private static String unexpected(String command, Throwable problem) {
    if (problem instanceof OutOfMemoryError) {
      return "'"
          + command
          + "' ran out of memory ("
          + Runtime.getRuntime().maxMemory() / (1024 * 1024)
          + " MB allowed); raise it (Edit > Options > Memory & Threads, on a cluster"
          + " spark.executor.memory), or use smaller images or blocks.";
    }
    return "'"
        + command
        + "' failed on an internal error ("
        + problem
        + "); please report it with the lines on the console.";
  }

  /** Breaks a sentence into lines, since ImageJ's message windows do not. */
  static String wrap(String sentence) {
    final StringBuilder lines = new StringBuilder();
    int length = 0;
    for (final String word : sentence.split(" ")) {
      if (length > 0 && length + word.length() >= LINE_LENGTH) {
        lines.append('\n');
        length = 0;
      } else if (length > 0) {
        lines.append(' ');
        length++;
      }
      lines.append(word);
      length += word.length();
    }
    return lines.toString();
  }
}
