package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Reads YAML that may come from anywhere: plain values, lists and maps only, and no more of them
 * than the file's size allows to expect. Nothing in it names a class.
 */
public final class SafeYaml {

  private static final int DEPTH = 50;
  private static final int ALIASES = 50;
  private static final int MOST_VALUES = 4_000_000;

  /** The time that Java takes for a number grows with the square of its digits. */
  private static final int MOST_DIGITS = 400;

  /** And the parser's for a word or a gap, with the square of its length. */
  private static final int MOST_RUN = 1 << 16;

  private SafeYaml() {}

  /**
   * Reads a map.
   *
   * @param utf8 the text in UTF-8
   * @param mostBytes the longest text that is read
   * @throws IOException in words for the middle of a sentence, if it is too long, no YAML, no map,
   *     or holds what is refused here
   */
  public static Map<?, ?> map(final byte[] utf8, final int mostBytes) throws IOException {
    if (utf8.length > mostBytes) {
      throw new IOException("its YAML has more than " + mostBytes + " bytes");
    }
    final String text = new String(utf8, StandardCharsets.UTF_8);
    checkRuns(text);
    final LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(mostBytes);
    limits.setMaxAliasesForCollections(ALIASES);
    limits.setNestingDepthLimit(DEPTH);
    limits.setAllowDuplicateKeys(false);
    limits.setAllowRecursiveKeys(false);
    final Object document;
    try {
      document = new Yaml(new SafeConstructor(limits)).load(text);
    } catch (final RuntimeException e) {
      // Besides its own exceptions, the library lets some of Java's through.
      final String reason = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().get();
      throw new IOException("its YAML can't be read, " + OneLine.of(reason), e);
    }
    if (!(document instanceof Map<?, ?> map)) {
      throw new IOException("its YAML has no fields");
    }
    count(map, 0, MOST_VALUES);
    return map;
  }

  private static void checkRuns(final String text) throws IOException {
    int digits = 0;
    int run = 0;
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      digits = Character.digit(c, 16) >= 0 || "_:.".indexOf(c) >= 0 ? digits + 1 : 0;
      final boolean blank = c <= ' ';
      run = blank == gap ? run + 1 : 1;
      gap = blank;
      if (digits > MOST_DIGITS || run > MOST_RUN) {
        throw new IOException("its YAML has a number or word without end");
      }
    }
  }

  /**
   * Walks through all values as one who prints them would: lists that hold themselves, or each
   * other many times over, have no end.
   *
   * @return how many more values there may be
   */
  private static int count(final Object value, final int depth, final int left) throws IOException {
    if (depth > DEPTH || left <= 0) {
      throw new IOException("its YAML refers to itself, or to its parts too often");
    }
    int rest = left - 1;
    if (value instanceof Map<?, ?> map) {
      for (final Map.Entry<?, ?> entry : map.entrySet()) {
        rest = count(entry.getKey(), depth + 1, rest);
        rest = count(entry.getValue(), depth + 1, rest);
      }
    } else if (value instanceof Iterable<?> items) {
      for (final Object item : items) {
        rest = count(item, depth + 1, rest);
      }
    }
    return rest;
  }
}
