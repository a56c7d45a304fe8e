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
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.engine.TrainingSession;
import sc.fiji.duosegnet.model.OptimizerSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The training graph: both U-Nets, the critic, the method's losses, optimizers, and inference. */
final class TrainingGraph implements TrainingSession {

  /** Prefixes of the names of the U-Nets that are trained. */
  static final List<String> VIEWS = List.of("view1", "view2");

  /** Prefixes of the names of their moving averages. */
  static final List<String> TEACHERS = List.of("teacher1", "teacher2");

  static final String CRITIC = "critic";

  private final TrainingSettings settings;
  private final Graph graph = new Graph();
  private final Session session;
  private final StepStop stop;
  private final Runs runs;
  private final Ops tf = Ops.create(graph);
  private final Variables variables;
  private final TrainingInputs inputs;
  private final GeneratorSteps steps;
  private final CriticStep criticStep;
  private final LossScale generatorScale;
  private final LossScale criticScale;
  private final Averages averages;
  private final Predictor predictor;
  private long generatorSteps;
  private long forwardPasses;

  /** On the processor, in the settings' precision. */
  TrainingGraph(TrainingSettings settings) {
    this(settings, Computation.processor(settings.precision()));
  }

  /**
   * @param computation what the settings come to on this machine
   */
  TrainingGraph(TrainingSettings settings, Computation computation) {
    this(settings, computation, () -> computation.scalesLoss() ? new LossScale() : null);
  }

  /**
   * @param scales makes the factor of a loss; null where losses are not scaled
   */
  TrainingGraph(TrainingSettings settings, Computation computation, Supplier<LossScale> scales) {
    this.settings = settings;
    session = session(graph, SessionConfiguration.training(computation, settings.threads()));
    // A step on a GPU is short, and each look at a request would wait for the device.
    stop = computation.onGpu() ? StepStop.NONE : StepPoints.of(tf);
    try {
      variables = new Variables(tf, settings.seed(), computation.precision());
      generatorScale = scales.get();
      criticScale = scales.get();
      inputs = TrainingInputs.build(tf, settings);
      final List<UNet> views = networks(VIEWS, settings.network().views());
      final List<UNet> teachers =
          settings.keepsAverages() ? networks(TEACHERS, views.size()) : List.of();
      final Critic critic =
          settings.method().hasCritic() ? new Critic(variables, CRITIC, settings.network()) : null;
      steps =
          new GeneratorSteps(
              tf, settings, inputs, views, teachers, critic, variables, generatorScale);
      criticStep =
          critic == null
              ? null
              : new CriticStep(
                  tf.withSubScope("critic_step"),
                  variables,
                  critic,
                  settings.optimizer(),
                  inputs,
                  steps.full().terms().generated(),
                  criticScale);
      averages =
          teachers.isEmpty()
              ? null
              : new Averages(
                  tf.withSubScope("averages"),
                  variables,
                  names(),
                  settings.optimizer().averaging());
      runs = Runs.placed(session, stop);
      predictor = inference(settings.evaluatesAverages() ? teachers : views, critic);
      if (computation.onGpu()) {
        Devices.request(graph, computation.device());
      }
      variables.initialize(session);
      if (averages != null) {
        averages.copy(session);
      }
    } catch (RuntimeException | Error e) {
      close(); // memory may be what it lacked, and a smaller one is tried next
      throw e;
    }
  }

  /** Returns a session of a graph, which is closed where there can be none. */
  static Session session(Graph graph, ConfigProto configuration) {
    try {
      return new Session(graph, configuration);
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  private List<UNet> networks(List<String> names, int count) {
    final List<UNet> networks = new ArrayList<>();
    for (final String name : names.subList(0, count)) {
      networks.add(
          new UNet(variables, name, settings.network(), false, inputs.renormalization(), stop));
    }
    return List.copyOf(networks);
  }

  /** Prefix of an average's names by that of its network. */
  private Map<String, String> names() {
    final Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < settings.network().views(); i++) {
      names.put(VIEWS.get(i), TEACHERS.get(i));
    }
    return names;
  }

  private Predictor inference(List<UNet> views, Critic critic) {
    final Placeholder<TFloat32> image =
        tf.withName("image")
            .placeholder(
                TFloat32.class,
                Placeholder.shape(Shape.of(-1, -1, -1, settings.network().channels())));
    final InferenceOutputs outputs =
        InferenceOutputs.build(tf.withSubScope("inference"), image, views, critic);
    return new GraphPredictor(
        Runs.of(session, stop),
        image.op().name(),
        outputs.fetched().stream().map(output -> output.op().name()).toList(),
        settings.network(),
        () -> {}); // closed with this session
  }

  @Override
  public Map<String, Double> iterate(Supplier<TrainingBatch> batches, double progress) {
    final OptimizerSettings optimizer = settings.optimizer();
    final GeneratorStep generator = step(progress);
    final boolean judged = criticStep != null && !generator.terms().generated().isEmpty();
    final Map<String, Double> losses = new LinkedHashMap<>();
    for (int step = 1; step < optimizer.generatorSteps(); step++) {
      generate(generator, batches.get(), progress, losses).close();
    }
    TrainingBatch batch = batches.get();
    try (GeneratorStep.Outcome outcome = generate(generator, batch, progress, losses)) {
      if (judged && optimizer.criticSteps() > 0) {
        criticStep.run(runs, batch, generator.generatedMaps(outcome.result()), losses);
      }
    }
    for (int step = 1; judged && step < optimizer.criticSteps(); step++) {
      batch = batches.get();
      try (Result result = generator.forward(runs, batch, draw(- ++forwardPasses, progress))) {
        criticStep.run(runs, batch, generator.generatedMaps(result), losses);
      }
    }
    return losses;
  }

  private GeneratorStep.Outcome generate(
      GeneratorStep generator, TrainingBatch batch, double progress, Map<String, Double> losses) {
    final GeneratorStep.Outcome outcome =
        generator.run(runs, batch, progress, draw(generatorSteps++, progress), losses);
    if (averages != null && outcome.made()) {
      averages.update(session);
    }
    return outcome;
  }

  private TrainingInputs.Draw draw(long number, double progress) {
    return new TrainingInputs.Draw(settings.seed(), number, progress);
  }

  /** Returns the generator's step at a point of the run. */
  GeneratorStep step(double progress) {
    return steps.at(progress);
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
  public List<List<String>> stateParts() {
    return variables.parts(Variables.LARGEST_PART);
  }

  @Override
  public Map<String, float[]> read(List<String> names) {
    return variables.read(session, names);
  }

  @Override
  public Map<String, Long> counters() {
    final Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("generator_steps", generatorSteps);
    counters.put("forward_passes", forwardPasses);
    counters.put("averages", averages == null ? 0 : averages.count());
    scales().forEach((prefix, scale) -> scale.addTo(prefix, counters));
    return counters;
  }

  @Override
  public void setCounters(Map<String, Long> counters) {
    generatorSteps = counters.get("generator_steps");
    forwardPasses = counters.get("forward_passes");
    if (averages != null) {
      averages.setCount(counters.get("averages"));
    }
    scales().forEach((prefix, scale) -> scale.setFrom(prefix, counters));
  }

  private Map<String, LossScale> scales() {
    final Map<String, LossScale> scales = new LinkedHashMap<>();
    if (generatorScale != null) {
      scales.put("generator", generatorScale);
      scales.put("critic", criticScale);
    }
    return scales;
  }

  @Override
  public Map<String, Integer> placement() {
    return runs.placement();
  }

  @Override
  public void export(Path folder) {
    SavedModels.write(settings, evaluated(snapshot()), folder);
  }

  /** Puts the averages in the place of the networks, if it is them that are evaluated. */
  private Map<String, float[]> evaluated(Map<String, float[]> weights) {
    final Map<String, float[]> evaluated = new LinkedHashMap<>(weights);
    names()
        .forEach(
            (view, teacher) ->
                weights.forEach(
                    (name, values) -> {
                      if (name.startsWith(teacher + "/")) {
                        evaluated.remove(name);
                        if (settings.evaluatesAverages()) {
                          evaluated.put(view + name.substring(teacher.length()), values);
                        }
                      }
                    }));
    return evaluated;
  }

  @Override
  public void cancel() {
    stop.stop();
  }

  @Override
  public void close() {
    session.close();
    stop.close();
    graph.close();
  }

  // What tests need to look inside.

  Session session() {
    return session;
  }

  Runs runs() {
    return runs;
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
