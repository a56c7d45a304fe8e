package sc.fiji.duosegnet.tensorflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.model.Precision;

/**
 * A saved model as it is and frozen.
 *
 * @param asItIs an output of the model
 * @param frozen the same output of the frozen one
 * @param operations kinds of operations in the frozen one
 * @param nodes how many it has
 */
record FrozenModel(float[] asItIs, float[] frozen, Set<String> operations, int nodes) {

  static FrozenModel of(Path saved, ImageBatch images, String output, Precision precision) {
    try (SavedModelBundle bundle = SavedModelBundle.load(saved.toString())) {
      final var signature = bundle.function(Signature.DEFAULT_KEY).signature();
      final String tensor = signature.getOutputs().get(output).name;
      final String image = signature.getInputs().get(SavedModels.IMAGE).name;
      final float[] before = run(bundle.session(), image, images, tensor);
      try (Graph graph =
          Freezing.freeze(bundle.graph(), bundle.session(), List.of(tensor), precision)) {
        bundle.close(); // what is frozen needs it no longer
        final Set<String> kinds = new TreeSet<>();
        graph.toGraphDef().getNodeList().forEach(node -> kinds.add(node.getOp()));
        try (Session session = new Session(graph)) {
          return new FrozenModel(
              before,
              run(session, image, images, tensor),
              kinds,
              graph.toGraphDef().getNodeCount());
        }
      }
    }
  }

  private static float[] run(Session session, String image, ImageBatch images, String output) {
    try (TFloat32 input = Tensors.of(images);
        Result result = session.runner().feed(image, input).fetch(output).run()) {
      return Tensors.values((TFloat32) result.get(0));
    }
  }
}
