package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;

/** What becomes of a wish for bfloat16, which TensorFlow drops without a word where it can't. */
final class MixedPrecision {

  private static final int SIDE = 16;

  private MixedPrecision() {}

  /**
   * Tells whether TensorFlow computes in bfloat16 on this processor, by having it make a product in
   * that precision and looking at what it made of it: its own rule (AVX-512, or AVX-NE-CONVERT) is
   * of its version, and Java does not know a processor's instructions.
   */
  static boolean bfloat16() {
    try (Graph graph = new Graph();
        TFloat32 zeros = TFloat32.tensorOf(Shape.of(SIDE, SIDE))) {
      final Ops tf = Ops.create(graph);
      final Placeholder<TFloat32> a = tf.placeholder(TFloat32.class);
      final Placeholder<TFloat32> b = tf.placeholder(TFloat32.class);
      // What is fetched keeps its precision, so it must not be the product itself.
      final Operand<TFloat32> fetched = tf.identity(tf.linalg.matMul(a, b));
      try (Session session = new Session(graph, SessionConfiguration.bfloat16Trial());
          Result result =
              session
                  .runner()
                  .feed(a, zeros)
                  .feed(b, zeros)
                  .fetch(fetched)
                  .setOptions(RunOptions.newBuilder().setOutputPartitionGraphs(true).build())
                  .runAndFetchMetadata()) {
        return result.getMetadata().map(MixedPrecision::bfloat16).orElse(false);
      }
    }
  }

  /** Tells whether an op of a run with partition graphs was in bfloat16. */
  static boolean bfloat16(RunMetadata metadata) {
    return metadata.getPartitionGraphsList().stream()
        .flatMap(part -> part.getNodeList().stream())
        .map(NodeDef::getAttrMap)
        .map(attributes -> attributes.getOrDefault("T", AttrValue.getDefaultInstance()))
        .anyMatch(type -> type.getType() == DataType.DT_BFLOAT16);
  }
}
