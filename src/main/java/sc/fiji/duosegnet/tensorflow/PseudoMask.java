package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.StrongViewSettings;

/**
 * A mask made from probabilities, without gradient.
 *
 * @param target 1 where the probability is above one half, else 0; or the probability itself
 * @param confident 1 where the likelier class has at least its threshold's probability, else 0
 */
record PseudoMask(Operand<TFloat32> target, Operand<TFloat32> confident) {

  /**
   * What a weakly augmented image's probabilities teach on strong views, as the settings say.
   *
   * @param probability [batch, row, column, 1], 0..1
   */
  static PseudoMask of(Ops tf, Operand<TFloat32> probability, StrongViewSettings settings) {
    return of(
        tf,
        probability,
        settings.softTargets(),
        settings.threshold(),
        settings.backgroundThreshold());
  }

  /**
   * @param probability [batch, row, column, 1], 0..1
   * @param threshold least probability of the likelier class, 0.5..1
   */
  static PseudoMask of(Ops tf, Operand<TFloat32> probability, double threshold) {
    return of(tf, probability, false, threshold, threshold);
  }

  private static PseudoMask of(
      Ops tf, Operand<TFloat32> probability, boolean soft, double foreground, double background) {
    final Operand<TFloat32> fixed = tf.stopGradient(probability);
    return new PseudoMask(
        soft ? fixed : mask(tf, fixed),
        tf.math.maximum(
            atLeast(tf, fixed, foreground),
            atLeast(tf, tf.math.sub(tf.constant(1f), fixed), background)));
  }

  private static Operand<TFloat32> mask(Ops tf, Operand<TFloat32> probability) {
    return tf.dtypes.cast(tf.math.greater(probability, tf.constant(0.5f)), TFloat32.class);
  }

  private static Operand<TFloat32> atLeast(
      Ops tf, Operand<TFloat32> probability, double threshold) {
    return tf.dtypes.cast(
        tf.math.greaterEqual(probability, tf.constant((float) threshold)), TFloat32.class);
  }

  /**
   * Mixes the masks as CutMix has mixed the images: where a box is 1, with that of the next image
   * of the batch, the last one's with the first; that of a single image stays as it is.
   *
   * @param boxes [batch, row, column, 1], 0 or 1
   */
  PseudoMask mixed(Ops tf, Operand<TFloat32> boxes) {
    return new PseudoMask(mix(tf, target, boxes), mix(tf, confident, boxes));
  }

  private static Operand<TFloat32> mix(Ops tf, Operand<TFloat32> map, Operand<TFloat32> boxes) {
    final long count = map.shape().get(0);
    if (count < 2) {
      return map;
    }
    final Operand<TFloat32> first =
        tf.slice(map, tf.constant(new int[] {0, 0, 0, 0}), tf.constant(new int[] {1, -1, -1, -1}));
    final Operand<TFloat32> rest =
        tf.slice(map, tf.constant(new int[] {1, 0, 0, 0}), tf.constant(new int[] {-1, -1, -1, -1}));
    final Operand<TFloat32> next = tf.concat(List.of(rest, first), tf.constant(0));
    return tf.math.add(map, tf.math.mul(boxes, tf.math.sub(next, map)));
  }
}
