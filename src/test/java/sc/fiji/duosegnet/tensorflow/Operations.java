package sc.fiji.duosegnet.tensorflow;

import java.util.Set;
import java.util.TreeSet;
import sc.fiji.duosegnet.model.Method;

/** What TensorFlow really executes. */
final class Operations {

  private Operations() {}

  /** Returns the names of the operations of an iteration, after TensorFlow's optimizations. */
  static Set<String> ofAnIteration() {
    final Set<String> names = new TreeSet<>();
    try (TrainingGraph graph = new TrainingGraph(Batches.shallow(Method.DUO_SEGNET))) {
      graph
          .runs()
          .observe(
              Runs.TELL_GRAPHS,
              metadata ->
                  metadata
                      .getPartitionGraphsList()
                      .forEach(
                          part -> part.getNodeList().forEach(node -> names.add(node.getOp()))));
      graph.iterate(() -> Batches.batch(1), 0.5);
    }
    return names;
  }
}
