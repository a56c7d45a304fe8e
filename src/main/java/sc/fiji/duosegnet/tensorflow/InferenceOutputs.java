package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.ReceptiveField;

/**
 * What trained networks say of an image, each [batch, row, column, 1], 0..1.
 *
 * @param view1 foreground probability of view 1
 * @param view2 foreground probability of view 2
 * @param probability their mean
 * @param confidence how sure the views are of the mask, see {@link #confidence(Ops, Operand,
 *     Operand, Operand)}
 * @param critic the critic's map, the mean over the views of sigmoid(psi(Fi)); null for methods
 *     without a critic
 */
record InferenceOutputs(
    Operand<TFloat32> view1,
    Operand<TFloat32> view2,
    Operand<TFloat32> probability,
    Operand<TFloat32> confidence,
    Operand<TFloat32> critic) {

  /**
   * @param views one U-Net or two; the output of a single one stands for both views
   * @param critic null if there is none
   */
  static InferenceOutputs build(Ops tf, Operand<TFloat32> image, List<UNet> views, Critic critic) {
    final Operand<TFloat32> p1 = probability(tf.withSubScope("view1"), image, views.get(0));
    final Operand<TFloat32> p2 =
        views.size() > 1
            ? probability(tf.withSubScope("view2"), image, views.get(1))
            : tf.identity(p1);
    final Operand<TFloat32> p = mean(tf, p1, p2);
    final Operand<TFloat32> verdict =
        critic == null
            ? null
            : mean(
                tf,
                tf.math.sigmoid(critic.logits(tf.withSubScope("critic1"), p1)),
                tf.math.sigmoid(critic.logits(tf.withSubScope("critic2"), p2)));
    return new InferenceOutputs(
        p1, p2, p, confidence(tf.withSubScope("confidence"), p1, p2, p), verdict);
  }

  /**
   * Returns the confidence in the mask at each pixel, for every method the same:
   *
   * <pre>(m + mean of m over 9x9 pixels) / 2,
   * m = |2p - 1| * (1 - |F1 - F2|),   p = (F1 + F2) / 2</pre>
   *
   * <p>The first factor of m is 0 where the mean probability is on the threshold of the mask and 1
   * where it is certain; the second is the agreement of the views, 1 if there is only one. Wrong
   * pixels come in groups, so the surroundings say more of a pixel than it says itself: on held-out
   * training images of Heart, AUROC for wrong pixels was 0.992, of |2p - 1| alone 0.967 (strong
   * views), and 0.950 for 0.903 (supervised); on Nuclei 0.955 for 0.944, but on its test images |2p
   * - 1| alone is better by 0.01 for all methods but strong views. The critic has no part in it:
   * its map had 0.61.
   */
  private static Operand<TFloat32> confidence(
      Ops tf, Operand<TFloat32> p1, Operand<TFloat32> p2, Operand<TFloat32> p) {
    final Operand<TFloat32> one = tf.constant(1f);
    final Operand<TFloat32> margin = tf.math.abs(tf.math.sub(tf.math.mul(tf.constant(2f), p), one));
    final Operand<TFloat32> agreement = tf.math.sub(one, tf.math.abs(tf.math.sub(p1, p2)));
    final Operand<TFloat32> sure = tf.math.mul(margin, agreement);
    return mean(tf, sure, new Layers(tf).meanAround(sure, ReceptiveField.CONFIDENCE_RADIUS));
  }

  /** Returns what a {@link GraphPredictor} fetches, in its order. */
  List<Operand<TFloat32>> fetched() {
    return critic == null
        ? List.of(view1, view2, confidence)
        : List.of(view1, view2, confidence, critic);
  }

  private static Operand<TFloat32> probability(Ops tf, Operand<TFloat32> image, UNet view) {
    return tf.math.sigmoid(view.logits(tf, image, UNet.Mode.INFERENCE));
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
    return tf.math.mul(tf.math.add(a, b), tf.constant(0.5f));
  }
}
