package sc.fiji.duosegnet.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.model.OneLine;

/**
 * Checks a graph from a file: only ops that this program's graphs consist of, each where it
 * belongs, with numbers of a sensible size. What is not known is refused, as TensorFlow has
 * hundreds of ops that read and write files, call other programs, or fall over bad numbers.
 */
final class GraphCheck {

  /** What networks are computed with. None of them sees more than its inputs. */
  private static final Set<String> COMPUTING =
      Set.of(
          "Abs",
          "Add",
          "AddV2",
          "AvgPool",
          "BiasAdd",
          "ConcatV2",
          "Const",
          "Conv2D",
          "Identity",
          "LeakyRelu",
          "MatMul",
          "MaxPool",
          "Mul",
          "Placeholder",
          "Relu",
          "Reshape",
          "ResizeBilinear",
          "Shape",
          "Sigmoid",
          "Slice",
          "Sub",
          "VariableV2");

  private static final String RESTORE = "RestoreV2";

  /** What sets variables to the values of the files beside the graph. */
  private static final Set<String> RESTORING =
      Set.of("Assign", "Const", "NoOp", "Placeholder", RESTORE, "VariableV2", "ZerosLike");

  /** Is in each graph and run in none. */
  private static final String SAVE = "SaveV2";

  private static final Set<DataType> TYPES =
      Set.of(DataType.DT_FLOAT, DataType.DT_INT32, DataType.DT_INT64, DataType.DT_STRING);

  private static final int MOST_NODES = 20_000;
  private static final long MOST_LENGTH = 1 << 16;

  /** Networks may work on images of an eighth of the size. */
  private static final long MOST_FACTOR = 8;

  private final Map<String, NodeDef> nodes = new HashMap<>();

  /**
   * @throws EngineException in words for the middle of a sentence, if the graph has ops, functions
   *     or numbers that none of ours has
   */
  GraphCheck(GraphDef graph) {
    for (final FunctionDef function : graph.getLibrary().getFunctionList()) {
      function.getNodeDefList().forEach(GraphCheck::checkOp);
      throw new EngineException(
          "it has a function '" + OneLine.of(function.getSignature().getName()) + "'");
    }
    if (graph.getNodeCount() > MOST_NODES) {
      throw new EngineException("it has " + graph.getNodeCount() + " operations");
    }
    for (final NodeDef node : graph.getNodeList()) {
      checkOp(node);
      checkAttributes(node);
      if (nodes.put(node.getName(), node) != null) {
        throw new EngineException("'" + OneLine.of(node.getName()) + "' is in it twice");
      }
    }
    nodes.values().forEach(this::checkInputs);
  }

  private static void checkOp(NodeDef node) {
    final String op = node.getOp();
    if (!COMPUTING.contains(op) && !RESTORING.contains(op) && !SAVE.equals(op)) {
      throw new EngineException("it has an operation '" + OneLine.of(op) + "'");
    }
  }

  /** Returns a node by its name, or that of one of its outputs such as {@code image:0}. */
  NodeDef node(String tensor) {
    final NodeDef node = nodes.get(Ancestors.nodeName(tensor));
    if (node == null) {
      throw new EngineException("it lacks '" + OneLine.of(tensor) + "'");
    }
    return node;
  }

  /** Returns the variables with their shapes, by name. */
  Map<String, TensorShapeProto> variables() {
    final Map<String, TensorShapeProto> variables = new HashMap<>();
    for (final NodeDef node : nodes.values()) {
      if (node.getOp().equals("VariableV2")) {
        variables.put(node.getName(), node.getAttrOrThrow("shape").getShape());
      }
    }
    return variables;
  }

  /**
   * Checks that an output is computed from nothing but images, numbers and variables.
   *
   * @param image the tensor of the images
   */
  void checkComputed(String tensor, String image) {
    final List<NodeDef> needed = ancestors(tensor);
    for (final NodeDef node : needed) {
      if (!COMPUTING.contains(node.getOp())) {
        throw new EngineException("its outputs depend on an operation '" + node.getOp() + "'");
      }
    }
    for (final NodeDef node : needed) {
      if (node.getOp().equals("Placeholder") && node != node(image)) {
        throw new EngineException("its outputs depend on another input");
      }
    }
  }

  /**
   * Checks that restoring reads from the file that it is told and does nothing else.
   *
   * @param operation what TensorFlow runs
   * @param file what TensorFlow gives the file's name to
   */
  void checkRestoring(String operation, String file) {
    if (!node(file).getOp().equals("Placeholder")) {
      throw new EngineException("it restores its weights in another way");
    }
    for (final NodeDef node : ancestors(operation)) {
      if (!RESTORING.contains(node.getOp())) {
        throw new EngineException("restoring it runs an operation '" + node.getOp() + "'");
      }
      if (node.getOp().equals(RESTORE)
          && (node.getInputCount() == 0 || node(node.getInput(0)) != node(file))) {
        throw new EngineException("it restores its weights from another file");
      }
    }
  }

  private List<NodeDef> ancestors(String tensor) {
    return Ancestors.of(List.of(tensor), this::node);
  }

  private void checkInputs(NodeDef node) {
    final List<String> inputs = node.getInputList();
    inputs.forEach(this::node);
    // Sizes follow from those of images and weights, so that no number makes an image of any size.
    switch (node.getOp()) {
      case "ResizeBilinear" -> {
        of(node, 1, Set.of("Slice", "Mul"));
        final NodeDef size = node(inputs.get(1));
        if (size.getOp().equals("Mul")) {
          of(size, 0, Set.of("Slice"));
          of(size, 1, Set.of("Const"));
          checkFactor(node(size.getInput(1)));
        }
      }
      case "Slice" -> of(node, 0, Set.of("Shape"));
      case "Reshape" -> of(node, 1, Set.of("Const", "Shape"));
      case "MatMul" -> of(node, 1, Set.of("Reshape", "VariableV2", "Identity"));
      case "Conv2D" -> of(node, 1, Set.of("VariableV2", "Identity", "Reshape"));
      default -> {}
    }
  }

  private static void checkFactor(NodeDef constant) {
    final TensorProto factor =
        constant.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
    if (!ConstantCheck.isWithin(factor, 1, MOST_FACTOR)) {
      throw new EngineException("its '" + OneLine.of(constant.getName()) + "' is no factor");
    }
  }

  private void of(NodeDef node, int input, Set<String> ops) {
    if (node.getInputCount() <= input || !ops.contains(node(node.getInput(input)).getOp())) {
      throw new EngineException("its '" + OneLine.of(node.getName()) + "' has another input");
    }
  }

  private static void checkAttributes(NodeDef node) {
    for (final AttrValue value : node.getAttrMap().values()) {
      boolean good = !value.hasFunc() && value.getList().getFuncCount() == 0;
      for (final long number : value.getList().getIList()) {
        good &= number >= 1 && number <= MOST_LENGTH;
      }
      for (final DataType type : value.getList().getTypeList()) {
        good &= TYPES.contains(type);
      }
      good &= value.getTypeValue() == 0 || TYPES.contains(value.getType());
      good &= !value.hasTensor() || ConstantCheck.isSmall(value.getTensor());
      if (!good) {
        throw new EngineException("its '" + OneLine.of(node.getName()) + "' has other numbers");
      }
    }
    if (node.getOp().equals("VariableV2")
        && (node.getAttrOrDefault("dtype", AttrValue.getDefaultInstance()).getType()
                != DataType.DT_FLOAT
            || !node.containsAttr("shape"))) {
      throw new EngineException("its '" + OneLine.of(node.getName()) + "' is no variable");
    }
  }
}
