package sc.fiji.duosegnet.model;

/** Texts from files within sentences for people: on one line, and not endless. */
public final class OneLine {

  private static final int MOST = 300;

  private OneLine() {}

  /**
   * Returns a text without line breaks and control characters, cut after 300 characters.
   *
   * @param text any text; null gives an empty one
   */
  public static String of(final String text) {
    if (text == null) {
      return "";
    }
    final String start = text.length() > 4 * MOST ? text.substring(0, 4 * MOST) : text;
    final String line = start.replaceAll("[\\s\\p{Cntrl}\u0085\u2028\u2029]+", " ").strip();
    return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
  }

  /** Returns an exception's message, or its type where it has none, on one line. */
  public static String of(final Throwable problem) {
    return problem.getMessage() == null || problem.getMessage().isBlank()
        ? problem.getClass().getSimpleName()
        : of(problem.getMessage());
  }
}
