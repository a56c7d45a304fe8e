package sc.fiji.duosegnet.imagej;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes lists of slice numbers such as {@code 1,4,8-12}. */
public final class SliceNumbers {

  private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?");

  private SliceNumbers() {}

  /**
   * @param input name of the input, for messages
   * @param text numbers from 1 and ranges, with commas between
   * @param slices number of slices of the stack
   * @return the numbers from 0, in order
   * @throws IllegalArgumentException if the text is no such list, or names a slice that is not
   *     there
   */
  public static SortedSet<Integer> parse(String input, String text, int slices) {
    final List<Integer> listed = list(text, slices);
    if (listed == null) {
      throw wrong(input, text, slices);
    }
    final SortedSet<Integer> numbers = new TreeSet<>();
    listed.forEach(number -> numbers.add(number - 1));
    return numbers;
  }

  /**
   * Reads a list that may be left out.
   *
   * @param text as in {@link #parse}; null or blank for none
   * @return the numbers from 0, in order; null for none
   * @throws IllegalArgumentException as {@link #parse}
   */
  public static SortedSet<Integer> parseIfGiven(String input, String text, int slices) {
    return text == null || text.isBlank() ? null : parse(input, text, slices);
  }

  /**
   * Reads such a list in the order given.
   *
   * @param last the largest number there may be
   * @return the numbers, from 1; null if the text is no such list, or has another number
   */
  static List<Integer> list(String text, int last) {
    final List<Integer> numbers = new ArrayList<>();
    for (final String part : text.split(",", -1)) {
      final Matcher matcher = PART.matcher(part.trim());
      if (!matcher.matches()) {
        return null;
      }
      final int from = Integer.parseInt(matcher.group(1));
      final int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (from < 1 || to < from || to > last) {
        return null;
      }
      for (int number = from; number <= to; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /**
   * Writes what {@link #parse} reads.
   *
   * @param numbers numbers from 0
   * @return numbers from 1, neighbors joined to ranges
   */
  public static String format(SortedSet<Integer> numbers) {
    final StringJoiner parts = new StringJoiner(",");
    int first = -1;
    int last = -1;
    for (final int number : numbers) {
      if (first >= 0 && number == last + 1) {
        last = number;
        continue;
      }
      add(parts, first, last);
      first = number;
      last = number;
    }
    add(parts, first, last);
    return parts.toString();
  }

  private static void add(StringJoiner parts, int first, int last) {
    if (first >= 0) {
      parts.add(first == last ? "" + (first + 1) : (first + 1) + "-" + (last + 1));
    }
  }

  private static IllegalArgumentException wrong(String input, String text, int slices) {
    return new IllegalArgumentException(
        "Input '"
            + input
            + "' is '"
            + text
            + "'; give slice numbers from 1 to "
            + slices
            + " such as 1,4,8-12, or nothing for all slices with a mask.");
  }
}
