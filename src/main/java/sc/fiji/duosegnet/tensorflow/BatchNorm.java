package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * Batch normalization (Ioffe and Szegedy 2015): batch statistics in training, running statistics in
 * inference. Each tracked pass adds its batch statistics to a list, from which one update of the
 * running statistics is made for a step.
 */
final class BatchNorm {

  /** Added to variances. */
  static final float EPSILON = 1e-5f;

  /** Kernel and bias of a convolution with batch norm in it. */
  record Folded(Operand<TFloat32> kernel, Operand<TFloat32> bias) {}

  private final Renormalization renormalization;
  private final Variable<TFloat32> scale;
  private final Variable<TFloat32> offset;
  private final Variable<TFloat32> mean;
  private final Variable<TFloat32> variance;
  private final List<Operand<TFloat32>> batchMeans = new ArrayList<>();
  private final List<Operand<TFloat32>> batchVariances = new ArrayList<>();
  private Folded folded;

  /**
   * @param renormalization corrects batch statistics in training; null for plain batch norm
   */
  BatchNorm(Variables variables, String name, long channels, Renormalization renormalization) {
    this.renormalization = renormalization;
    scale = variables.vector(name + "/scale", Variables.Role.WEIGHT, channels, 1);
    offset = variables.vector(name + "/offset", Variables.Role.WEIGHT, channels, 0);
    mean = variables.vector(name + "/mean", Variables.Role.BUFFER, channels, 0);
    variance = variables.vector(name + "/variance", Variables.Role.BUFFER, channels, 1);
  }

  /** Normalizes by the statistics of this batch. */
  Operand<TFloat32> training(Ops tf, Operand<TFloat32> x, boolean track) {
    if (renormalization == null) {
      return tracked(normalized(tf, x, scale, offset), track).y();
    }
    // y = scale (r normalized + d) + offset. The statistics, from which r and d follow, come from
    // an
    // op of their own, so that factor and summand go into the other one, whose gradient needs no
    // further look at the pixels for them.
    final Operand<TFloat32> still = tf.stopGradient(x);
    final FusedBatchNorm<TFloat32, TFloat32> statistics =
        tracked(normalized(tf, still, constant(tf, 1), constant(tf, 0)), track);
    final Renormalization.Correction correction =
        renormalization.correction(
            tf,
            statistics.batchMean(),
            tf.math.mul(statistics.batchVariance(), biased(tf, x)),
            mean,
            variance,
            EPSILON);
    return normalized(
            tf,
            x,
            tf.math.mul(scale, correction.scale()),
            tf.math.add(tf.math.mul(scale, correction.shift()), renormalization.alone(tf, offset)))
        .y();
  }

  private static FusedBatchNorm<TFloat32, TFloat32> normalized(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> factor, Operand<TFloat32> summand) {
    final Operand<TFloat32> empty = tf.constant(new float[0]);
    return tf.nn.fusedBatchNorm(
        x,
        factor,
        summand,
        empty,
        empty,
        FusedBatchNorm.epsilon(EPSILON),
        FusedBatchNorm.isTraining(true));
  }

  private FusedBatchNorm<TFloat32, TFloat32> tracked(
      FusedBatchNorm<TFloat32, TFloat32> pass, boolean track) {
    if (track) {
      batchMeans.add(pass.batchMean());
      batchVariances.add(pass.batchVariance());
    }
    return pass;
  }

  /** The op normalizes by sums over n, but gives the variance with n - 1. */
  private Operand<TFloat32> biased(Ops tf, Operand<TFloat32> x) {
    // Patches have a known size; to ask for it would convert the whole tensor in mixed precision.
    if (x.shape().hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "Batch renormalization of images of shape " + x.shape() + ": the size must be known.");
    }
    final double count = (double) x.shape().size() / scale.shape().get(0);
    return tf.constant((float) ((count - 1) / count));
  }

  /** A number for each channel; OnesLike and the like have no gradient. */
  private Operand<TFloat32> constant(Ops tf, float value) {
    final float[] values = new float[Math.toIntExact(scale.shape().get(0))];
    Arrays.fill(values, value);
    return tf.constant(values);
  }

  /**
   * Returns a convolution with this batch norm in it, by the running statistics, as {@link Folding}
   * makes it of weights that are written. An op of its own for that looks at all pixels once more,
   * and oneDNN's is slow at writing them.
   *
   * <p>All passes share one. That is less work, and what they give the offset as its gradient is
   * added up before anything else takes it: sums of three or more tensors depend on chance where
   * another op takes one of them, see {@link Renormalization#alone}.
   *
   * @param tf makes ops that wait for nothing
   * @param kernel of the convolution before it, [row, column, channel in, channel out]; always the
   *     same
   */
  Folded folded(Ops tf, Operand<TFloat32> kernel) {
    if (folded == null) {
      final Operand<TFloat32> factor =
          tf.math.mul(scale, tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
      folded =
          new Folded(tf.math.mul(kernel, factor), tf.math.sub(offset, tf.math.mul(mean, factor)));
    }
    return folded;
  }

  /**
   * Returns ops that move the running statistics towards those of the tracked passes, one pass
   * after the other, as if each had made its own update. The passes are those built since the last
   * call: steps of several kinds share this network, and each has passes of its own.
   */
  List<Op> updates(Ops tf, double decay) {
    final List<Op> updates =
        List.of(update(tf, mean, batchMeans, decay), update(tf, variance, batchVariances, decay));
    batchMeans.clear();
    batchVariances.clear();
    return updates;
  }

  private static Op update(
      Ops tf, Variable<TFloat32> running, List<Operand<TFloat32>> batches, double decay) {
    final Operand<TFloat32> keep = tf.constant((float) decay);
    final Operand<TFloat32> take = tf.constant((float) (1 - decay));
    Operand<TFloat32> value = running;
    for (final Operand<TFloat32> batch : batches) {
      value = tf.math.add(tf.math.mul(value, keep), tf.math.mul(batch, take));
    }
    return tf.assign(running, value);
  }
}
