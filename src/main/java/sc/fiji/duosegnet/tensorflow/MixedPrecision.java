package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.types.TFloat32;

/** What becomes of a wish for bfloat16 on processors without the instructions for it. */
final class MixedPrecision {

  /** Operations that oneDNN does begin so. */
  private static final String ONE_DNN = "_Mkl";

  private MixedPrecision() {}

  /**
   * Tells whether this processor computes in bfloat16, by having TensorFlow make a convolution in
   * that precision and looking at what it made of it. Its rules are of its version, and Java does
   * not know a processor's instructions. Where oneDNN can't, TensorFlow either drops the wish
   * without a word or, far slower, rounds to bfloat16 in convolutions of its own.
   */
  static boolean bfloat16() {
    try (Graph graph = new Graph();
        TFloat32 image = TFloat32.tensorOf(Shape.of(2, 16, 16, 16));
        TFloat32 kernel = TFloat32.tensorOf(Shape.of(3, 3, 16, 16))) {
      final Ops tf = Ops.create(graph);
      final Placeholder<TFloat32> x = tf.placeholder(TFloat32.class);
      final Placeholder<TFloat32> k = tf.placeholder(TFloat32.class);
      final Operand<TFloat32> convolved =
          tf.nn.conv2d(x, k, List.of(1L, 1L, 1L, 1L), "SAME", new Conv2d.Options[0]);
      // What is fetched keeps its precision, so it must not be the convolution itself.
      final Operand<TFloat32> fetched = tf.identity(convolved);
      try (Session session = new Session(graph, SessionConfiguration.bfloat16Trial());
          Result result =
              session
                  .runner()
                  .feed(x, image)
                  .feed(k, kernel)
                  .fetch(fetched)
                  .setOptions(Runs.TELL_GRAPHS)
                  .runAndFetchMetadata()) {
        return result.getMetadata().map(MixedPrecision::bfloat16).orElse(false);
      }
    }
  }

  /** Tells whether an operation of a run with partition graphs was oneDNN's in bfloat16. */
  static boolean bfloat16(RunMetadata metadata) {
    return metadata.getPartitionGraphsList().stream()
        .flatMap(part -> part.getNodeList().stream())
        .filter(node -> node.getOp().startsWith(ONE_DNN))
        .anyMatch(node -> type(node) == DataType.DT_BFLOAT16);
  }

  private static DataType type(NodeDef node) {
    return node.getAttrMap().getOrDefault("T", AttrValue.getDefaultInstance()).getType();
  }
}
