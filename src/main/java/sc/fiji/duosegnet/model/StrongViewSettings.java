package sc.fiji.duosegnet.model;

/**
 * Weak-to-strong consistency (FixMatch, Sohn et al. 2020; for segmentation UniMatch, Yang et al.
 * 2023): the mask of a weakly augmented image teaches the networks on a strongly augmented one.
 *
 * @param weight weight of the term
 * @param ramp its course over the run; before its start supervision alone finds the foreground,
 *     without which all may collapse to background
 * @param threshold least probability, 0.5..1, at which a pixel is taught as foreground
 * @param backgroundThreshold least probability of background, 0.5..1, at which a pixel is taught as
 *     background; where objects are rare, a high one keeps those that are not found yet from being
 *     taught away
 * @param priorExponent 0..1, how far thresholds give way to rare objects: when a training starts,
 *     the odds of the foreground threshold are multiplied by (odds of foreground among the labeled
 *     pixels / odds of {@code commonShare}) to this power, and those of the background threshold
 *     divided by it, if foreground is rarer than that (after the logit adjustment of Menon et al.
 *     2021). What is rare, and which a network is seldom sure of, is so taught sooner and not
 *     taught away; 0 for thresholds as they are
 * @param commonShare 0.001..0.5, share of foreground from which on thresholds stay as they are
 * @param softTargets whether the target is the weak image's probability itself, as in Eq. 5 of
 *     Peiris et al. 2021, or its mask
 * @param dice share, 0..1, of the Dice loss; the rest is cross-entropy
 * @param diceSmoothing share, 0..1, of the confident pixels that is added to both sides of the Dice
 *     loss's fraction. At 0, a batch whose masks are empty teaches nothing through it, and some
 *     wrong pixels of foreground teach as much as a whole object
 * @param featureDropout probability, 0..1, with which UniMatch drops a channel of the encoder's
 *     features in its third view
 */
public record StrongViewSettings(
    double weight,
    Ramp ramp,
    double threshold,
    double backgroundThreshold,
    double priorExponent,
    double commonShare,
    boolean softTargets,
    double dice,
    double diceSmoothing,
    double featureDropout) {

  /** UniMatch's threshold and dropout, after a supervised warm-up. */
  public static final StrongViewSettings UNIMATCH =
      new StrongViewSettings(1.0, new Ramp(0.2, 0.2), 0.95, 0.95, 0, 0.1, false, 0.5, 0, 0.5);

  /**
   * With thresholds that follow how common objects are: what the averages of the views miss, they
   * are sure of being background where objects are rare, and would teach that. They follow the
   * networks by about a hundred steps, so the term sets in later.
   */
  public static final StrongViewSettings DUO_SEGNET =
      new StrongViewSettings(1.0, new Ramp(0.3, 0.2), 0.95, 0.95, 0.7, 0.1, false, 0.1, 0, 0);

  public StrongViewSettings {
    Check.within("strong_views.weight", weight, 0, 1000);
    Check.given("strong_views.ramp", ramp);
    Check.within("strong_views.threshold", threshold, 0.5, 1);
    Check.within("strong_views.background_threshold", backgroundThreshold, 0.5, 1);
    Check.within("strong_views.prior_exponent", priorExponent, 0, 1);
    Check.within("strong_views.common_share", commonShare, 0.001, 0.5);
    Check.within("strong_views.dice", dice, 0, 1);
    Check.within("strong_views.dice_smoothing", diceSmoothing, 0, 1);
    Check.within("strong_views.feature_dropout", featureDropout, 0, 0.9);
  }
}
