package sc.fiji.duosegnet.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import sc.fiji.duosegnet.engine.EngineException;

/**
 * What became of a file that may be broken.
 *
 * @param kind loaded, refused in one sentence, or neither
 * @param text the sentence or the failure; empty if it was loaded
 */
public record Outcome(Kind kind, String text) {

  /** Kinds of outcomes. */
  public enum Kind {
    /** It was taken for a good file. */
    LOADED,
    /** It was refused as users are told of it. */
    SENTENCE,
    /** Anything else. */
    FAILURE
  }

  private static final int LONGEST = 2500;

  /**
   * Opens a file.
   *
   * @param file what the sentence has to name; null if there is no file
   */
  public static Outcome of(Path file, Callable<?> opening) {
    try {
      opening.call();
      return new Outcome(Kind.LOADED, "");
    } catch (Exception e) {
      return of(file, e);
    } catch (OutOfMemoryError | StackOverflowError e) {
      return failure(e);
    }
  }

  private static Outcome of(Path file, Exception problem) {
    final Throwable told = problem instanceof UncheckedIOException ? problem.getCause() : problem;
    final String text = told.getMessage();
    final boolean sentence =
        (told instanceof IOException && !(told instanceof FileSystemException)
                || told instanceof IllegalArgumentException
                || told instanceof EngineException)
            && text != null
            && text.lines().count() == 1
            && text.chars().noneMatch(Character::isISOControl)
            && text.endsWith(".")
            && text.length() < LONGEST
            && (file == null || text.contains(file.toString()));
    if (sentence) {
      return new Outcome(Kind.SENTENCE, text);
    }
    return failure(told);
  }

  private static Outcome failure(Throwable told) {
    final StringBuilder trace = new StringBuilder(told.toString());
    for (int i = 0; i < Math.min(8, told.getStackTrace().length); i++) {
      trace.append(" | ").append(told.getStackTrace()[i]);
    }
    return new Outcome(Kind.FAILURE, trace.toString().replaceAll("\\s+", " "));
  }
}
