package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.Ramp;

/**
 * Batch renormalization (Ioffe 2017, Algorithm 1): what batch norm has normalized is scaled by r
 * and shifted by d so that it is what the running statistics would make of it; r = deviation of the
 * batch / running deviation, within 1/r_max..r_max, and d = (mean of the batch - running mean) /
 * running deviation, within -d_max..d_max, both without gradient. The limits rise from (1, 0),
 * which is batch norm, to the paper's (3, 5).
 */
final class Renormalization {

  private static final double MOST_SCALE = 3;
  private static final double MOST_SHIFT = 5;

  /** The paper relaxes the limits over the first quarter of its run, after a beginning without. */
  private static final Ramp RAMP = new Ramp(0.05, 0.25);

  private final Placeholder<TFloat32> scaleLimit;
  private final Placeholder<TFloat32> shiftLimit;
  private final Placeholder<TFloat32> one;

  Renormalization(Ops tf) {
    scaleLimit =
        tf.withName("r_max").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    shiftLimit =
        tf.withName("d_max").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    one = tf.withName("one").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  /** Feeds the limits of a point of the run; the list receives the tensors made. */
  void feed(Session.Runner runner, double progress, List<Tensor> made) {
    final double part = RAMP.factor(progress);
    TrainingInputs.feed(runner, scaleLimit, 1 + (MOST_SCALE - 1) * part, made);
    TrainingInputs.feed(runner, shiftLimit, MOST_SHIFT * part, made);
    TrainingInputs.feed(runner, one, 1, made);
  }

  /**
   * Returns a tensor as it is, but whose gradient no other op takes. TensorFlow adds up three or
   * more gradients in an order that depends on which of them is still being used at that moment,
   * and so on chance where another op takes one, too; the last bits of the sum then differ from run
   * to run. The number is fed, as the graph optimizer takes away what multiplies by a constant 1.
   */
  Operand<TFloat32> alone(Ops tf, Operand<TFloat32> x) {
    return tf.math.mul(x, one);
  }

  /**
   * @param mean the batch's mean by channel
   * @param variance the batch's variance by channel
   * @param runningMean running mean by channel
   * @param runningVariance running variance by channel
   * @param epsilon added to variances
   */
  Correction correction(
      Ops tf,
      Operand<TFloat32> mean,
      Operand<TFloat32> variance,
      Operand<TFloat32> runningMean,
      Operand<TFloat32> runningVariance,
      float epsilon) {
    final Operand<TFloat32> small = tf.constant(epsilon);
    final Operand<TFloat32> running = tf.math.sqrt(tf.math.add(runningVariance, small));
    final Operand<TFloat32> scale =
        tf.math.div(tf.math.sqrt(tf.math.add(variance, small)), running);
    final Operand<TFloat32> shift = tf.math.div(tf.math.sub(mean, runningMean), running);
    return new Correction(
        tf.stopGradient(tf.clipByValue(scale, tf.math.reciprocal(scaleLimit), scaleLimit)),
        tf.stopGradient(tf.clipByValue(shift, tf.math.neg(shiftLimit), shiftLimit)));
  }

  /**
   * Scale and shift by channel, without gradient.
   *
   * @param scale r
   * @param shift d
   */
  record Correction(Operand<TFloat32> scale, Operand<TFloat32> shift) {}
}
