package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What trained networks say of an image, each [batch, row, column, 1], 0..1.
 *
 * @param view1 foreground probability of view 1
 * @param view2 foreground probability of view 2
 * @param probability their mean
 * @param confidence mean over the views of sigmoid(psi(Fi)); for methods without a critic the
 *     agreement of the views, 1 - |F1 - F2|
 */
record InferenceOutputs(
    Operand<TFloat32> view1,
    Operand<TFloat32> view2,
    Operand<TFloat32> probability,
    Operand<TFloat32> confidence) {

  /**
   * @param views one U-Net or two; the output of a single one stands for both views
   */
  static InferenceOutputs build(Ops tf, Operand<TFloat32> image, List<UNet> views, Critic critic) {
    final Operand<TFloat32> p1 = probability(tf.withSubScope("view1"), image, views.get(0));
    final Operand<TFloat32> p2 =
        views.size() > 1
            ? probability(tf.withSubScope("view2"), image, views.get(1))
            : tf.identity(p1);
    final Operand<TFloat32> confidence =
        critic == null
            ? tf.math.sub(tf.constant(1f), tf.math.abs(tf.math.sub(p1, p2)))
            : mean(
                tf,
                tf.math.sigmoid(critic.logits(tf.withSubScope("critic1"), p1)),
                tf.math.sigmoid(critic.logits(tf.withSubScope("critic2"), p2)));
    return new InferenceOutputs(p1, p2, mean(tf, p1, p2), confidence);
  }

  private static Operand<TFloat32> probability(Ops tf, Operand<TFloat32> image, UNet view) {
    return tf.math.sigmoid(view.logits(tf, image, UNet.Mode.INFERENCE));
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
    return tf.math.mul(tf.math.add(a, b), tf.constant(0.5f));
  }
}
