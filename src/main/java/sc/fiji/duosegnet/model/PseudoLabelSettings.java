package sc.fiji.duosegnet.model;

/**
 * Pseudo-labeling (Lee 2013): what a network is sure of on unlabeled images is taken for their
 * mask.
 *
 * @param weight weight of the term
 * @param ramp its course over the run; its start is the supervised warm-up
 * @param threshold least probability of a pixel's class, 0.5..1, at which the pixel takes part
 */
public record PseudoLabelSettings(double weight, Ramp ramp, double threshold) {

  /** Supervised warm-up over a fifth of the run, then confident pixels only. */
  public static final PseudoLabelSettings DEFAULT =
      new PseudoLabelSettings(1.0, new Ramp(0.2, 0.4), 0.95);

  public PseudoLabelSettings {
    Check.within("pseudo_labeling.weight", weight, 0, 1000);
    Check.given("pseudo_labeling.ramp", ramp);
    Check.within("pseudo_labeling.threshold", threshold, 0.5, 1);
  }
}
