package sc.fiji.duosegnet.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds where two nested maps of plain values, such as settings, differ. */
public final class MapDifference {

  private MapDifference() {}

  /**
   * Returns the first difference in words such as {@code 'settings.iterations' is 5, not 6}, or
   * null. Lists must have the same items in the same order; numbers are compared by their values,
   * as a file has the least type that holds them.
   *
   * @param before plain value, list or map
   * @param now the same of what it is compared with
   */
  public static String of(final Object before, final Object now) {
    return of("", before, now);
  }

  private static String of(final String path, final Object before, final Object now) {
    if (before instanceof Map<?, ?> old && now instanceof Map<?, ?> young) {
      final Set<Object> keys = new LinkedHashSet<>(young.keySet());
      keys.addAll(old.keySet());
      for (final Object key : keys) {
        final String place = path.isEmpty() ? "" + key : path + "." + key;
        final String found = of(place, old.get(key), young.get(key));
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    if (before instanceof List<?> old && now instanceof List<?> young) {
      return old.equals(young) ? null : items(path, old, young);
    }
    return same(before, now) ? null : "'" + path + "' is " + before + ", not " + now;
  }

  private static boolean same(final Object before, final Object now) {
    if (before instanceof Number old && now instanceof Number young) {
      return old.doubleValue() == young.doubleValue()
          && (isFraction(old) || isFraction(young) || old.longValue() == young.longValue());
    }
    return Objects.equals(before, now);
  }

  private static boolean isFraction(final Number number) {
    return number instanceof Double || number instanceof Float;
  }

  private static String items(final String path, final List<?> before, final List<?> now) {
    final List<Object> missing = new ArrayList<>(before);
    missing.removeAll(new LinkedHashSet<>(now));
    final List<Object> added = new ArrayList<>(now);
    added.removeAll(new LinkedHashSet<>(before));
    if (missing.isEmpty() && added.isEmpty() && before.size() == now.size()) {
      return "'" + path + "' are in another order";
    }
    return "'"
        + path
        + "' are "
        + before.size()
        + ", not "
        + now.size()
        + (missing.isEmpty() ? "" : ", among them '" + missing.get(0) + "'")
        + (added.isEmpty() ? "" : ", without '" + added.get(0) + "'");
  }
}
