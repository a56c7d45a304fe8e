package sc.fiji.duosegnet.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.SettingsMap;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Command-line arguments of the form {@code key=value}. */
final class Arguments {

  private final Map<String, String> values = new LinkedHashMap<>();

  Arguments(String[] arguments) {
    for (final String argument : arguments) {
      final int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "Argument '" + argument + "' is not of the form key=value.");
      }
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
  }

  String get(String key, String standard) {
    return values.getOrDefault(key, standard);
  }

  int get(String key, int standard) {
    return Integer.parseInt(get(key, Integer.toString(standard)));
  }

  double get(String key, double standard) {
    return Double.parseDouble(get(key, Double.toString(standard)));
  }

  /**
   * Returns a preset's settings, changed by the arguments whose keys are paths into the settings,
   * for example {@code network.width=32} or {@code iterations=1000}.
   */
  TrainingSettings settings(int channels) {
    final TrainingSettings preset =
        Preset.of(get("preset", Preset.LAPTOP.label())).settings(channels);
    final Map<String, Object> map = SettingsMap.toMap(preset);
    values.forEach((key, value) -> override(map, key, value));
    return SettingsMap.fromMap(map);
  }

  @SuppressWarnings("unchecked")
  private static void override(Map<String, Object> map, String path, String value) {
    Map<String, Object> level = map;
    final String[] names = path.split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      if (!(level.get(names[i]) instanceof Map)) {
        throw new IllegalArgumentException("There is no setting '" + path + "'.");
      }
      level = (Map<String, Object>) level.get(names[i]);
    }
    final String name = names[names.length - 1];
    final Object now = level.get(name);
    if (now == null) {
      if (names.length > 1) {
        throw new IllegalArgumentException("There is no setting '" + path + "'.");
      }
      return; // an argument of the benchmark itself
    }
    if (now instanceof Boolean) {
      level.put(name, Boolean.valueOf(value));
    } else if (now instanceof Integer) {
      level.put(name, Integer.valueOf(value));
    } else if (now instanceof Long) {
      level.put(name, Long.valueOf(value));
    } else if (now instanceof Number) {
      level.put(name, Double.valueOf(value));
    } else {
      level.put(name, value);
    }
  }
}
