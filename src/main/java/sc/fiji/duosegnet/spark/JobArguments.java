package sc.fiji.duosegnet.spark;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Arguments of the form {@code key=value}, with the keys of the commands' macro options. */
final class JobArguments {

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * @param known all keys that are understood
   * @throws IllegalArgumentException in one sentence, if an argument is not
   */
  JobArguments(String[] arguments, Set<String> known) {
    for (final String argument : arguments) {
      final int equals = argument.indexOf('=');
      if (equals < 1 || !known.contains(argument.substring(0, equals))) {
        throw new IllegalArgumentException(
            "Argument '"
                + argument
                + "' is not known; give some of "
                + String.join("=..., ", new TreeSet<>(known))
                + "=...");
      }
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
  }

  String text(String key, String usual) {
    final String value = values.get(key);
    return value == null || value.isBlank() ? usual : value;
  }

  boolean isTrue(String key) {
    return isTrue(key, false);
  }

  boolean isTrue(String key, boolean usual) {
    final String value = text(key, Boolean.toString(usual));
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          "Argument '" + key + "' is '" + value + "'; give true or false.");
    }
    return value.equals("true");
  }

  int number(String key, int usual, int least) {
    final String value = text(key, Integer.toString(usual));
    try {
      final int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (final NumberFormatException e) {
      // as a number that is too small
    }
    throw new IllegalArgumentException(
        "Argument '" + key + "' is '" + value + "'; give a whole number from " + least + " on.");
  }

  /** Returns a number between 0 and 1, both excluded. */
  double fraction(String key, double usual) {
    final String value = text(key, Double.toString(usual));
    try {
      final double number = Double.parseDouble(value);
      if (number > 0 && number < 1) {
        return number;
      }
    } catch (final NumberFormatException e) {
      // as a number that is too small
    }
    throw new IllegalArgumentException(
        "Argument '" + key + "' is '" + value + "'; give a number between 0 and 1.");
  }

  /** Returns a path, absolute, since executors have working folders of their own. */
  String path(String key, String wanted) {
    final String value = text(key, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Argument '" + key + "' is missing; give " + wanted + ".");
    }
    try {
      return Path.of(value).toAbsolutePath().normalize().toString();
    } catch (final InvalidPathException e) {
      throw new IllegalArgumentException(
          "Argument '"
              + key
              + "' is '"
              + value
              + "', which can't be a path on this machine; if it has letters beyond ASCII, set a"
              + " locale that has them (LC_ALL=C.UTF-8).",
          e);
    }
  }

  /** Returns the path of a file that is there. */
  String file(String key, String wanted) {
    final String path = path(key, wanted);
    if (!Files.isRegularFile(Path.of(path))) {
      throw new IllegalArgumentException(
          "Argument '" + key + "' is '" + path + "', which is no file; give " + wanted + ".");
    }
    return path;
  }
}
