package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.LossSettings;

/**
 * Duo-SegNet (Peiris et al. 2021): supervised loss, agreement of the views on unlabeled images (Eq.
 * 5) and the critic's verdict (Eq. 6-8, non-saturating), weighted as in Eq. 2. The critic's weights
 * take part in the verdict but are not changed by it.
 */
final class DuoSegNet implements TrainingMethod {

  private final Placeholder<TFloat32> agreementWeight;
  private final Placeholder<TFloat32> adversarialWeight;
  private final LossSettings settings;
  private final Map<String, Operand<TFloat32>> terms = new LinkedHashMap<>();
  private final List<Operand<TFloat32>> generated = new ArrayList<>();
  private final Operand<TFloat32> total;

  DuoSegNet(Context context) {
    settings = context.settings().losses();
    final Ops tf = context.tf();
    final Losses losses = new Losses(tf);
    agreementWeight = weight(tf, "agreement_weight");
    adversarialWeight = weight(tf, "adversarial_weight");

    final SupervisedTerms supervised = new SupervisedTerms(context);
    final Operand<TFloat32> u = context.inputs().u();
    final Operand<TFloat32> logits1 =
        context.view1().logits(tf.withSubScope("u1"), u, context.mode());
    final Operand<TFloat32> logits2 =
        context.view2().logits(tf.withSubScope("u2"), u, context.mode());
    final Operand<TFloat32> p1 = tf.math.sigmoid(logits1);
    final Operand<TFloat32> p2 = tf.math.sigmoid(logits2);

    final Critic critic = context.critic();
    final Operand<TFloat32> verdict1 = critic.logits(tf.withSubScope("c1"), p1);
    final Operand<TFloat32> verdict2 = critic.logits(tf.withSubScope("c2"), p2);
    terms.putAll(supervised.terms);
    terms.put("agreement1", agreement(tf, losses, logits1, p2, verdict2));
    terms.put("agreement2", agreement(tf, losses, logits2, p1, verdict1));
    terms.put(
        "verdict_labeled1",
        losses.crossEntropyOfOne(critic.logits(tf.withSubScope("cx1"), supervised.probability1)));
    terms.put(
        "verdict_labeled2",
        losses.crossEntropyOfOne(critic.logits(tf.withSubScope("cx2"), supervised.probability2)));
    terms.put("verdict_unlabeled1", losses.crossEntropyOfOne(verdict1));
    terms.put("verdict_unlabeled2", losses.crossEntropyOfOne(verdict2));

    total =
        tf.math.add(
            tf.math.mul(tf.constant((float) settings.supervised()), supervised.total),
            tf.math.add(
                tf.math.mul(agreementWeight, sum(tf, "agreement")),
                tf.math.mul(adversarialWeight, sum(tf, "verdict"))));
    generated.add(supervised.probability1);
    generated.add(supervised.probability2);
    if (settings.criticSeesUnlabeled()) {
      generated.add(p1);
      generated.add(p2);
    }
  }

  private static Placeholder<TFloat32> weight(Ops tf, String name) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  /**
   * One half of Eq. 5: this view follows the other, whose output is fixed unless read literally.
   */
  private Operand<TFloat32> agreement(
      Ops tf,
      Losses losses,
      Operand<TFloat32> logits,
      Operand<TFloat32> other,
      Operand<TFloat32> otherVerdict) {
    final Operand<TFloat32> target = settings.literalAgreement() ? other : tf.stopGradient(other);
    return settings.confidenceWeighted()
        ? losses.crossEntropy(logits, target, tf.stopGradient(tf.math.sigmoid(otherVerdict)))
        : losses.crossEntropy(logits, target);
  }

  private Operand<TFloat32> sum(Ops tf, String prefix) {
    Operand<TFloat32> sum = null;
    for (final Map.Entry<String, Operand<TFloat32>> term : terms.entrySet()) {
      if (term.getKey().startsWith(prefix)) {
        sum = sum == null ? term.getValue() : tf.math.add(sum, term.getValue());
      }
    }
    return sum;
  }

  @Override
  public Operand<TFloat32> total() {
    return total;
  }

  @Override
  public Map<String, Operand<TFloat32>> terms() {
    return terms;
  }

  @Override
  public void feedWeights(Session.Runner runner, double progress, List<TFloat32> made) {
    TrainingInputs.feed(runner, agreementWeight, settings.agreementAt(progress), made);
    TrainingInputs.feed(runner, adversarialWeight, settings.adversarialAt(progress), made);
  }

  @Override
  public List<Operand<TFloat32>> generated() {
    return generated;
  }
}
