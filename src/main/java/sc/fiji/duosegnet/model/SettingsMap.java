package sc.fiji.duosegnet.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Turns {@link TrainingSettings} into nested maps of plain values for a YAML file, and back. Keys
 * are the records' component names in lower snake_case; enum values stand by their names, and
 * records of a single text by that. A new setting needs no change here.
 */
public final class SettingsMap {

  private SettingsMap() {}

  /**
   * Returns the settings as nested maps of numbers, booleans and strings, in the records' order.
   */
  public static Map<String, Object> toMap(final TrainingSettings settings) {
    return ofRecord(settings);
  }

  /**
   * Makes settings of nested maps, as a description of this or an older version has them. Settings
   * that decide about the training alone may be missing: they were added later, and stand for what
   * was done before, see {@link FormerSettings}. Keys that this version doesn't know are left
   * aside: what they decided has happened when a model is read. The values pass the records' own
   * checks.
   *
   * @throws IllegalArgumentException if a setting that using a model needs is missing, or one is of
   *     the wrong type or out of range
   */
  public static TrainingSettings fromMap(final Map<?, ?> map) {
    return toRecord(TrainingSettings.class, map, "");
  }

  /**
   * Returns settings with one of them changed.
   *
   * @param path keys from the outside in, joined by dots
   * @param value a number, boolean, enum constant or record; also the text of one of the first
   *     three
   * @throws IllegalArgumentException if there is no such setting or the value doesn't fit
   */
  public static TrainingSettings with(
      final TrainingSettings settings, final String path, final Object value) {
    return withAll(settings, Map.of(path, value));
  }

  /**
   * Returns settings with some of them changed, which need to fit together only in the end: a patch
   * size may be one that is possible with another reduction.
   *
   * @param values values as above by their paths
   * @throws IllegalArgumentException if there is no such setting or a value doesn't fit
   */
  public static TrainingSettings withAll(
      final TrainingSettings settings, final Map<String, ?> values) {
    final Map<String, Object> map = toMap(settings);
    values.forEach((path, value) -> put(map, path, value));
    return fromMap(map);
  }

  private static void put(final Map<String, Object> map, final String path, final Object value) {
    Map<String, Object> level = map;
    final String[] keys = path.split("\\.");
    for (int i = 0; i < keys.length - 1; i++) {
      level = group(level.get(keys[i]), path);
    }
    final String last = keys[keys.length - 1];
    final Object now = level.get(last);
    final Object plain = ofValue(value);
    if (now == null || now instanceof Map != plain instanceof Map) {
      throw unknown(path);
    }
    level.put(last, plain instanceof String text ? parse(path, now, text) : plain);
  }

  /**
   * Reads settings to change.
   *
   * @param changes assignments such as {@code losses.agreement=0.1 iterations=500}, with blanks,
   *     commas or semicolons between them; blank for none
   * @return values by their paths; of several for one path the last
   * @throws IllegalArgumentException if one of them is no assignment
   */
  public static Map<String, String> assignments(final String changes) {
    final Map<String, String> values = new LinkedHashMap<>();
    for (final String change : changes(changes)) {
      final int equals = change.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "Setting '"
                + OneLine.of(change)
                + "' is no assignment; give a path and a value such as losses.agreement=0.1.");
      }
      values.put(change.substring(0, equals), change.substring(equals + 1));
    }
    return values;
  }

  /** Returns the assignments in a text of them, with blanks, commas or semicolons between. */
  public static List<String> changes(final String text) {
    return Stream.of(text.trim().split("[\\s,;]+")).filter(change -> !change.isEmpty()).toList();
  }

  @SuppressWarnings("unchecked") // toMap makes no other maps
  private static Map<String, Object> group(final Object value, final String path) {
    if (value instanceof Map) {
      return (Map<String, Object>) value;
    }
    throw unknown(path);
  }

  private static IllegalArgumentException unknown(final String path) {
    return new IllegalArgumentException(
        "There is no setting '"
            + OneLine.of(path)
            + "'; give a path such as optimizer.learning_rate.");
  }

  /** Reads a text as a value of the kind that is there now. */
  private static Object parse(final String path, final Object now, final String text) {
    try {
      if (now instanceof Integer || now instanceof Long) {
        return Long.valueOf(text);
      }
      if (now instanceof Number) {
        return Double.valueOf(text);
      }
    } catch (final NumberFormatException e) {
      throw refused(path, text, "a number");
    }
    if (now instanceof Boolean) {
      if (!text.equals("true") && !text.equals("false")) {
        throw refused(path, text, "true or false");
      }
      return Boolean.valueOf(text);
    }
    return text;
  }

  private static Map<String, Object> ofRecord(final Object source) {
    final Map<String, Object> map = new LinkedHashMap<>();
    for (final RecordComponent component : source.getClass().getRecordComponents()) {
      map.put(key(component), ofValue(read(component, source)));
    }
    return map;
  }

  private static Object ofValue(final Object value) {
    if (value instanceof Record) {
      return isText(value.getClass())
          ? read(value.getClass().getRecordComponents()[0], value)
          : ofRecord(value);
    }
    return value instanceof Enum<?> constant ? constant.name() : value;
  }

  /** Tells whether a record is a checked text, which is written as that. */
  private static boolean isText(final Class<?> type) {
    final RecordComponent[] components = type.getRecordComponents();
    return components.length == 1 && components[0].getType() == String.class;
  }

  private static <T> T toRecord(final Class<T> type, final Map<?, ?> map, final String prefix) {
    final RecordComponent[] components = type.getRecordComponents();
    final Class<?>[] types = new Class<?>[components.length];
    final Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      final String key = key(components[i]);
      final Object given = map.get(key);
      final Object value = given == null ? FormerSettings.value(prefix + key, map) : given;
      if (value == null) {
        throw new IllegalArgumentException(
            "Setting '"
                + prefix
                + key
                + "' is missing, without which a model can't be used; give complete settings.");
      }
      types[i] = components[i].getType();
      values[i] = toValue(types[i], value, prefix + key);
    }
    return make(type, types, values);
  }

  private static <T> T make(final Class<T> type, final Class<?>[] types, final Object[] values) {
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (final InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("Settings can't be made: " + e.getCause(), e);
    } catch (final ReflectiveOperationException e) {
      throw new IllegalStateException("Settings can't be made: " + e, e);
    }
  }

  private static Object toValue(final Class<?> type, final Object value, final String name) {
    if (type.isRecord() && isText(type)) {
      return make(type, new Class<?>[] {String.class}, new Object[] {String.valueOf(value)});
    }
    if (type.isRecord() && value instanceof Map<?, ?> map) {
      return toRecord(type, map, name + ".");
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(value))
          .findFirst()
          .orElseThrow(() -> refused(name, value, "one of " + names(type)));
    }
    if (type == boolean.class && value instanceof Boolean) {
      return value;
    }
    if (type == double.class && value instanceof Number number) {
      return number.doubleValue();
    }
    if (type == int.class || type == long.class) {
      return toInteger(type, value, name);
    }
    if (type == String.class && value instanceof String) {
      return value;
    }
    throw refused(
        name, value, type.isRecord() ? "a group of settings" : "a " + type.getSimpleName());
  }

  private static Object toInteger(final Class<?> type, final Object value, final String name) {
    if (value instanceof Integer || value instanceof Long) {
      final long number = ((Number) value).longValue();
      if (type == long.class) {
        return number;
      }
      if (number == (int) number) {
        return (int) number;
      }
    }
    throw refused(name, value, "a whole number");
  }

  private static IllegalArgumentException refused(
      final String name, final Object value, final String wanted) {
    return new IllegalArgumentException(
        "Setting '"
            + name
            + "' is '"
            + OneLine.of(String.valueOf(value))
            + "'; give "
            + wanted
            + ".");
  }

  private static String names(final Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name())
        .reduce((left, right) -> left + ", " + right)
        .orElse("");
  }

  private static Object read(final RecordComponent component, final Object source) {
    try {
      return component.getAccessor().invoke(source);
    } catch (final ReflectiveOperationException e) {
      throw new IllegalStateException("Setting '" + component.getName() + "' can't be read.", e);
    }
  }

  private static String key(final RecordComponent component) {
    return component.getName().replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
