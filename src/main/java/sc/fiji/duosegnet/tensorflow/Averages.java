package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Exponential moving averages of networks, weights and running statistics alike: a = decay a + (1 -
 * decay) w, with decay min(1 - 1/(t+1), d) at update t = 0, 1, ..., so that the first update is a
 * copy (Tarvainen and Valpola 2017).
 */
final class Averages {

  private final double decay;
  private final Placeholder<TFloat32> fed;
  private final List<Op> updates = new ArrayList<>();
  private long count;

  /**
   * @param names prefix of an averaged network's names by that of the network itself
   * @param decay d
   */
  Averages(Ops tf, Variables variables, Map<String, String> names, double decay) {
    this.decay = decay;
    fed = tf.withName("decay").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    final Map<String, Variables.Entry> entries =
        variables.entries(entry -> entry.role() != Variables.Role.SLOT).stream()
            .collect(Collectors.toMap(Variables.Entry::name, Function.identity()));
    names.forEach(
        (network, average) ->
            entries.forEach(
                (name, entry) -> {
                  if (name.startsWith(network + "/")) {
                    final Variables.Entry to =
                        entries.get(average + name.substring(network.length()));
                    updates.add(
                        tf.assign(
                            to.variable(),
                            tf.math.add(
                                tf.math.mul(fed, to.variable()),
                                tf.math.mul(tf.math.sub(tf.constant(1f), fed), entry.variable()))));
                  }
                }));
  }

  /** Returns the decay of update {@code t}. */
  static double decay(double limit, long t) {
    return Math.min(1 - 1.0 / (t + 1), limit);
  }

  /** Makes the averages equal to the networks; this is no update. */
  void copy(Session session) {
    update(session, 0);
  }

  /** Makes the next update. */
  void update(Session session) {
    update(session, decay(decay, count++));
  }

  /** Returns the number of updates so far. */
  long count() {
    return count;
  }

  void setCount(long updates) {
    count = updates;
  }

  private void update(Session session, double factor) {
    final List<Tensor> made = new ArrayList<>();
    try {
      final Session.Runner runner = session.runner();
      TrainingInputs.feed(runner, fed, factor, made);
      updates.forEach(runner::addTarget);
      runner.run().close();
    } finally {
      made.forEach(Tensor::close);
    }
  }
}
