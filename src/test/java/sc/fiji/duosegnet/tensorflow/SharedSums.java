package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The sums of three or more tensors in a graph, and who else takes what they add up. */
final class SharedSums {

  /** Their memory is never reused, so it makes no difference who else takes them. */
  private static final Set<String> KEPT = Set.of("Const", "VariableV2", "_Arg");

  /** They hand on the memory of what they take. */
  private static final Set<String> HANDING_ON = Set.of("Identity", "Reshape", "Snapshot");

  private final Map<String, NodeDef> nodes = new HashMap<>();

  /** Names of the ops that take a tensor, once for each time, by the tensor. */
  private final Map<String, List<String>> takers = new HashMap<>();

  private SharedSums(GraphDef graph) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    for (final NodeDef node : graph.getNodeList()) {
      if (!HANDING_ON.contains(node.getOp())) {
        inputs(node)
            .forEach(
                input ->
                    takers
                        .computeIfAbsent(owner(input), tensor -> new ArrayList<>())
                        .add(node.getName()));
      }
    }
  }

  private static List<String> inputs(NodeDef node) {
    return node.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
  }

  private NodeDef node(String tensor) {
    return nodes.get(tensor.replaceFirst(":\\d+$", ""));
  }

  /** Returns the tensor whose memory this one has. */
  private String owner(String tensor) {
    final NodeDef node = node(tensor);
    return HANDING_ON.contains(node.getOp())
        ? owner(inputs(node).get(0))
        : tensor.replaceFirst(":0$", "");
  }

  List<String> shared() {
    final List<String> shared = new ArrayList<>();
    for (final NodeDef sum : nodes.values()) {
      final List<String> added = inputs(sum);
      if (sum.getOp().equals("AddN") && added.size() > 2) {
        added.stream()
            .filter(tensor -> !KEPT.contains(node(owner(tensor)).getOp()))
            .filter(
                tensor ->
                    takers.get(owner(tensor)).stream()
                        .anyMatch(taker -> !taker.equals(sum.getName())))
            .forEach(tensor -> shared.add(sum.getName() + " adds " + tensor));
      }
    }
    return shared;
  }

  /**
   * Returns what is added up by three or more and taken by others, in the graphs of an iteration as
   * TensorFlow runs them.
   */
  static List<String> of(TrainingSettings settings) {
    final List<GraphDef> graphs = new ArrayList<>();
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      graph
          .runs()
          .observe(Runs.TELL_GRAPHS, metadata -> graphs.addAll(metadata.getPartitionGraphsList()));
      graph.iterate(() -> Batches.batch(3), 0.5);
    }
    if (graphs.size() != (settings.method().hasCritic() ? 2 : 1)) {
      throw new AssertionError(graphs.size() + " graphs");
    }
    final List<String> shared = new ArrayList<>();
    graphs.forEach(graph -> shared.addAll(new SharedSums(graph).shared()));
    return shared;
  }
}
