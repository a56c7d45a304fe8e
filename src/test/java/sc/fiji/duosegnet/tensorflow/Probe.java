package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Looks inside a training graph for tests, in terms of Java arrays. */
final class Probe implements AutoCloseable {

  /** Seed of the random numbers in a probe's runs, which are those of step 0. */
  static final long SEED = 1;

  private static final String TOTAL = "total";

  final TrainingGraph graph;
  private final LossTerms method;
  private final List<Operand<TFloat32>> gradients = new ArrayList<>();
  private Placeholder<TFloat32> choice;

  Probe(TrainingSettings settings) {
    graph = new TrainingGraph(settings);
    method = graph.step(0.5).terms();
  }

  /** Trains in the middle of a run, on batches that can be learned. */
  void train(int iterations) {
    for (int i = 0; i < iterations; i++) {
      final int seed = i;
      graph.iterate(() -> Batches.learnableBatch(seed), 0.5);
    }
  }

  List<String> termNames() {
    return List.copyOf(method.terms().keySet());
  }

  /** The loss terms, and {@code total}, on a batch, changing nothing. */
  Map<String, Double> terms(TrainingBatch batch, double progress) {
    final Map<String, Operand<TFloat32>> wanted = new LinkedHashMap<>(method.terms());
    wanted.put(TOTAL, method.total());
    final Map<String, Double> values = new LinkedHashMap<>();
    run(batch, progress, List.copyOf(wanted.values()), new ArrayList<>(wanted.keySet()), values);
    return values;
  }

  private void run(
      TrainingBatch batch,
      double progress,
      List<Operand<TFloat32>> fetches,
      List<String> names,
      Map<String, Double> values) {
    final List<float[]> results = fetch(batch, progress, fetches);
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), (double) results.get(i)[0]);
    }
  }

  /**
   * The maps shown to the critic as generated: F1(X1), F2(X2) and, if set so, those of the
   * unlabeled images.
   */
  List<float[]> generated(TrainingBatch batch) {
    return generated(batch, 0.5);
  }

  /** The same at a point of the run. */
  List<float[]> generated(TrainingBatch batch, double progress) {
    return fetch(batch, progress, method.generated());
  }

  private List<float[]> fetch(
      TrainingBatch batch, double progress, List<Operand<TFloat32>> fetches) {
    return fetch(batch, progress, fetches, runner -> {});
  }

  private List<float[]> fetch(
      TrainingBatch batch,
      double progress,
      List<Operand<TFloat32>> fetches,
      Consumer<Session.Runner> more) {
    final List<Tensor> made = new ArrayList<>();
    final Session.Runner runner = graph.session().runner();
    graph.inputs().feed(runner, batch, new TrainingInputs.Draw(SEED, 0, progress), made);
    method.feedWeights(runner, progress, made);
    more.accept(runner);
    fetches.forEach(runner::fetch);
    final List<float[]> values = new ArrayList<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < fetches.size(); i++) {
        values.add(Tensors.values(result.get(i)));
      }
    } finally {
      made.forEach(Tensor::close);
    }
    return values;
  }

  /** Gradient of a term, or of {@code total}, by every weight of the graph, by its name. */
  Map<String, float[]> gradient(String term, TrainingBatch batch) {
    if (gradients.isEmpty()) {
      buildGradients();
    }
    final float[] chosen = new float[method.terms().size() + 1];
    chosen[term.equals(TOTAL) ? chosen.length - 1 : termNames().indexOf(term)] = 1;
    final List<float[]> values;
    try (TFloat32 tensor = Tensors.of(chosen, chosen.length)) {
      values = fetch(batch, 0.5, gradients, runner -> runner.feed(choice, tensor));
    }
    final Map<String, float[]> byName = new LinkedHashMap<>();
    final List<Variables.Entry> weights = weights();
    for (int i = 0; i < weights.size(); i++) {
      byName.put(weights.get(i).name(), values.get(i));
    }
    return byName;
  }

  /**
   * Asks that the gradient of a term is the expected one by each weight named, to a part of its
   * length, and 0 by all others.
   */
  void assertGradient(
      String term, TrainingBatch batch, Map<String, float[]> expected, double tolerance) {
    gradient(term, batch)
        .forEach(
            (name, found) -> {
              final float[] wanted = expected.getOrDefault(name, new float[found.length]);
              final float[] error = new float[found.length];
              for (int i = 0; i < found.length; i++) {
                error[i] = found[i] - wanted[i];
              }
              assertEquals(0, norm(error), tolerance * norm(wanted), term + " by " + name);
              assertEquals(expected.containsKey(name), norm(wanted) > 0, term + " by " + name);
            });
  }

  /** Length of a tensor. */
  static double norm(float[] values) {
    return Math.sqrt(dot(values, values));
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Gradients of several terms. */
  Map<String, Map<String, float[]>> gradients(List<String> terms, TrainingBatch batch) {
    final Map<String, Map<String, float[]>> byTerm = new LinkedHashMap<>();
    terms.forEach(term -> byTerm.put(term, gradient(term, batch)));
    return byTerm;
  }

  private List<Variables.Entry> weights() {
    return graph.variables().entries(entry -> entry.role() == Variables.Role.WEIGHT);
  }

  /**
   * Builds one gradient for all terms, that of their sum with fed factors, as a gradient of its own
   * for each makes huge graphs. Zero times every weight is added, so that a weight which a term
   * does not reach has gradient 0.
   */
  private void buildGradients() {
    final Ops tf = graph.ops().withSubScope("probe");
    final List<Operand<TFloat32>> terms = new ArrayList<>(method.terms().values());
    terms.add(method.total());
    choice = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(terms.size())));
    Operand<TFloat32> loss = tf.sum(tf.math.mul(choice, tf.stack(terms)), tf.constant(0));
    for (final Variables.Entry weight : weights()) {
      final int[] axes = new int[weight.shape().numDimensions()];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = i;
      }
      loss =
          tf.math.add(
              loss, tf.math.mul(tf.constant(0f), tf.sum(weight.variable(), tf.constant(axes))));
    }
    final Gradients built = Gradients.create(tf.scope(), loss, Variables.operands(weights()));
    for (int i = 0; i < weights().size(); i++) {
      gradients.add(built.<TFloat32>dy(i));
    }
  }

  /** Values in the weights of a network, and output channels of its 3x3 convolutions. */
  long[] parameterCounts(String network) {
    long biases = 0;
    for (final Variables.Entry entry : graph.variables().weights(network + "/")) {
      if (entry.shape().numDimensions() == 4 && entry.shape().get(0) == 3) {
        biases += entry.shape().get(3);
      }
    }
    return new long[] {graph.variables().parameterCount(network + "/"), biases};
  }

  @Override
  public void close() {
    graph.close();
  }
}
