package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/**
 * Convolutions of even numbers of channels only, the last one zero where there would be an odd
 * number. In bfloat16 oneDNN (3.5.0, in TensorFlow 2.18) multiplies channels in pairs, and to make
 * a pair of an odd one it adds weights that it sets to 0 for the first 8 of 16 outputs only. The
 * others are what was in memory before, so that results are different in each run, often NaN: in
 * forward passes of 3 channels as in gradients by what a convolution with one output reads.
 */
final class EvenChannels {

  private static final String CONVOLUTION = "Conv2D";
  private static final int IN = 2;
  private static final int OUT = 3;
  private static final int IMAGE = 3;

  private EvenChannels() {}

  /** Convolution, zero-padded, whose gradients are of even numbers of channels as well. */
  static Operand<TFloat32> convolve(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> kernel, List<Long> strides) {
    final Shape shape = kernel.shape();
    Operand<TFloat32> image = x;
    Operand<TFloat32> weights = kernel;
    if (odd(shape.get(IN))) {
      image = tf.pad(image, tf.constant(rows(IMAGE)), tf.constant(0f));
      weights = tf.pad(weights, tf.constant(rows(IN)), tf.constant(0f));
    }
    if (!odd(shape.get(OUT))) {
      return tf.nn.conv2d(image, weights, strides, "SAME");
    }
    weights = tf.pad(weights, tf.constant(rows(OUT)), tf.constant(0f));
    return tf.slice(
        tf.nn.conv2d(image, weights, strides, "SAME"),
        tf.constant(new int[4]),
        tf.constant(new int[] {-1, -1, -1, (int) shape.get(OUT)}));
  }

  /**
   * Returns the nodes of a graph for inference, with what makes the numbers of channels that its
   * convolutions read even.
   *
   * @param nodes whose convolutions have variables as kernels
   * @param byName finds a node of the graph by its name
   */
  static List<NodeDef> of(List<NodeDef> nodes, Function<String, NodeDef> byName) {
    final List<NodeDef> even = new ArrayList<>();
    for (final NodeDef node : nodes) {
      if (node.getOp().equals(CONVOLUTION) && odd(channels(node.getInput(1), byName))) {
        final NodeDef image = padded(node, 0, IMAGE, even);
        final NodeDef kernel = padded(node, 1, IN, even);
        even.add(
            node.toBuilder().setInput(0, image.getName()).setInput(1, kernel.getName()).build());
      } else {
        even.add(node);
      }
    }
    return even;
  }

  /** Returns the channels that a kernel is for; 0 where it is no variable. */
  private static long channels(String kernel, Function<String, NodeDef> byName) {
    NodeDef node = byName.apply(Ancestors.nodeName(kernel));
    while (node.getOp().equals("Identity")) {
      node = byName.apply(Ancestors.nodeName(node.getInput(0)));
    }
    final TensorShapeProto shape =
        node.getAttrOrDefault("shape", AttrValue.getDefaultInstance()).getShape();
    return shape.getDimCount() == 4 ? shape.getDim(IN).getSize() : 0;
  }

  /** Adds a node that pads an input of a convolution. */
  private static NodeDef padded(NodeDef convolution, int input, int axis, List<NodeDef> nodes) {
    final String name = convolution.getName() + "/even" + input;
    final TensorProto.Builder rows =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(4))
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(2)));
    for (final int[] row : rows(axis)) {
      rows.addIntVal(row[0]).addIntVal(row[1]);
    }
    final NodeDef paddings =
        NodeDef.newBuilder()
            .setName(name + "/paddings")
            .setOp("Const")
            .putAllAttr(
                Map.of(
                    "dtype", type(DataType.DT_INT32),
                    "value", AttrValue.newBuilder().setTensor(rows).build()))
            .build();
    final NodeDef pad =
        NodeDef.newBuilder()
            .setName(name)
            .setOp("Pad")
            .addInput(convolution.getInput(input))
            .addInput(paddings.getName())
            .putAllAttr(Map.of("T", type(DataType.DT_FLOAT), "Tpaddings", type(DataType.DT_INT32)))
            .build();
    nodes.add(paddings);
    nodes.add(pad);
    return pad;
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  /** Returns paddings by one after the end of an axis of four. */
  private static int[][] rows(int axis) {
    final int[][] rows = new int[4][2];
    rows[axis][1] = 1;
    return rows;
  }

  private static boolean odd(long channels) {
    return channels % 2 == 1;
  }
}
