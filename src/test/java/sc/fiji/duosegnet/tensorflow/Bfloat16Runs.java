package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Runs, and whether an op of them was in bfloat16. */
final class Bfloat16Runs {

  private static final RunOptions OPTIONS =
      RunOptions.newBuilder().setOutputPartitionGraphs(true).build();

  private Bfloat16Runs() {}

  /** An iteration of a training. */
  static boolean training(TrainingSettings settings) {
    final List<Boolean> seen = new ArrayList<>();
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      graph.runs().observe(OPTIONS, metadata -> seen.add(MixedPrecision.bfloat16(metadata)));
      graph.iterate(() -> Batches.batch(1), 0.5);
    }
    return seen.contains(true);
  }

  /** A product of matrices that the graph itself has in bfloat16. */
  static boolean product() {
    try (Graph graph = new Graph();
        TFloat32 zeros = TFloat32.tensorOf(Shape.of(4, 4))) {
      final Ops tf = Ops.create(graph);
      final Placeholder<TFloat32> given = tf.placeholder(TFloat32.class);
      final Operand<TBfloat16> factor = tf.dtypes.cast(given, TBfloat16.class);
      final Operand<TFloat32> product =
          tf.dtypes.cast(tf.linalg.matMul(factor, factor), TFloat32.class);
      try (Session session = new Session(graph, ConfigProto.getDefaultInstance());
          Result result =
              session
                  .runner()
                  .feed(given, zeros)
                  .fetch(product)
                  .setOptions(OPTIONS)
                  .runAndFetchMetadata()) {
        return MixedPrecision.bfloat16(result.getMetadata().orElseThrow());
      }
    }
  }
}
