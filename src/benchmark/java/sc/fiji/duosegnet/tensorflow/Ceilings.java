package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.model.Precision;

/**
 * What this machine can do through TensorFlow, the best of some tries.
 *
 * @param product operations a second of a large product of matrices in single precision
 * @param productBfloat16 the same in bfloat16
 * @param convolution operations a second of the best 3x3 convolution in single precision
 * @param convolutionBfloat16 the same in bfloat16
 * @param bandwidth bytes a second, read and written, of simple ops whose arrays no cache holds
 * @param cachedBandwidth the same of arrays that caches hold
 */
public record Ceilings(
    double product,
    double productBfloat16,
    double convolution,
    double convolutionBfloat16,
    double bandwidth,
    double cachedBandwidth) {

  private static final int SIDE = 1024;
  private static final int VALUES = 1 << 24;
  private static final int CACHED_VALUES = 1 << 17;

  /** Ops in a row, so that the time of a call does not count. */
  private static final int CHAIN = 64;

  private static final long[][] CONVOLUTIONS = {
    {64, 64, 64}, {64, 64, 128}, {32, 32, 256}, {128, 128, 32}, {128, 128, 64}
  };

  /** Measures, with TensorFlow started as the engine starts it. */
  public static Ceilings measure(int threads, int tries) {
    new TensorFlowEngine("class path", threads);
    return new Ceilings(
        product(TFloat32.class, threads, tries),
        product(TBfloat16.class, threads, tries),
        convolution(TFloat32.class, threads, tries),
        convolution(TBfloat16.class, threads, tries),
        bandwidth(threads, tries, VALUES),
        bandwidth(threads, tries, CACHED_VALUES));
  }

  private static <T extends TNumber> double product(Class<T> type, int threads, int tries) {
    final long[] shape = {SIDE, SIDE};
    return 2.0
        * SIDE
        * SIDE
        * SIDE
        / seconds(type, threads, tries, shape, shape, (tf, a, b) -> tf.linalg.matMul(a, b));
  }

  private static <T extends TNumber> double convolution(Class<T> type, int threads, int tries) {
    double best = 0;
    for (final long[] size : CONVOLUTIONS) {
      final long channels = size[2];
      final double operations = 2.0 * size[0] * size[1] * 9 * channels * channels;
      best =
          Math.max(
              best,
              operations
                  / seconds(
                      type,
                      threads,
                      tries,
                      new long[] {1, size[0], size[1], channels},
                      new long[] {3, 3, channels, channels},
                      (tf, a, b) -> tf.nn.conv2d(a, b, List.of(1L, 1L, 1L, 1L), "SAME")));
    }
    return best;
  }

  private static double bandwidth(int threads, int tries, int values) {
    return 2.0
        * Float.BYTES
        * values
        * CHAIN
        / seconds(
            TFloat32.class,
            threads,
            tries,
            new long[] {values},
            new long[] {1},
            (tf, a, b) -> {
              Operand<TFloat32> x = a;
              for (int i = 0; i < CHAIN / 2; i++) {
                x = tf.nn.relu(tf.math.add(x, b)); // which the graph's optimizer leaves alone
              }
              return x;
            });
  }

  /** An op on two variables. */
  private interface Op<T extends TNumber> {
    Operand<T> of(Ops tf, Operand<T> a, Operand<T> b);
  }

  /** Shortest time of an op whose result is not fetched. */
  private static <T extends TNumber> double seconds(
      Class<T> type, int threads, int tries, long[] first, long[] second, Op<T> op) {
    final Computation plain = new Computation("CPU:0", Precision.FLOAT32, List.of());
    try (Graph graph = new Graph();
        Session session = new Session(graph, SessionConfiguration.training(plain, threads))) {
      final Ops tf = Ops.create(graph);
      final Operand<T> result =
          op.of(tf, variable(tf, session, type, first), variable(tf, session, type, second));
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < tries; i++) {
        final long start = System.nanoTime();
        session.runner().addTarget(result).run().close();
        best = Math.min(best, (System.nanoTime() - start) * 1e-9);
      }
      return best;
    }
  }

  private static <T extends TNumber> Operand<T> variable(
      Ops tf, Session session, Class<T> type, long[] shape) {
    final Variable<T> variable = tf.variable(Shape.of(shape), type);
    final Operand<T> values =
        tf.dtypes.cast(tf.random.randomUniform(tf.constant(shape), TFloat32.class), type);
    session.runner().addTarget(tf.assign(variable, values)).run().close();
    return variable;
  }
}
