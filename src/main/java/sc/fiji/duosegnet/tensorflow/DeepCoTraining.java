package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceMin;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.CoTrainingSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Deep co-training (Qiao et al. 2018; Peng et al. 2020): the Jensen-Shannon divergence of the views
 * on unlabeled images, and KL(p_own(x) || p_other(x_adv)) with p_own fixed, where x_adv was made
 * against the own view: of the labeled images of each view with their masks as target, of the
 * unlabeled ones with the view's own mask; the mean of these four counts. The attacker uses the
 * running statistics.
 */
final class DeepCoTraining implements TrainingMethod {

  @Override
  public void build(Context context, SupervisedTerms supervised, LossTerms terms) {
    final CoTrainingSettings settings = context.settings().consistency().coTraining();
    final Ops tf = context.tf();
    final Losses losses = new Losses(tf);
    final Operand<TFloat32> u = context.inputs().u();
    final List<Operand<TFloat32>> onUnlabeled = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      onUnlabeled.add(context.views().get(i).logits(tf.withSubScope("u" + i), u, context.mode()));
    }
    terms.add(
        progress -> settings.agreement() * settings.agreementRamp().factor(progress),
        Map.of("agreement", losses.jensenShannon(onUnlabeled.get(0), onUnlabeled.get(1))));
    final Map<String, Operand<TFloat32>> adversarial = new LinkedHashMap<>();
    for (int i = 0; i < 2; i++) {
      final TrainingInputs.Labeled labeled = context.inputs().labeled().get(i);
      adversarial.put(
          "adversarial_labeled" + (i + 1),
          withstand(
              context,
              i,
              labeled.x(),
              labeled.y(),
              supervised.logits().get(i),
              settings.epsilon()));
      final Operand<TFloat32> own = tf.math.sigmoid(onUnlabeled.get(i));
      adversarial.put(
          "adversarial_unlabeled" + (i + 1),
          withstand(
              context,
              i,
              u,
              PseudoMask.of(tf, own, 0.5).target(),
              onUnlabeled.get(i),
              settings.epsilon()));
    }
    // The weight is that of their mean.
    final double each = settings.adversarial() / adversarial.size();
    terms.add(progress -> each * settings.adversarialRamp().factor(progress), adversarial);
  }

  /** The other view's divergence on images attacked through view {@code i}. */
  private static Operand<TFloat32> withstand(
      Context context,
      int i,
      Operand<TFloat32> images,
      Operand<TFloat32> masks,
      Operand<TFloat32> ownLogits,
      double epsilon) {
    final Ops tf = context.tf().withSubScope("attack");
    final Operand<TFloat32> attacked =
        attack(tf, context.views().get(i), images, masks, (float) epsilon);
    final Operand<TFloat32> other =
        context.views().get(1 - i).logits(tf, attacked, context.untracked());
    return new Losses(tf).divergence(tf.stopGradient(ownLogits), other);
  }

  /**
   * The fast gradient sign method (Goodfellow et al. 2015): a step up the loss, within the range of
   * each image's intensities.
   */
  static Operand<TFloat32> attack(
      Ops tf, UNet view, Operand<TFloat32> images, Operand<TFloat32> masks, float epsilon) {
    final Operand<TFloat32> loss =
        new Losses(tf).crossEntropy(view.logits(tf, images, UNet.Mode.INFERENCE), masks);
    final Operand<TFloat32> gradient =
        Gradients.create(tf.scope(), loss, List.of(images)).<TFloat32>dy(0);
    final Operand<TFloat32> low =
        tf.reduceMin(images, tf.constant(new int[] {1, 2, 3}), ReduceMin.keepDims(true));
    final Operand<TFloat32> high =
        tf.reduceMax(images, tf.constant(new int[] {1, 2, 3}), ReduceMax.keepDims(true));
    final Operand<TFloat32> step =
        tf.math.mul(
            tf.math.mul(tf.math.sub(high, low), tf.constant(epsilon)), tf.math.sign(gradient));
    return tf.stopGradient(tf.math.minimum(high, tf.math.maximum(low, tf.math.add(images, step))));
  }

  @Override
  public double start(TrainingSettings settings) {
    final CoTrainingSettings own = settings.consistency().coTraining();
    return Math.min(own.agreementRamp().start(), own.adversarialRamp().start());
  }
}
