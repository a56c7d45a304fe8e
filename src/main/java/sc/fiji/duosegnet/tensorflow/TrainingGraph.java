package sc.fiji.duosegnet.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
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
  private final TrainingMethod method;
  private final Placeholder<TFloat32> rate;
  private final List<Op> generatorUpdates = new ArrayList<>();
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
    rate = tf.withName("rate").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    method =
        TrainingMethod.build(
            new TrainingMethod.Context(
                tf.withSubScope("loss"), settings, inputs, view1, view2, critic));
    final List<Variables.Entry> weights = variables.weights(VIEW1 + "/", VIEW2 + "/");
    final Ops generator = tf.withSubScope("generator");
    generatorUpdates.addAll(
        Optimizers.momentum(
            generator,
            variables,
            weights,
            Optimizers.gradients(generator, method.total(), weights),
            rate,
            optimizer.momentum()));
    final Ops statistics = tf.withSubScope("statistics");
    for (final UNet view : List.of(view1, view2)) {
      generatorUpdates.addAll(
          view.runningStatisticsUpdates(statistics, optimizer.batchNormDecay()));
    }
    criticStep =
        critic == null
            ? null
            : new CriticStep(
                tf.withSubScope("critic_step"),
                variables,
                critic,
                optimizer,
                inputs,
                method.generated());
    session = new Session(graph, SessionConfiguration.of(settings.resolvedThreads()));
    predictor = inference(view1, view2, critic);
    variables.initialize(session);
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
    final Map<String, Double> losses = new LinkedHashMap<>();
    for (int step = 1; step < optimizer.generatorSteps(); step++) {
      generatorStep(batches.get(), progress, losses).close();
    }
    TrainingBatch batch = batches.get();
    try (Result result = generatorStep(batch, progress, losses)) {
      if (criticStep != null && optimizer.criticSteps() > 0) {
        losses.put(CRITIC, criticStep.run(session, batch, generatedMaps(result)));
      }
    }
    for (int step = 1; criticStep != null && step < optimizer.criticSteps(); step++) {
      batch = batches.get();
      try (Result result = forward(batch)) {
        losses.put(CRITIC, criticStep.run(session, batch, generatedMaps(result)));
      }
    }
    return losses;
  }

  private List<Tensor> generatedMaps(Result result) {
    final List<Tensor> maps = new ArrayList<>();
    for (int i = 0; i < method.generated().size(); i++) {
      maps.add(result.get(i));
    }
    return maps;
  }

  /** Updates both U-Nets; the result begins with the generated maps. The caller closes it. */
  private Result generatorStep(TrainingBatch batch, double progress, Map<String, Double> losses) {
    final List<TFloat32> made = new ArrayList<>();
    try {
      final Session.Runner runner = session.runner();
      inputs.feed(runner, batch, made);
      method.feedWeights(runner, progress, made);
      final OptimizerSettings optimizer = settings.optimizer();
      made.add(Tensors.scalar(optimizer.learningRate() * optimizer.schedule().factor(progress)));
      runner.feed(rate, made.get(made.size() - 1));
      method.generated().forEach(runner::fetch);
      runner.fetch(method.total());
      method.terms().values().forEach(runner::fetch);
      generatorUpdates.forEach(runner::addTarget);
      final Result result = runner.run();
      int index = method.generated().size();
      losses.put("total", Tensors.scalar(result.get(index++)));
      for (final String name : method.terms().keySet()) {
        losses.put(name, Tensors.scalar(result.get(index++)));
      }
      return result;
    } finally {
      made.forEach(TFloat32::close);
    }
  }

  /** Computes the generated maps without changing anything. The caller closes the result. */
  private Result forward(TrainingBatch batch) {
    final List<TFloat32> made = new ArrayList<>();
    try {
      final Session.Runner runner = session.runner();
      inputs.feed(runner, batch, made);
      method.generated().forEach(runner::fetch);
      return runner.run();
    } finally {
      made.forEach(TFloat32::close);
    }
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

  TrainingMethod method() {
    return method;
  }
}
