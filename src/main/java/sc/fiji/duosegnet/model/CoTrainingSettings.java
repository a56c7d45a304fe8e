package sc.fiji.duosegnet.model;

/**
 * Deep co-training (Qiao et al. 2018; for segmentation Peng et al. 2020): the views agree on
 * unlabeled images, and each withstands the adversarial examples of the other, which keeps them
 * apart.
 *
 * @param agreement weight of the Jensen-Shannon divergence of the views on unlabeled images
 * @param agreementRamp its course over the run
 * @param adversarial weight of the mean of the four divergences on adversarial examples
 * @param adversarialRamp its course over the run
 * @param epsilon step of the fast gradient sign method, as a part of each image's intensity range:
 *     Qiao et al. give it for intensities from 0 to 1, which normalized images do not have
 */
public record CoTrainingSettings(
    double agreement,
    Ramp agreementRamp,
    double adversarial,
    Ramp adversarialRamp,
    double epsilon) {

  /** Peng et al.'s weights. */
  public static final CoTrainingSettings DEFAULT =
      new CoTrainingSettings(0.5, new Ramp(0, 0.4), 0.05, new Ramp(0.2, 0), 0.03);

  public CoTrainingSettings {
    Check.within("co_training.agreement", agreement, 0, 1000);
    Check.given("co_training.agreement_ramp", agreementRamp);
    Check.within("co_training.adversarial", adversarial, 0, 1000);
    Check.given("co_training.adversarial_ramp", adversarialRamp);
    Check.within("co_training.epsilon", epsilon, 0, 100);
  }
}
