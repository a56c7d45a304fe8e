package sc.fiji.duosegnet.tensorflow;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.PlaceholderWithDefault;
import org.tensorflow.op.core.Snapshot;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TType;

/**
 * Ends a step that is running. TensorFlow ends a step of its own only at ops that wait for others:
 * closing the session lets the convolutions of an iteration run to their end, which takes many
 * seconds with large batches or wide networks. So there are points in the graph at which the step
 * fails once it was asked to. The request is written straight into the memory of a tensor that is
 * fed to each run, as a run of its own would wait behind the very ops that are to be ended.
 *
 * <p>The backward pass has the same points: {@link Snapshot}, which passes a tensor on and for
 * which TensorFlow has no gradient, gets one that is a point, too. Where TensorFlow Java can't do
 * that (on Windows) there are no points, and a step ends at its end.
 */
final class StepStop implements AutoCloseable {

  private static final Logger LOG = System.getLogger(StepStop.class.getName());
  private static final boolean AVAILABLE = register();
  private static final Map<ExecutionEnvironment, StepStop> BY_GRAPH = new ConcurrentHashMap<>();

  private final ExecutionEnvironment graph;
  private final PlaceholderWithDefault<TBool> requested;
  private final TBool request = TBool.scalarOf(false);
  private boolean closed;

  private StepStop(Ops tf) {
    graph = tf.scope().env();
    requested = tf.placeholderWithDefault(tf.constant(false), Shape.scalar());
  }

  private static boolean register() {
    try {
      return TensorFlow.registerCustomGradient(
          Snapshot.Inputs.class,
          (tf, inputs, gradients) ->
              List.of(BY_GRAPH.get(tf.scope().env()).point(tf, (Operand<?>) gradients.get(0))));
    } catch (UnsupportedOperationException | LinkageError e) {
      LOG.log(Level.DEBUG, "Iterations can't be ended early: {0}", e.getMessage());
      return false;
    }
  }

  /**
   * Returns the stop of a graph, to be closed before the graph is.
   *
   * @param tf makes ops of the graph, outside of any scope
   * @return null if there can be none
   */
  static StepStop of(Ops tf) {
    if (!AVAILABLE) {
      return null;
    }
    final StepStop stop = new StepStop(tf.withSubScope("stop"));
    BY_GRAPH.put(stop.graph, stop);
    return stop;
  }

  /** Returns a tensor behind a point, at which the pass forward and that backward can end. */
  <T extends TType> Operand<T> point(Ops tf, Operand<T> x) {
    final Ops reached = tf.withControlDependencies(List.<Op>of(x));
    final Op check = reached.assertThat(reached.math.logicalNot(requested), List.of(requested));
    return tf.withControlDependencies(List.of(check)).snapshot(x);
  }

  /** Lets a run know of requests. */
  Session.Runner feed(Session.Runner runner) {
    return runner.feed(requested, request);
  }

  /** Makes the running step and all later ones fail; to be called from another thread. */
  synchronized void stop() {
    if (!closed) {
      request.setBoolean(true);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    BY_GRAPH.remove(graph);
    request.close();
  }
}
