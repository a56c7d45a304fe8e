package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;

/**
 * Updates of weights by their gradients. No update starts before all gradients are there: the
 * variables share memory with what the backward pass reads.
 */
final class Optimizers {

  private static final float RMS_EPSILON = 1e-8f;

  private Optimizers() {}

  /** Makes the update of one weight. */
  private interface Rule {
    Op update(Ops gated, Variables.Entry weight, Operand<TFloat32> gradient);
  }

  /** Gradients of a loss by weights, all of which it must reach. */
  static List<Operand<TFloat32>> gradients(
      Ops tf, Operand<TFloat32> loss, List<Variables.Entry> weights) {
    final Gradients gradients = Gradients.create(tf.scope(), loss, Variables.operands(weights));
    final List<Operand<TFloat32>> list = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      list.add(gradients.<TFloat32>dy(i));
    }
    return list;
  }

  /** SGD with momentum: m = momentum * m + g, w = w - rate * m. */
  static List<Op> momentum(
      Ops tf,
      Variables variables,
      List<Variables.Entry> weights,
      List<Operand<TFloat32>> gradients,
      Operand<TFloat32> rate,
      double momentum) {
    final Operand<TFloat32> factor = tf.constant((float) momentum);
    return gated(
        tf,
        weights,
        gradients,
        (gated, weight, gradient) ->
            gated.train.applyMomentum(
                weight.variable(), variables.slot(weight, "momentum", 0), rate, gradient, factor));
  }

  /**
   * RMSProp (Tieleman and Hinton 2012): s = decay * s + (1 - decay) * g^2, w = w - rate * g /
   * sqrt(s + epsilon), s from 0.
   */
  static List<Op> rmsProp(
      Ops tf,
      Variables variables,
      List<Variables.Entry> weights,
      List<Operand<TFloat32>> gradients,
      double rate,
      double decay) {
    return gated(
        tf,
        weights,
        gradients,
        (gated, weight, gradient) ->
            gated.train.applyRmsProp(
                weight.variable(),
                variables.slot(weight, "mean_square", 0),
                variables.slot(weight, "momentum", 0),
                tf.constant((float) rate),
                tf.constant((float) decay),
                tf.constant(0f),
                tf.constant(RMS_EPSILON),
                gradient));
  }

  private static List<Op> gated(
      Ops tf, List<Variables.Entry> weights, List<Operand<TFloat32>> gradients, Rule rule) {
    final Ops gated = tf.withControlDependencies(new ArrayList<Op>(gradients));
    final List<Op> updates = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      updates.add(rule.update(gated, weights.get(i), gradients.get(i)));
    }
    return updates;
  }
}
