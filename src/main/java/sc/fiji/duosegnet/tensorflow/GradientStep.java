package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.SwitchCond;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * Gradients of a loss, and the moment from which they may be used: when all of them are there, as
 * the variables share memory with what the backward pass reads, and, where the loss is scaled, only
 * if all are finite. Otherwise nothing that waits for that moment happens in this run.
 */
final class GradientStep {

  private final List<Operand<TFloat32>> gradients;
  private final LossScale scale;
  private final Placeholder<TFloat32> factor;
  private final Operand<TBool> finite;
  private final Ops gated;

  /**
   * @param weights all of which the loss must reach
   * @param scale factor of the loss; null where it is not scaled
   */
  GradientStep(Ops tf, Operand<TFloat32> loss, List<Variables.Entry> weights, LossScale scale) {
    this.scale = scale;
    if (scale == null) {
      factor = null;
      finite = null;
      gradients = Optimizers.gradients(tf, loss, weights);
      gated = tf.withControlDependencies(new ArrayList<Op>(gradients));
    } else {
      factor =
          tf.withName("loss_scale").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      final List<Operand<TBool>> checks = new ArrayList<>();
      gradients = new ArrayList<>();
      for (final Operand<TFloat32> scaled :
          Optimizers.gradients(tf, tf.math.mul(loss, factor), weights)) {
        final Operand<TFloat32> gradient = tf.math.div(scaled, factor);
        gradients.add(gradient);
        checks.add(
            tf.all(
                tf.reshape(tf.math.isFinite(gradient), tf.constant(new int[] {-1})),
                tf.constant(0)));
      }
      finite = tf.all(tf.stack(checks), tf.constant(0));
      // What waits for a branch that is not taken is not executed.
      final SwitchCond<TFloat32> branch = tf.switchCond(factor, finite);
      gated = tf.withControlDependencies(List.<Op>of(tf.identity(branch.outputTrue())));
    }
  }

  /** Gradients that are there anyhow. */
  GradientStep(Ops tf, List<Operand<TFloat32>> gradients) {
    this.gradients = gradients;
    scale = null;
    factor = null;
    finite = null;
    gated = tf;
  }

  /** Returns the gradients of the loss itself, in the order of the weights. */
  List<Operand<TFloat32>> gradients() {
    return gradients;
  }

  /** Returns ops for what happens when the gradients are there and may be used. */
  Ops gated() {
    return gated;
  }

  /** Returns the number of the step among those that are made, if none but the former were. */
  long made(long number) {
    return scale == null ? number : number - scale.skipped();
  }

  /** Feeds the factor and fetches, as the run's last output, whether all gradients are finite. */
  void prepare(Session.Runner runner, List<Tensor> made) {
    if (scale != null) {
      TrainingInputs.feed(runner, factor, scale.value(), made);
      runner.fetch(finite);
    }
  }

  /**
   * Adjusts the factor after a run.
   *
   * @param index place of the run's last output
   * @return whether the step was made
   */
  boolean finish(Result result, int index) {
    if (scale == null) {
      return true;
    }
    final boolean made = ((TBool) result.get(index)).getBoolean();
    scale.stepped(made);
    return made;
  }
}
