package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.StrongViewSettings;

/**
 * Thresholds of pseudo-masks that follow the teacher (FreeMatch, Wang et al. 2023, Eq. 5 to 8, for
 * two classes of pixels): for foreground the mean probability of the pixels taken for foreground,
 * for background that of those taken for background. Rare objects, which a teacher is less sure of
 * than of what is around them, are so taught at a lower probability, and where both are equally
 * well known the thresholds are alike.
 *
 * <p>Means are of sums over pixels that fade by a constant factor each step, so that an image with
 * a few pixels of foreground moves them little.
 */
final class AdaptiveThresholds {

  private static final float KEPT = 0.99f;

  private final Variable<TFloat32> sums;
  private final Variable<TFloat32> counts;

  /**
   * @param variables where the sums are kept
   * @param teacher name of the teacher that they belong to
   * @param settings where the thresholds begin
   */
  AdaptiveThresholds(Variables variables, String teacher, StrongViewSettings settings) {
    final String name = "thresholds/" + teacher;
    sums =
        variables.state(
            name + "/sums", (float) settings.threshold(), (float) settings.backgroundThreshold());
    counts = variables.state(name + "/counts", 1, 1);
  }

  /** Returns the threshold of foreground, [1]. */
  Operand<TFloat32> foreground(Ops tf) {
    return mean(tf, 0);
  }

  /** Returns the threshold of background, [1]. */
  Operand<TFloat32> background(Ops tf) {
    return mean(tf, 1);
  }

  private Operand<TFloat32> mean(Ops tf, int place) {
    return tf.slice(
        tf.math.div(sums, counts), tf.constant(new int[] {place}), tf.constant(new int[] {1}));
  }

  /**
   * Returns the ops that take in the probabilities of a step.
   *
   * @param probability [batch, row, column, 1], 0..1
   */
  List<Op> updates(Ops tf, Operand<TFloat32> probability) {
    final Operand<TFloat32> one = tf.constant(1f);
    final Operand<TFloat32> foreground =
        tf.dtypes.cast(tf.math.greater(probability, tf.constant(0.5f)), TFloat32.class);
    final Operand<TFloat32> background = tf.math.sub(one, foreground);
    return List.of(
        update(
            tf,
            sums,
            tf.math.mul(foreground, probability),
            tf.math.mul(background, tf.math.sub(one, probability))),
        update(tf, counts, foreground, background));
  }

  private static Op update(
      Ops tf, Variable<TFloat32> sums, Operand<TFloat32> foreground, Operand<TFloat32> background) {
    final Operand<TFloat32> added = tf.stack(List.of(sum(tf, foreground), sum(tf, background)));
    return tf.assign(sums, tf.math.add(tf.math.mul(sums, tf.constant(KEPT)), added));
  }

  private static Operand<TFloat32> sum(Ops tf, Operand<TFloat32> x) {
    return tf.sum(x, tf.constant(new int[] {0, 1, 2, 3}));
  }
}
