package sc.fiji.duosegnet.model;

/**
 * Weights and switches of the Duo-SegNet losses (Peiris et al. 2021, Eq. 2-8).
 *
 * @param supervised weight ls of the supervised loss (Eq. 2)
 * @param agreement weight lu of the agreement of the two views on unlabeled images (Eq. 5)
 * @param adversarial weight lc of the critic's verdict (Eq. 6-8)
 * @param agreementRamp fraction of the run, 0..1, over which {@code agreement} rises linearly from
 *     0
 * @param adversarialRamp the same for {@code adversarial}; both count from the begin of the run. A
 *     method whose unlabeled images set in later, as strong views do, begins with what the ramp has
 *     come to by then
 * @param confidenceWeighted weights the agreement per pixel by the other view's confidence
 * @param literalAgreement Eq. 5 as printed, with gradients into both views, instead of each view
 *     following the other's fixed output
 * @param adversarialUnlabeled the critic's verdict on unlabeled images counts too, not only that on
 *     labeled ones
 * @param criticSeesUnlabeled the critic also learns that masks of unlabeled images are generated
 */
public record LossSettings(
    double supervised,
    double agreement,
    double adversarial,
    double agreementRamp,
    double adversarialRamp,
    boolean confidenceWeighted,
    boolean literalAgreement,
    boolean adversarialUnlabeled,
    boolean criticSeesUnlabeled) {

  public LossSettings {
    Check.within("supervised_weight", supervised, 0, 1000);
    Check.within("agreement_weight", agreement, 0, 1000);
    Check.within("adversarial_weight", adversarial, 0, 1000);
    Check.within("agreement_ramp", agreementRamp, 0, 1);
    Check.within("adversarial_ramp", adversarialRamp, 0, 1);
  }

  /**
   * @param progress finished part of the run, 0..1
   * @return the agreement's weight at that point
   */
  public double agreementAt(final double progress) {
    return agreement * ramp(agreementRamp, progress);
  }

  /**
   * @param progress finished part of the run, 0..1
   * @return the adversarial term's weight at that point
   */
  public double adversarialAt(final double progress) {
    return adversarial * ramp(adversarialRamp, progress);
  }

  private static double ramp(final double fraction, final double progress) {
    return fraction <= 0 ? 1 : Math.min(1, progress / fraction);
  }
}
