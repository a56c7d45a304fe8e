package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The loss terms, each a scalar, computed from logits. */
final class Losses {

  private static final float DICE_EPSILON = 1e-5f;
  private static final float TINY = 1e-30f;

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
    return fraction(probability, mask, tf.constant(DICE_EPSILON));
  }

  private Operand<TFloat32> fraction(
      Operand<TFloat32> probability, Operand<TFloat32> mask, Operand<TFloat32> epsilon) {
    final Operand<TFloat32> both = sum(tf.math.mul(mask, probability));
    return tf.math.sub(
        tf.constant(1f),
        tf.math.div(
            tf.math.add(tf.math.add(both, both), epsilon),
            tf.math.add(tf.math.add(sum(mask), sum(probability)), epsilon)));
  }

  /**
   * Soft Dice loss over some pixels: {@link #dice} with everything outside left out.
   *
   * @param weights 1 for the pixels that take part, 0 elsewhere
   * @param smoothing share of these pixels that e is raised by
   */
  private Operand<TFloat32> dice(
      Operand<TFloat32> probability,
      Operand<TFloat32> mask,
      Operand<TFloat32> weights,
      double smoothing) {
    final Operand<TFloat32> epsilon = tf.constant(DICE_EPSILON);
    return fraction(
        tf.math.mul(probability, weights),
        tf.math.mul(mask, weights),
        smoothing == 0
            ? epsilon
            : tf.math.add(tf.math.mul(sum(weights), tf.constant((float) smoothing)), epsilon));
  }

  /**
   * What a network is taught by a mask where it is confident: (1 - d) cross-entropy + d Dice. The
   * cross-entropy is summed over the confident pixels and divided by the number of all, so that the
   * term grows with confidence (Sohn et al. 2020, Eq. 4).
   *
   * @param share d, 0..1; one half as in supervision
   * @param smoothing share of the confident pixels that smooths the Dice loss
   */
  Operand<TFloat32> confident(
      Operand<TFloat32> logits, PseudoMask mask, double share, double smoothing) {
    final Operand<TFloat32> entropy =
        mean(tf.math.mul(mask.confident(), crossEntropyMap(logits, mask.target())));
    return tf.math.add(
        tf.math.mul(tf.constant((float) (1 - share)), entropy),
        tf.math.mul(
            tf.constant((float) share),
            dice(tf.math.sigmoid(logits), mask.target(), mask.confident(), smoothing)));
  }

  /** Mean of the squared difference. */
  Operand<TFloat32> meanSquare(Operand<TFloat32> a, Operand<TFloat32> b) {
    return mean(tf.math.squaredDifference(a, b));
  }

  /**
   * Kullback-Leibler divergence of two-class distributions, mean over pixels: KL(p || q) = p (log p
   * - log q) + (1-p) (log(1-p) - log(1-q)), with log p = -softplus(-logit).
   *
   * @param logits of p
   * @param others logits of q
   */
  Operand<TFloat32> divergence(Operand<TFloat32> logits, Operand<TFloat32> others) {
    final Operand<TFloat32> foreground =
        tf.math.mul(
            tf.math.sigmoid(logits),
            tf.math.sub(
                tf.math.softplus(tf.math.neg(others)), tf.math.softplus(tf.math.neg(logits))));
    final Operand<TFloat32> background =
        tf.math.mul(
            tf.math.sigmoid(tf.math.neg(logits)),
            tf.math.sub(tf.math.softplus(others), tf.math.softplus(logits)));
    return mean(tf.math.add(foreground, background));
  }

  /**
   * Jensen-Shannon divergence of two-class distributions, mean over pixels: H((p+q)/2) - (H(p) +
   * H(q))/2, with the entropy H(p) = -p log p - (1-p) log(1-p).
   */
  Operand<TFloat32> jensenShannon(Operand<TFloat32> logits, Operand<TFloat32> others) {
    final Operand<TFloat32> half = tf.constant(0.5f);
    final Operand<TFloat32> foreground =
        tf.math.mul(half, tf.math.add(tf.math.sigmoid(logits), tf.math.sigmoid(others)));
    final Operand<TFloat32> background =
        tf.math.mul(
            half,
            tf.math.add(
                tf.math.sigmoid(tf.math.neg(logits)), tf.math.sigmoid(tf.math.neg(others))));
    final Operand<TFloat32> ofMean =
        tf.math.neg(tf.math.add(selfInformation(foreground), selfInformation(background)));
    return mean(
        tf.math.sub(
            ofMean, tf.math.mul(half, tf.math.add(entropyMap(logits), entropyMap(others)))));
  }

  /** p log p; the small number keeps log 0 away, where p log p is 0. */
  private Operand<TFloat32> selfInformation(Operand<TFloat32> p) {
    return tf.math.mul(p, tf.math.log(tf.math.add(p, tf.constant(TINY))));
  }

  private Operand<TFloat32> entropyMap(Operand<TFloat32> logits) {
    final Operand<TFloat32> negative = tf.math.neg(logits);
    return tf.math.add(
        tf.math.mul(tf.math.sigmoid(logits), tf.math.softplus(negative)),
        tf.math.mul(tf.math.sigmoid(negative), tf.math.softplus(logits)));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> x) {
    return tf.math.mean(x, tf.constant(new int[] {0, 1, 2, 3}));
  }

  private Operand<TFloat32> sum(Operand<TFloat32> x) {
    return tf.sum(x, tf.constant(new int[] {0, 1, 2, 3}));
  }
}
