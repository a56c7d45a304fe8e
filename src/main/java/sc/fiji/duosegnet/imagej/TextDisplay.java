package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.text.TextWindow;
import java.awt.GraphicsEnvironment;

/** Texts for people, in a window or in the log where there is no display. */
public final class TextDisplay {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 600;

  private TextDisplay() {}

  /** Shows a text of several lines under a title. */
  public static void show(String title, String text) {
    if (GraphicsEnvironment.isHeadless()) {
      IJ.log(text);
    } else {
      new TextWindow(title, text, WIDTH, HEIGHT);
    }
  }

  /**
   * Breaks lines that are too long at blanks, since ImageJ's windows do not.
   *
   * @param columns the most characters of a line
   */
  public static String wrap(String text, int columns) {
    final StringBuilder wrapped = new StringBuilder();
    for (final String line : text.split("\n", -1)) {
      int length = 0;
      for (final String word : line.split(" ", -1)) {
        if (length > 0) {
          final boolean fits = length + 1 + word.length() <= columns;
          wrapped.append(fits ? ' ' : '\n');
          length = fits ? length + 1 : 0;
        }
        wrapped.append(word);
        length += word.length();
      }
      wrapped.append('\n');
    }
    wrapped.setLength(wrapped.length() - 1);
    return wrapped.toString();
  }
}
