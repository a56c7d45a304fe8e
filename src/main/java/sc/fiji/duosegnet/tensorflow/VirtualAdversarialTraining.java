package sc.fiji.duosegnet.tensorflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.model.VatSettings;

/**
 * Virtual adversarial training (Miyato et al. 2018, with one power iteration): KL(p(U) || p(U +
 * r)), mean over pixels, p(U) fixed. r = epsilon g / |g| with g the gradient of KL(p(U) || p(U + xi
 * d)) by d, and d random of unit length, all per image. No pass leaves a trace in the running
 * statistics.
 */
final class VirtualAdversarialTraining implements TrainingMethod {

  private static final float TINY = 1e-12f;

  @Override
  public void build(Context context, SupervisedTerms supervised, LossTerms terms) {
    final VatSettings settings = context.settings().consistency().vat();
    final Map<String, Operand<TFloat32>> group = new LinkedHashMap<>();
    for (int i = 0; i < context.views().size(); i++) {
      group.put("vat" + (i + 1), term(context, i, settings));
    }
    terms.add(progress -> settings.weight() * settings.ramp().factor(progress), group);
  }

  private static Operand<TFloat32> term(Context context, int i, VatSettings settings) {
    final Ops tf = context.tf().withSubScope("vat" + i);
    final Losses losses = new Losses(tf);
    final UNet view = context.views().get(i);
    final Operand<TFloat32> u = context.inputs().u();
    final Operand<TFloat32> clean = tf.stopGradient(view.logits(tf, u, context.untracked()));
    final Operand<TFloat32> direction =
        unit(tf, new RandomNumbers(tf, context.inputs().seed()).normal(i, u.shape()));
    final Operand<TFloat32> probe =
        view.logits(
            tf,
            tf.math.add(u, tf.math.mul(tf.constant((float) settings.xi()), direction)),
            context.untracked());
    final Gradients gradient =
        Gradients.create(tf.scope(), losses.divergence(clean, probe), List.of(direction));
    final Operand<TFloat32> worst =
        tf.math.mul(tf.constant((float) settings.epsilon()), unit(tf, gradient.<TFloat32>dy(0)));
    final Operand<TFloat32> changed =
        view.logits(tf, tf.math.add(u, tf.stopGradient(worst)), context.untracked());
    return losses.divergence(clean, changed);
  }

  /** Brings each image of a batch to unit length. Scaled first, as squares of 1e-23 are zero. */
  static Operand<TFloat32> unit(Ops tf, Operand<TFloat32> x) {
    final Operand<TFloat32> scaled =
        tf.math.div(
            x,
            tf.math.add(
                tf.reduceMax(
                    tf.math.abs(x),
                    tf.constant(new int[] {1, 2, 3}),
                    org.tensorflow.op.core.ReduceMax.keepDims(true)),
                tf.constant(TINY * TINY)));
    return tf.math.div(
        scaled,
        tf.math.sqrt(
            tf.math.add(
                tf.sum(
                    tf.math.square(scaled),
                    tf.constant(new int[] {1, 2, 3}),
                    org.tensorflow.op.core.Sum.keepDims(true)),
                tf.constant(TINY))));
  }

  @Override
  public double start(TrainingSettings settings) {
    return settings.consistency().vat().ramp().start();
  }
}
