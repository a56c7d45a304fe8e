package sc.fiji.duosegnet.model;

/**
 * Virtual adversarial training (Miyato et al. 2018): outputs shall not change under the small
 * change of an unlabeled image that would change them most.
 *
 * @param weight weight of the term
 * @param ramp its course over the run
 * @param xi length of the probing step that finds the worst direction, per image, in normalized
 *     intensities; at the usual 1e-6 the difference is lost in single precision
 * @param epsilon length of the change, per image, in normalized intensities
 */
public record VatSettings(double weight, Ramp ramp, double xi, double epsilon) {

  /** One power iteration, as in the original. */
  public static final VatSettings DEFAULT = new VatSettings(0.3, new Ramp(0, 0.4), 1.0, 8.0);

  public VatSettings {
    Check.within("vat.weight", weight, 0, 1000);
    Check.given("vat.ramp", ramp);
    Check.within("vat.xi", xi, 1e-3, 1000);
    Check.within("vat.epsilon", epsilon, 0, 1000);
  }
}
