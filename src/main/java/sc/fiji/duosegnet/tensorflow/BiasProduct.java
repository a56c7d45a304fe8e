package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Biases whose gradients are right in bfloat16. TensorFlow (2.18) sums the gradient of its own op
 * up in bfloat16, one pixel after the other: from 256 on, a sum does not grow by 1 any more, so
 * that of the pixels of a patch the first few hundred count and the others hardly at all. A product
 * with ones gives the same outputs, and its gradient is a product, too, which oneDNN sums up in
 * single precision.
 */
final class BiasProduct {

  /** Rows of the product; with an odd number oneDNN would make a pair of what is in memory. */
  private static final int TERMS = 2;

  private BiasProduct() {}

  /**
   * Adds a number to each channel.
   *
   * @param x of a known shape, whose last axis is the channels'
   * @param bias a number for each channel
   */
  static Operand<TFloat32> add(Ops tf, Operand<TFloat32> x, Operand<TFloat32> bias) {
    final Shape shape = x.shape();
    final long channels = shape.get(-1);
    final Operand<TFloat32> ones =
        tf.fill(tf.constant(new long[] {shape.size() / channels, TERMS}), tf.constant(1f));
    final Operand<TFloat32> terms =
        tf.pad(
            tf.reshape(bias, tf.constant(new long[] {1, channels})),
            tf.constant(new int[][] {{0, TERMS - 1}, {0, 0}}),
            tf.constant(0f));
    return tf.math.add(x, tf.reshape(tf.linalg.matMul(ones, terms), tf.constant(shape.asArray())));
  }
}
