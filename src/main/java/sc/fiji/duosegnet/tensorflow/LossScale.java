package sc.fiji.duosegnet.tensorflow;

import java.util.Map;

/**
 * The factor by which a loss is multiplied before gradients are taken in half precision, where
 * numbers below 6e-8 are nothing and those above 65504 infinite. It is halved after a step whose
 * gradients overflowed, and doubled after {@value #PATIENCE} steps in a row without (Micikevicius
 * et al. 2018, "Mixed Precision Training", section 3.2). Always a power of two, so that multiplying
 * and dividing by it changes no digit.
 */
final class LossScale {

  static final int PATIENCE = 2000;
  private static final int FIRST = 15;
  private static final int MOST = 24;

  private int exponent;
  private int steps;
  private long skipped;

  LossScale() {
    this(FIRST);
  }

  /**
   * @param exponent the factor's first logarithm to base two
   */
  LossScale(int exponent) {
    this.exponent = exponent;
  }

  /** Returns the factor. */
  double value() {
    return Math.scalb(1.0, exponent);
  }

  /** Says whether all gradients of a step were finite. */
  void stepped(boolean finite) {
    if (!finite) {
      exponent = Math.max(0, exponent - 1);
      steps = 0;
      skipped++;
    } else if (++steps >= PATIENCE) {
      exponent = Math.min(Math.max(MOST, exponent), exponent + 1);
      steps = 0;
    }
  }

  /** Returns how many steps were left out. */
  long skipped() {
    return skipped;
  }

  /** Adds all of this factor's state to a training's counters. */
  void addTo(String prefix, Map<String, Long> counters) {
    counters.put(prefix + ".loss_scale", (long) exponent);
    counters.put(prefix + ".steps_of_loss_scale", (long) steps);
    counters.put(prefix + ".skipped_steps", skipped);
  }

  /** Puts back what {@link #addTo} gave. */
  void setFrom(String prefix, Map<String, Long> counters) {
    exponent = counters.getOrDefault(prefix + ".loss_scale", (long) exponent).intValue();
    steps = counters.getOrDefault(prefix + ".steps_of_loss_scale", 0L).intValue();
    skipped = counters.getOrDefault(prefix + ".skipped_steps", 0L);
  }
}
