package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Random numbers that follow from a fed seed alone (counter-based, Salmon et al. 2011), whatever
 * ran before and on how many threads.
 */
final class RandomNumbers {

  private final Ops tf;
  private final Operand<TInt64> seed;

  /**
   * @param seed two numbers, fed with each step
   */
  RandomNumbers(Ops tf, Operand<TInt64> seed) {
    this.tf = tf;
    this.seed = seed;
  }

  /**
   * @param use tells uses within a step apart
   * @return standard normal numbers
   */
  Operand<TFloat32> normal(int use, Shape shape) {
    return tf.random.statelessRandomNormal(tf.constant(shape), seed(use));
  }

  /**
   * @param use tells uses within a step apart
   * @return numbers from 0 (inclusive) to 1 (exclusive)
   */
  Operand<TFloat32> uniform(int use, Shape shape) {
    return tf.random.statelessRandomUniform(tf.constant(shape), seed(use));
  }

  private Operand<TInt64> seed(int use) {
    return tf.math.add(seed, tf.constant(new long[] {(use + 1L) << 32, 0}));
  }
}
