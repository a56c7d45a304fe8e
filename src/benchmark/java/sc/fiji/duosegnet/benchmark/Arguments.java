package sc.fiji.duosegnet.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Command-line arguments of the form {@code key=value}. */
final class Arguments {

  /** Settings that are in no group; the benchmarks' own arguments have other names. */
  private static final Set<String> SETTINGS =
      Set.of("method", "iterations", "validation_interval", "threads", "precision", "seed");

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

  boolean gives(String key) {
    return values.containsKey(key);
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
    TrainingSettings settings = preset;
    for (final Map.Entry<String, String> entry : values.entrySet()) {
      if (entry.getKey().contains(".") || SETTINGS.contains(entry.getKey())) {
        settings = settings.with(entry.getKey(), entry.getValue());
      }
    }
    return settings;
  }
}
