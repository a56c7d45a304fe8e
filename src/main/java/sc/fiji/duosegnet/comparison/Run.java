package sc.fiji.duosegnet.comparison;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Locale;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * One training of a comparison.
 *
 * @param method how it is trained
 * @param fraction labeled part, above 0 and up to 1, of the images that are not held out for
 *     testing
 * @param seed seed of the split and of the training
 */
public record Run(Method method, double fraction, long seed) implements Serializable {

  /** Returns a name that file names can have, such as {@code duo-segnet-0.05-seed-1}. */
  public String name() {
    return method.label().toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + splitName();
  }

  /** Returns the name of the split, which all methods share, such as {@code 0.05-seed-1}. */
  String splitName() {
    return text(fraction) + "-seed-" + seed;
  }

  /** Returns the settings of this run, given those that all runs have in common. */
  TrainingSettings settings(TrainingSettings common) {
    return common.with("method", method).with("seed", seed);
  }

  /** Returns a fraction as people write it, without exponent and closing zeros. */
  public static String text(double fraction) {
    return new BigDecimal(Double.toString(fraction)).stripTrailingZeros().toPlainString();
  }

  /** Returns this run in words. */
  @Override
  public String toString() {
    return method.label() + ", label fraction " + text(fraction) + ", seed " + seed;
  }
}
