package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.Precision;

/**
 * Makes the variables of a graph constants. What TensorFlow knows not to change it arranges once
 * for its convolutions, in the order that they read it in; of variables, and one image at a time,
 * it takes an implementation that reads them as they are, which with AVX2 is half as fast.
 */
final class Freezing {

  private static final String VARIABLE = "VariableV2";

  private Freezing() {}

  /**
   * Returns a graph of what some outputs need, with variables' values as constants. The values stay
   * outside of Java's heap.
   *
   * @param session of the graph, with values in its variables
   * @param outputs tensors, such as {@code view1:0}; they and the placeholders keep their names
   * @param precision what its session is to compute convolutions in
   * @return a graph which the caller closes
   */
  static Graph freeze(Graph graph, Session session, List<String> outputs, Precision precision) {
    final Map<String, NodeDef> nodes = new HashMap<>();
    graph.toGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    final List<String> variables = new ArrayList<>();
    final GraphDef.Builder rest = GraphDef.newBuilder();
    final List<NodeDef> needed = Ancestors.of(outputs, nodes::get);
    for (final NodeDef node :
        precision == Precision.BFLOAT16 ? EvenChannels.of(needed, nodes::get) : needed) {
      if (node.getOp().equals(VARIABLE)) {
        variables.add(node.getName());
      } else {
        rest.addNode(node);
      }
    }
    final Graph frozen = new Graph();
    try {
      add(frozen, rest.build(), constants(frozen, session, variables));
      return frozen;
    } catch (RuntimeException | Error e) {
      frozen.close();
      throw e;
    }
  }

  /** Adds constants with the values of variables. */
  private static Map<String, Operand<TFloat32>> constants(
      Graph frozen, Session session, List<String> variables) {
    final Ops tf = Ops.create(frozen).withSubScope("frozen");
    final Session.Runner runner = session.runner();
    variables.forEach(runner::fetch);
    final Map<String, Operand<TFloat32>> constants = new LinkedHashMap<>();
    try (Result values = runner.run()) {
      for (int i = 0; i < variables.size(); i++) {
        constants.put(variables.get(i), tf.constantOf((TFloat32) values.get(i)));
      }
    }
    return constants;
  }

  /** Adds nodes, with constants for the variables that they read. TensorFlow Java can't do that. */
  private static void add(Graph graph, GraphDef nodes, Map<String, Operand<TFloat32>> constants) {
    try (PointerScope scope = new PointerScope();
        TF_Status status = TF_Status.newStatus();
        TF_ImportGraphDefOptions options = TF_ImportGraphDefOptions.newImportGraphDefOptions();
        TF_Buffer buffer = TF_Buffer.newBufferFromString(nodes)) {
      constants.forEach(
          (variable, constant) -> {
            final GraphOperation operation = (GraphOperation) constant.op();
            tensorflow.TF_ImportGraphDefOptionsAddInputMapping(
                options,
                variable,
                0,
                new TF_Output().oper(operation.getUnsafeNativeHandle()).index(0));
          });
      tensorflow.TF_GraphImportGraphDef(Devices.handle(graph), buffer, options, status);
      status.throwExceptionIfNotOK();
    }
  }
}
