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
 *     Operand)}
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
    final Operand<TFloat32> logits1 = logits(tf.withSubScope("view1"), image, views.get(0));
    final Operand<TFloat32> logits2 =
        views.size() > 1 ? logits(tf.withSubScope("view2"), image, views.get(1)) : logits1;
    final Operand<TFloat32> p1 = tf.math.sigmoid(logits1);
    final Operand<TFloat32> p2 = tf.math.sigmoid(logits2);
    final Operand<TFloat32> p = mean(tf, p1, p2);
    final Operand<TFloat32> verdict =
        critic == null
            ? null
            : mean(
                tf,
                tf.math.sigmoid(critic.logits(tf.withSubScope("critic1"), p1)),
                tf.math.sigmoid(critic.logits(tf.withSubScope("critic2"), p2)));
    return new InferenceOutputs(
        p1, p2, p, confidence(tf.withSubScope("confidence"), logits1, logits2), verdict);
  }

  /**
   * Returns the confidence in the mask at each pixel, for every method the same:
   *
   * <pre>1 - (1 - s)^2,   s = (m + mean of m over 17x17 pixels) / 2,
   * m = |2q - 1|,   q = sigmoid((l1 + l2) / 4)</pre>
   *
   * <p>with the logits l1 and l2 of the views. So q is of half the views' mean logit: in logits a
   * view that is sure outweighs one that is not, and views that contradict each other cancel;
   * halved, as networks are surer than they are right, so that pixels that are all near 0 or 1 can
   * still be told apart. Wrong pixels come in groups, so the surroundings add to what a pixel says
   * itself. The square changes no order, only the looks: what is sure becomes nearly white, and
   * doubts differ more from each other. How much each of it finds of the wrong pixels was measured
   * on held-out images, see {@code src/docs/choices.md}. The critic has no part in it: its map
   * finds least.
   */
  private static Operand<TFloat32> confidence(
      Ops tf, Operand<TFloat32> logits1, Operand<TFloat32> logits2) {
    final Operand<TFloat32> pooled = tf.math.mul(tf.math.add(logits1, logits2), tf.constant(0.25f));
    final Operand<TFloat32> doubled = tf.math.mul(tf.math.sigmoid(pooled), tf.constant(2f));
    final Operand<TFloat32> sure = tf.math.abs(tf.math.sub(doubled, tf.constant(1f)));
    final Operand<TFloat32> around =
        mean(tf, sure, new Layers(tf).meanAround(sure, ReceptiveField.CONFIDENCE_RADIUS));
    return tf.math.mul(around, tf.math.sub(tf.constant(2f), around));
  }

  /** Returns what a {@link GraphPredictor} fetches, in its order. */
  List<Operand<TFloat32>> fetched() {
    return critic == null
        ? List.of(view1, view2, confidence)
        : List.of(view1, view2, confidence, critic);
  }

  private static Operand<TFloat32> logits(Ops tf, Operand<TFloat32> image, UNet view) {
    return view.logits(tf, image, UNet.Mode.INFERENCE);
  }

  private static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
    return tf.math.mul(tf.math.add(a, b), tf.constant(0.5f));
  }
}
