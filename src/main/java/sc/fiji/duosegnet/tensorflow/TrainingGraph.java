package sc.fiji.duosegnet.tensorflow;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.engine.TrainingSession;
import sc.fiji.duosegnet.model.OptimizerSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The training graph: both U-Nets, the critic, the method's losses, optimizers, and inference. */
final class TrainingGraph implements TrainingSession {

  static final String VIEW1 = "view1";
  static final String VIEW2 = "view2";
  static final String CRITIC = "critic";

  private final TrainingSettings settings;
  private final Graph graph = new Graph();
  private final Session session;
  private final Ops tf = Ops.create(graph);
  private final Variables variables;
  private final TrainingInputs inputs;
  private final GeneratorStep adaptive;
  private final GeneratorStep frozen;
  private final CriticStep criticStep;
  private final Predictor predictor;

  TrainingGraph(TrainingSettings settings) {
    this.settings = settings;
    final OptimizerSettings optimizer = settings.optimizer();
    variables = new Variables(tf, settings.seed());
    final UNet view1 = new UNet(variables, VIEW1, settings.network());
    final UNet view2 = new UNet(variables, VIEW2, settings.network());
    final Critic critic =
        settings.method().hasCritic() ? new Critic(variables, CRITIC, settings.network()) : null;
    inputs = TrainingInputs.build(tf, settings);
    adaptive = step("generator", UNet.Mode.TRAINING, view1, view2, critic);
    frozen =
        optimizer.frozenBatchNorm() > 0
            ? step("frozen_generator", UNet.Mode.INFERENCE, view1, view2, critic)
            : null;
    criticStep =
        critic == null
            ? null
            : new CriticStep(
                tf.withSubScope("critic_step"),
                variables,
                critic,
                optimizer,
                inputs,
                adaptive.method().generated());
    session = new Session(graph, SessionConfiguration.training(settings.resolvedThreads()));
    predictor = inference(view1, view2, critic);
    variables.initialize(session);
  }

  private GeneratorStep step(String name, UNet.Mode mode, UNet view1, UNet view2, Critic critic) {
    return new GeneratorStep(
        new TrainingMethod.Context(
            tf.withSubScope(name), settings, inputs, view1, view2, critic, mode),
        variables);
  }

  private Predictor inference(UNet view1, UNet view2, Critic critic) {
    final Placeholder<TFloat32> image =
        tf.withName("image")
            .placeholder(
                TFloat32.class,
                Placeholder.shape(Shape.of(-1, -1, -1, settings.network().channels())));
    final InferenceOutputs outputs =
        InferenceOutputs.build(tf.withSubScope("inference"), image, view1, view2, critic);
    return new GraphPredictor(
        session,
        image.op().name(),
        outputs.view1().op().name(),
        outputs.view2().op().name(),
        outputs.confidence().op().name(),
        settings.network(),
        () -> {}); // closed with this session
  }

  @Override
  public Map<String, Double> iterate(Supplier<TrainingBatch> batches, double progress) {
    final OptimizerSettings optimizer = settings.optimizer();
    final GeneratorStep generator = step(progress);
    final Map<String, Double> losses = new LinkedHashMap<>();
    for (int step = 1; step < optimizer.generatorSteps(); step++) {
      generator.run(session, batches.get(), progress, losses).close();
    }
    TrainingBatch batch = batches.get();
    try (Result result = generator.run(session, batch, progress, losses)) {
      if (criticStep != null && optimizer.criticSteps() > 0) {
        losses.put(CRITIC, criticStep.run(session, batch, generator.generatedMaps(result)));
      }
    }
    for (int step = 1; criticStep != null && step < optimizer.criticSteps(); step++) {
      batch = batches.get();
      try (Result result = generator.forward(session, batch)) {
        losses.put(CRITIC, criticStep.run(session, batch, generator.generatedMaps(result)));
      }
    }
    return losses;
  }

  /** Returns the generator's step at a point of the run. */
  GeneratorStep step(double progress) {
    return frozen != null && progress >= 1 - settings.optimizer().frozenBatchNorm()
        ? frozen
        : adaptive;
  }

  @Override
  public Predictor predictor() {
    return predictor;
  }

  @Override
  public Map<String, float[]> snapshot() {
    return variables.read(session, false);
  }

  @Override
  public void restore(Map<String, float[]> snapshot) {
    variables.assign(session, snapshot);
  }

  @Override
  public void export(Path folder) {
    SavedModels.write(settings, snapshot(), folder);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  // What tests need to look inside.

  Session session() {
    return session;
  }

  Ops ops() {
    return tf;
  }

  Variables variables() {
    return variables;
  }

  TrainingInputs inputs() {
    return inputs;
  }
}
