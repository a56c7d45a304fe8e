package sc.fiji.duosegnet.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What settings stand for in descriptions that were written before the setting existed: the value
 * that reproduces what training did then. Settings of the first version, which every description
 * has, stand for those of {@link Preset#PAPER}.
 *
 * <p>Only settings that decide nothing but the training may be missing. Those of the networks, the
 * intensities and the method also decide how a model is used, so there is no guessing them.
 */
final class FormerSettings {

  /** Settings, and groups of them, without which a model can't be used. */
  private static final String NEEDED = "method|(network|normalization)(\\..*)?";

  /** Begins the key of another setting of the same group, whose value is taken. */
  private static final String SAME_AS = "=";

  private static final Map<String, Object> VALUES = new LinkedHashMap<>();

  static {
    // The critic always judged the masks of unlabeled images, too.
    VALUES.put("losses.adversarial_unlabeled", true);
    // UniMatch read the settings of strong views, of which there was one threshold for both
    // classes, hard masks, and as much Dice loss as in supervision.
    VALUES.put("consistency.uni_match", SAME_AS + "strong_views");
    for (final String group : new String[] {"uni_match", "strong_views"}) {
      VALUES.put("consistency." + group + ".background_threshold", SAME_AS + "threshold");
      VALUES.put("consistency." + group + ".prior_exponent", 0.0);
      VALUES.put("consistency." + group + ".common_share", 0.5);
      VALUES.put("consistency." + group + ".soft_targets", false);
      VALUES.put("consistency." + group + ".dice", 0.5);
      VALUES.put("consistency." + group + ".dice_smoothing", 0.0);
    }
    // Momentum, plain batch norm throughout, and the weights themselves.
    VALUES.put("optimizer.rule", UpdateRule.MOMENTUM.name());
    VALUES.put("optimizer.weight_decay", 0.0);
    VALUES.put("optimizer.frozen_batch_norm", 0.0);
    VALUES.put("optimizer.batch_renorm", false);
    VALUES.put("optimizer.averaging", 0.99);
    VALUES.put("optimizer.evaluate_average", false);
    // Each image equally often.
    VALUES.put("sampling.area_exponent", 0.0);
    VALUES.put("sampling.only_alike", false);
    // Flips and turns only.
    VALUES.put("augmentation.symmetries", true);
    VALUES.put("augmentation.scaling", 1.0);
    VALUES.put("augmentation.labeled_probability", 0.0);
    VALUES.put("augmentation.inversion", 0.0);
    VALUES.put("device", Device.AUTOMATIC.name());
    VALUES.put("precision", Precision.FLOAT32.name());
  }

  private FormerSettings() {}

  /** Tells whether a model can't be used without a setting. */
  static boolean needed(final String path) {
    return path.matches(NEEDED);
  }

  /** Tells whether a setting, or the group it is in, is younger than the first version. */
  static boolean isYounger(final String path) {
    return VALUES.containsKey(path);
  }

  /**
   * Returns what a missing setting or group of settings stands for.
   *
   * @param path its path
   * @param group the settings that are there beside it
   * @return a plain value or a map of them; null if the setting is needed
   */
  static Object value(final String path, final Map<?, ?> group) {
    if (needed(path)) {
      return null;
    }
    final Object value = VALUES.get(path);
    if (value instanceof String text && text.startsWith(SAME_AS)) {
      final Object other = group.get(text.substring(SAME_AS.length()));
      return other == null ? ofPreset(path) : other;
    }
    return value == null ? ofPreset(path) : value;
  }

  private static Object ofPreset(final String path) {
    Object value = SettingsMap.toMap(Preset.PAPER.settings(1));
    for (final String key : path.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return value;
  }
}
