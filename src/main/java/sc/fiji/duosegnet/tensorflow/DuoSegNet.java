package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.LossSettings;

/**
 * Duo-SegNet (Peiris et al. 2021): supervised loss, agreement of the views on unlabeled images (Eq.
 * 5) and the critic's verdict (Eq. 6-8, non-saturating), weighted as in Eq. 2. The critic's weights
 * take part in the verdict but are not changed by it. With a single view there is no agreement (the
 * paper's ablation "one network"). Where no loss looks at unlabeled images (its ablation "without
 * unlabeled data"), there is no pass over them, as it would leave a trace in the running statistics
 * and so, by batch renormalization, in the weights.
 */
final class DuoSegNet implements TrainingMethod {

  @Override
  public void build(Context context, SupervisedTerms supervised, LossTerms terms) {
    final LossSettings settings = context.settings().losses();
    final Ops tf = context.tf();
    final Losses losses = new Losses(tf);
    final List<Operand<TFloat32>> logits = new ArrayList<>();
    final List<Operand<TFloat32>> probabilities = new ArrayList<>();
    final List<Operand<TFloat32>> verdicts = new ArrayList<>();
    final List<UNet> views =
        usesUnlabeled(settings, context.views().size()) ? context.views() : List.of();
    for (int i = 0; i < views.size(); i++) {
      final Operand<TFloat32> output =
          views.get(i).logits(tf.withSubScope("u" + (i + 1)), context.inputs().u(), context.mode());
      logits.add(output);
      probabilities.add(tf.math.sigmoid(output));
      verdicts.add(context.critic().logits(tf.withSubScope("c" + (i + 1)), probabilities.get(i)));
    }
    if (logits.size() > 1) {
      final Map<String, Operand<TFloat32>> agreement = new LinkedHashMap<>();
      for (int i = 0; i < 2; i++) {
        agreement.put(
            "agreement" + (i + 1),
            agreement(
                tf,
                losses,
                settings,
                logits.get(i),
                probabilities.get(1 - i),
                verdicts.get(1 - i)));
      }
      terms.add(settings::agreementAt, agreement);
    }
    final Map<String, Operand<TFloat32>> adversarial =
        new LinkedHashMap<>(labeledVerdicts(context, supervised, terms));
    if (settings.adversarialUnlabeled()) {
      for (int i = 0; i < verdicts.size(); i++) {
        adversarial.put("verdict_unlabeled" + (i + 1), losses.crossEntropyOfOne(verdicts.get(i)));
      }
    }
    terms.add(settings::adversarialAt, adversarial);
    if (settings.criticSeesUnlabeled()) {
      probabilities.forEach(terms::addGenerated);
    }
  }

  /** Tells whether a term that has a weight, or the critic, looks at masks of unlabeled images. */
  private static boolean usesUnlabeled(LossSettings settings, int views) {
    return settings.agreement() > 0 && views > 1
        || settings.adversarial() > 0 && settings.adversarialUnlabeled()
        || settings.criticSeesUnlabeled();
  }

  /** The critic's verdicts on the labeled images' masks, which it is then shown as generated. */
  static Map<String, Operand<TFloat32>> labeledVerdicts(
      Context context, SupervisedTerms supervised, LossTerms terms) {
    final Ops tf = context.tf();
    final Map<String, Operand<TFloat32>> verdicts = new LinkedHashMap<>();
    for (int i = 0; i < supervised.probabilities().size(); i++) {
      final Operand<TFloat32> map = supervised.probabilities().get(i);
      verdicts.put(
          "verdict_labeled" + (i + 1),
          new Losses(tf)
              .crossEntropyOfOne(context.critic().logits(tf.withSubScope("cx" + (i + 1)), map)));
      terms.addGenerated(map);
    }
    return verdicts;
  }

  /**
   * One half of Eq. 5: this view follows the other, whose output is fixed unless read literally.
   */
  private static Operand<TFloat32> agreement(
      Ops tf,
      Losses losses,
      LossSettings settings,
      Operand<TFloat32> logits,
      Operand<TFloat32> other,
      Operand<TFloat32> otherVerdict) {
    final Operand<TFloat32> target = settings.literalAgreement() ? other : tf.stopGradient(other);
    return settings.confidenceWeighted()
        ? losses.crossEntropy(logits, target, tf.stopGradient(tf.math.sigmoid(otherVerdict)))
        : losses.crossEntropy(logits, target);
  }
}
