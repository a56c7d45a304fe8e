package sc.fiji.duosegnet.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Writes and reads trained networks as TensorFlow SavedModels. */
final class SavedModels {

  static final String IMAGE = "image";
  static final String VIEW1 = "view1";
  static final String VIEW2 = "view2";
  static final String PROBABILITY = "probability";
  static final String CONFIDENCE = "confidence";
  static final String CRITIC = "critic";

  /** Single precision on the processor; writing computes next to nothing. */
  static final Computation PLAIN = Computation.processor(Precision.FLOAT32);

  private SavedModels() {}

  /**
   * Writes the networks with the given weights and buffers into a new folder, batch norm folded
   * into the convolutions. The outputs are those of {@link InferenceOutputs}, {@code critic} only
   * if the method has one.
   *
   * @param weights of the views, and of the critic if there is one, by name
   */
  static void write(TrainingSettings settings, Map<String, float[]> weights, Path folder) {
    final NetworkSettings network = settings.network();
    try (Graph graph = new Graph();
        Session session =
            new Session(graph, SessionConfiguration.inference(PLAIN, settings.resolvedThreads()))) {
      final Ops tf = Ops.create(graph);
      final Variables variables = new Variables(tf, settings.seed(), PLAIN.precision());
      final List<UNet> views = new ArrayList<>();
      for (int i = 0; i < network.views(); i++) {
        views.add(
            new UNet(variables, TrainingGraph.VIEWS.get(i), network, true, null, StepStop.NONE));
      }
      final Critic critic =
          settings.method().hasCritic()
              ? new Critic(variables, TrainingGraph.CRITIC, network)
              : null;
      final Placeholder<TFloat32> image =
          tf.withName(IMAGE)
              .placeholder(
                  TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, network.channels())));
      final InferenceOutputs outputs =
          InferenceOutputs.build(tf.withSubScope("inference"), image, views, critic);
      final Signature.Builder signature =
          Signature.builder()
              .input(IMAGE, image)
              .output(VIEW1, outputs.view1())
              .output(VIEW2, outputs.view2())
              .output(PROBABILITY, outputs.probability())
              .output(CONFIDENCE, outputs.confidence());
      if (outputs.critic() != null) {
        signature.output(CRITIC, outputs.critic());
      }
      variables.assign(session, Folding.fold(weights));
      SavedModelBundle.exporter(folder.toString())
          .withFunction(SessionFunction.create(signature.build(), session))
          .export();
    } catch (IOException e) {
      throw new EngineException(
          "The model can't be written to '" + folder + "': " + e.getMessage(), e);
    }
  }

  /**
   * Opens networks that {@link #write} wrote; the caller closes them.
   *
   * @param computation device and precision
   * @param threads threads to use; 0 means all processors
   * @param critic whether predictions have the critic's map, if there is one
   * @throws EngineException in words for the middle of a sentence, if they are of another kind
   */
  static Predictor open(
      Path folder, NetworkSettings network, Computation computation, int threads, boolean critic) {
    SavedModelCheck.check(folder);
    final ConfigProto configuration = SessionConfiguration.inference(computation, threads);
    try (SavedModelBundle bundle =
        SavedModelBundle.loader(folder.toString())
            .withTags(SavedModelBundle.DEFAULT_TAG)
            .withConfigProto(configuration)
            .load()) {
      final Signature signature = bundle.function(Signature.DEFAULT_KEY).signature();
      final List<String> outputs =
          Stream.of(VIEW1, VIEW2, CONFIDENCE, CRITIC)
              .filter(output -> critic || !CRITIC.equals(output))
              .filter(signature.getOutputs()::containsKey)
              .map(output -> signature.getOutputs().get(output).name)
              .toList();
      final Graph graph =
          Freezing.freeze(bundle.graph(), bundle.session(), outputs, computation.precision());
      final Session session = TrainingGraph.session(graph, configuration);
      return new GraphPredictor(
          Runs.of(session),
          signature.getInputs().get(IMAGE).name,
          outputs,
          network,
          () -> {
            session.close();
            graph.close();
          });
    }
  }
}
