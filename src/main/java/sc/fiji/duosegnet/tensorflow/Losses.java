package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The loss terms, each a scalar, computed from logits. */
final class Losses {

  private static final float DICE_EPSILON = 1e-5f;

  private final Ops tf;

  Losses(Ops tf) {
    this.tf = tf;
  }

  /** Cross-entropy per pixel: softplus(logit) - target * logit, which never overflows. */
  Operand<TFloat32> crossEntropyMap(Operand<TFloat32> logits, Operand<TFloat32> target) {
    return tf.math.sub(tf.math.softplus(logits), tf.math.mul(target, logits));
  }

  /** Mean binary cross-entropy against a map of targets in 0..1. */
  Operand<TFloat32> crossEntropy(Operand<TFloat32> logits, Operand<TFloat32> target) {
    return mean(crossEntropyMap(logits, target));
  }

  /**
   * Mean binary cross-entropy weighted per pixel: sum(w * ce) / sum(w), so that the weights choose
   * pixels and do not scale the term.
   */
  Operand<TFloat32> crossEntropy(
      Operand<TFloat32> logits, Operand<TFloat32> target, Operand<TFloat32> weights) {
    return tf.math.div(
        sum(tf.math.mul(weights, crossEntropyMap(logits, target))),
        tf.math.add(sum(weights), tf.constant(DICE_EPSILON)));
  }

  /** Mean binary cross-entropy against 1: softplus(-logit). */
  Operand<TFloat32> crossEntropyOfOne(Operand<TFloat32> logits) {
    return mean(tf.math.softplus(tf.math.neg(logits)));
  }

  /** Mean binary cross-entropy against 0: softplus(logit). */
  Operand<TFloat32> crossEntropyOfZero(Operand<TFloat32> logits) {
    return mean(tf.math.softplus(logits));
  }

  /**
   * Soft Dice loss with L1 denominators over all pixels of the batch (Peiris et al. 2021, Eq. 4): 1
   * - (2 sum(Y F) + e) / (sum(Y) + sum(F) + e).
   */
  Operand<TFloat32> dice(Operand<TFloat32> probability, Operand<TFloat32> mask) {
    final Operand<TFloat32> epsilon = tf.constant(DICE_EPSILON);
    final Operand<TFloat32> both = sum(tf.math.mul(mask, probability));
    return tf.math.sub(
        tf.constant(1f),
        tf.math.div(
            tf.math.add(tf.math.add(both, both), epsilon),
            tf.math.add(tf.math.add(sum(mask), sum(probability)), epsilon)));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {0, 1, 2, 3}));
  }

  private Operand<TFloat32> sum(Operand<TFloat32> x) {
    return tf.sum(x, tf.constant(new int[] {0, 1, 2, 3}));
  }
}
