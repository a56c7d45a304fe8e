package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Updates of weights by their gradients, none of which starts before a {@link GradientStep} may.
 */
final class Optimizers {

  /** Adam's decay of the mean square. */
  static final double BETA2 = 0.999;

  private static final float RMS_EPSILON = 1e-8f;

  private Optimizers() {}

  /** Makes the update of one weight. */
  interface Rule {
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

  /** The updates of weights by a step's gradients. */
  static List<Op> updates(List<Variables.Entry> weights, GradientStep step, Rule rule) {
    final List<Op> updates = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      updates.add(rule.update(step.gated(), weights.get(i), step.gradients().get(i)));
    }
    return updates;
  }

  /**
   * Another rule, before which a part of the kernels is taken: w = w - rate * decay * w (decoupled
   * weight decay, Loshchilov and Hutter 2019). Biases, and scales and offsets of batch norm, are
   * left as they are.
   */
  static Rule decaying(Operand<TFloat32> rate, double decay, Rule rule) {
    if (decay == 0) {
      return rule;
    }
    return (gated, weight, gradient) -> {
      if (weight.shape().numDimensions() < 2) {
        return rule.update(gated, weight, gradient);
      }
      final Op decayed =
          gated.assignSub(
              weight.variable(),
              gated.math.mul(
                  weight.variable(), gated.math.mul(rate, gated.constant((float) decay))));
      return rule.update(gated.withControlDependencies(List.of(decayed)), weight, gradient);
    };
  }

  /** SGD with momentum: m = momentum * m + g, w = w - rate * m. */
  static Rule momentum(Ops tf, Variables variables, Operand<TFloat32> rate, double momentum) {
    final Operand<TFloat32> factor = tf.constant((float) momentum);
    return (gated, weight, gradient) ->
        gated.train.applyMomentum(
            weight.variable(), variables.slot(weight, "momentum", 0), rate, gradient, factor);
  }

  /**
   * Adam (Kingma and Ba 2015, Algorithm 1, with epsilon as in its section 2): m = b1 m + (1-b1) g,
   * v = b2 v + (1-b2) g^2, w = w - rate sqrt(1-b2^t)/(1-b1^t) m / (sqrt(v) + epsilon).
   *
   * @param powers b1^t and b2^t of the step t = 1, 2, ...
   */
  static Rule adam(
      Ops tf, Variables variables, Operand<TFloat32> rate, double beta1, AdamPowers powers) {
    return (gated, weight, gradient) ->
        gated.train.applyAdam(
            weight.variable(),
            variables.slot(weight, "momentum", 0),
            variables.slot(weight, "mean_square", 0),
            powers.first(),
            powers.second(),
            rate,
            tf.constant((float) beta1),
            tf.constant((float) BETA2),
            tf.constant(RMS_EPSILON),
            gradient);
  }

  /** The powers of Adam's two decays at a step, which undo the bias of the averages. */
  record AdamPowers(Placeholder<TFloat32> first, Placeholder<TFloat32> second) {}

  /**
   * RMSProp (Tieleman and Hinton 2012): s = decay * s + (1 - decay) * g^2, w = w - rate * g /
   * sqrt(s + epsilon), s from 0. PyTorch, in which Peiris et al. 2021 worked, divides by sqrt(s) +
   * epsilon instead, with the same epsilon of 1e-8. There sqrt(s) counts down to 1e-8, here down to
   * 1e-4 only: of a weight whose gradients have a root mean square r below that, a step has about r
   * / 1e-4 of the length that it has there.
   */
  static Rule rmsProp(Ops tf, Variables variables, double rate, double decay) {
    return (gated, weight, gradient) ->
        gated.train.applyRmsProp(
            weight.variable(),
            variables.slot(weight, "mean_square", 0),
            variables.slot(weight, "momentum", 0),
            tf.constant((float) rate),
            tf.constant((float) decay),
            tf.constant(0f),
            tf.constant(RMS_EPSILON),
            gradient);
  }
}
