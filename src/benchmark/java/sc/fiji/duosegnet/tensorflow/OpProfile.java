package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.NodeOutput;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.TensorDescription;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What TensorFlow did in runs of the same kind, by kind of op. A node's time is its shortest: the
 * longer ones are those in which something else had the processor.
 */
public final class OpProfile {

  private static final Pattern LABEL = Pattern.compile("= (\\w+)\\(");
  private static final double MICRO = 1e-6;

  /** Options under which TensorFlow tells all that is needed. */
  static final RunOptions OPTIONS =
      RunOptions.newBuilder()
          .setTraceLevel(RunOptions.TraceLevel.FULL_TRACE)
          .setOutputPartitionGraphs(true)
          .build();

  /** A node in all runs. */
  private static final class Node {
    private String kind = "";
    private double seconds = Double.POSITIVE_INFINITY;
    private double operations;
    private double bytes;
  }

  /**
   * All ops of a kind in one run.
   *
   * @param kind name of the op
   * @param count number of ops
   * @param operations floating-point operations
   * @param bytes bytes that go in and come out
   * @param seconds time
   */
  public record Row(String kind, int count, double operations, double bytes, double seconds) {

    /** Tells whether these ops are limited by arithmetic, where that is done well. */
    public boolean arithmetic() {
      return OpCost.isArithmetic(kind);
    }

    private Row and(double moreOperations, double moreBytes, double moreSeconds) {
      return new Row(
          kind, count + 1, operations + moreOperations, bytes + moreBytes, seconds + moreSeconds);
    }
  }

  private final Map<String, Node> nodes = new HashMap<>();

  /** Takes a run of one of several kinds, such as the U-Nets' step and the critic's. */
  void add(RunMetadata metadata) {
    final Map<String, List<long[]>> shapes = new HashMap<>();
    final Map<String, Double> bytes = new HashMap<>();
    for (final DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      for (final NodeExecStats stats : device.getNodeStatsList()) {
        outputs(stats, shapes, bytes);
      }
    }
    final Map<String, NodeDef> definitions = new HashMap<>();
    for (final GraphDef part : metadata.getPartitionGraphsList()) {
      part.getNodeList().forEach(node -> definitions.put(node.getName(), node));
    }
    for (final DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      for (final NodeExecStats stats : device.getNodeStatsList()) {
        final NodeDef definition = definitions.get(stats.getNodeName());
        if (definition != null) {
          add(stats, definition, shapes, bytes);
        }
      }
    }
  }

  private void add(
      NodeExecStats stats,
      NodeDef definition,
      Map<String, List<long[]>> shapes,
      Map<String, Double> bytes) {
    final String name = stats.getNodeName();
    final Node node = nodes.computeIfAbsent(name, key -> new Node());
    final Matcher label = LABEL.matcher(stats.getTimelineLabel());
    node.kind = label.find() ? label.group(1) : definition.getOp();
    final List<long[]> inputs = new ArrayList<>();
    node.bytes = total(name, bytes);
    for (final String input : definition.getInputList()) {
      if (!input.startsWith("^")) {
        final String from = input.contains(":") ? input.substring(0, input.indexOf(':')) : input;
        final int slot =
            input.contains(":") ? Integer.parseInt(input.substring(input.indexOf(':') + 1)) : 0;
        final List<long[]> of = shapes.getOrDefault(from, List.of());
        inputs.add(slot < of.size() ? of.get(slot) : new long[] {0});
        node.bytes += bytes.getOrDefault(from + ":" + slot, 0.0);
      }
    }
    node.operations =
        OpCost.operations(node.kind, inputs, shapes.getOrDefault(name, List.of(new long[] {0})));
    node.seconds =
        Math.min(node.seconds, (stats.getOpEndRelMicros() - stats.getOpStartRelMicros()) * MICRO);
  }

  private static double total(String name, Map<String, Double> bytes) {
    double total = 0;
    for (int slot = 0; bytes.containsKey(name + ":" + slot); slot++) {
      total += bytes.get(name + ":" + slot);
    }
    return total;
  }

  private static void outputs(
      NodeExecStats stats, Map<String, List<long[]>> shapes, Map<String, Double> bytes) {
    final List<long[]> all = shapes.computeIfAbsent(stats.getNodeName(), key -> new ArrayList<>());
    for (final NodeOutput output : stats.getOutputList()) {
      final TensorDescription tensor = output.getTensorDescription();
      final long[] shape =
          tensor.getShape().getDimList().stream()
              .mapToLong(TensorShapeProto.Dim::getSize)
              .toArray();
      while (all.size() <= output.getSlot()) {
        all.add(new long[] {0});
      }
      all.set(output.getSlot(), shape);
      final int width =
          switch (tensor.getDtype()) {
            case DT_BFLOAT16, DT_HALF, DT_BFLOAT16_REF -> 2;
            case DT_INT64, DT_DOUBLE -> 8;
            case DT_BOOL -> 1;
            default -> 4;
          };
      bytes.put(stats.getNodeName() + ":" + output.getSlot(), width * OpCost.size(shape));
    }
  }

  /** Returns a row for each kind of op, those that take longest first. */
  public List<Row> rows() {
    return rows((name, kind) -> kind);
  }

  /**
   * Returns a row for each group of ops, those that take longest first.
   *
   * @param group names the group of an op by its name and kind
   */
  public List<Row> rows(BinaryOperator<String> group) {
    final Map<String, Row> rows = new TreeMap<>();
    nodes.forEach(
        (name, node) -> {
          final String key = group.apply(name, node.kind);
          rows.put(
              key,
              rows.getOrDefault(key, new Row(key, 0, 0, 0, 0))
                  .and(node.operations, node.bytes, node.seconds));
        });
    return rows.values().stream()
        .sorted((a, b) -> Double.compare(b.seconds(), a.seconds()))
        .toList();
  }
}
