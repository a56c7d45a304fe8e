package sc.fiji.duosegnet.tensorflow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.LossSettings;
import sc.fiji.duosegnet.model.StrongViewSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Duo-SegNet with strong views: the moving averages of both views agree on a mask of the weakly
 * augmented unlabeled images, and each view learns it, where it is confident, on a strongly
 * augmented copy of its own. This takes the place of Eq. 5 of Peiris et al. 2021, in which each
 * view follows the other; the critic's verdict (Eq. 6-8) stays, on the masks of the strong copies.
 */
final class DuoSegNetStrong implements TrainingMethod {

  @Override
  public void build(Context context, SupervisedTerms supervised, LossTerms terms) {
    final LossSettings duo = context.settings().losses();
    final StrongViewSettings settings = context.settings().consistency().strongViews();
    final Ops tf = context.tf();
    final Losses losses = new Losses(tf);
    final PseudoMask mask = PseudoMask.of(tf, taught(context), settings);
    final Map<String, Operand<TFloat32>> consistency = new LinkedHashMap<>();
    final Map<String, Operand<TFloat32>> adversarial =
        new LinkedHashMap<>(DuoSegNet.labeledVerdicts(context, supervised, terms));
    for (int i = 0; i < context.views().size(); i++) {
      final TrainingInputs.Strong strong = context.inputs().strong().get(i);
      final Operand<TFloat32> logits =
          context
              .views()
              .get(i)
              .logits(tf.withSubScope("s" + (i + 1)), strong.images(), context.untracked());
      consistency.put(
          "strong" + (i + 1),
          losses.confident(
              logits, mask.mixed(tf, strong.boxes()), settings.dice(), settings.diceSmoothing()));
      final Operand<TFloat32> map = tf.math.sigmoid(logits);
      if (duo.adversarialUnlabeled()) {
        adversarial.put(
            "verdict_unlabeled" + (i + 1),
            losses.crossEntropyOfOne(context.critic().logits(tf.withSubScope("c" + (i + 1)), map)));
      }
      if (duo.criticSeesUnlabeled()) {
        terms.addGenerated(map);
      }
    }
    terms.add(progress -> settings.weight() * settings.ramp().factor(progress), consistency);
    terms.add(duo::adversarialAt, adversarial);
  }

  /** The mean of the averaged views' probabilities of the weakly augmented images. */
  private static Operand<TFloat32> taught(Context context) {
    final Ops tf = context.tf();
    Operand<TFloat32> sum = null;
    for (int i = 0; i < context.teachers().size(); i++) {
      final Operand<TFloat32> probability =
          tf.math.sigmoid(
              context
                  .teachers()
                  .get(i)
                  .logits(
                      tf.withSubScope("t" + (i + 1)), context.inputs().u(), context.teaching()));
      sum = sum == null ? probability : tf.math.add(sum, probability);
    }
    return tf.math.mul(sum, tf.constant(1f / context.teachers().size()));
  }

  @Override
  public double start(TrainingSettings settings) {
    return settings.consistency().strongViews().ramp().start();
  }
}
