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
final class StepPoints implements StepStop {

  private static final Logger LOG = System.getLogger(StepPoints.class.getName());
  private static final boolean AVAILABLE = register();
  private static final Map<ExecutionEnvironment, StepPoints> BY_GRAPH = new ConcurrentHashMap<>();

  private final ExecutionEnvironment graph;
  private final PlaceholderWithDefault<TBool> requested;
  private final TBool request = TBool.scalarOf(false);
  private boolean closed;

  private StepPoints(Ops tf) {
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
   * Returns the stop of a graph, which has no points where there can be none.
   *
   * @param tf makes ops of the graph, outside of any scope
   */
  static StepStop of(Ops tf) {
    if (!AVAILABLE) {
      return StepStop.NONE;
    }
    final StepPoints points = new StepPoints(tf.withSubScope("stop"));
    BY_GRAPH.put(points.graph, points);
    return points;
  }

  /** Returns for how many graphs there are points. */
  static int graphs() {
    return BY_GRAPH.size();
  }

  @Override
  public <T extends TType> Operand<T> point(Ops tf, Operand<T> x) {
    final Ops reached = tf.withControlDependencies(List.<Op>of(x));
    final Op check = reached.assertThat(reached.math.logicalNot(requested), List.of(requested));
    return tf.withControlDependencies(List.of(check)).snapshot(x);
  }

  @Override
  public Session.Runner feed(Session.Runner runner) {
    return runner.feed(requested, request);
  }

  @Override
  public synchronized void stop() {
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
