package sc.fiji.duosegnet.model;

import java.util.Locale;

/**
 * What systems say when they have no place for a file: the texts of {@code ENOSPC}, {@code EDQUOT}
 * and {@code EMFILE}, which TensorFlow reports as it does a lack of memory.
 */
public final class DiskShortage {

  private static final String MAKE_SPACE = "make space there";

  private DiskShortage() {}

  /** Tells whether a failure's message is of this kind. */
  public static boolean isTold(final String message) {
    final String text = lower(message);
    return text.contains("no space left")
        || text.contains("not enough space on the disk") // Windows
        || text.contains("quota")
        || isOfFiles(text);
  }

  /** Too many files are open. */
  private static boolean isOfFiles(final String lower) {
    return lower.contains("too many open files");
  }

  private static String lower(final String message) {
    return String.valueOf(message).toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the rest of a sentence on something that no folder takes: the folder, the reason and
   * what helps.
   *
   * @param folder where it was to be put
   * @param reason what the system said
   */
  public static String rest(final Object folder, final String reason) {
    final String text = lower(reason);
    final String remedy =
        isOfFiles(text)
            ? "close other programs, or raise the number of files that may be open"
            : text.contains("quota") ? MAKE_SPACE + ", or have the quota raised" : MAKE_SPACE;
    return "'" + folder + "' (" + OneLine.of(reason) + "); " + remedy + ".";
  }
}
