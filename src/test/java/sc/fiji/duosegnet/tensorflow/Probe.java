package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Looks inside a training graph for tests, in terms of Java arrays. */
final class Probe implements AutoCloseable {

  final TrainingGraph graph;
  private final Map<String, List<Operand<TFloat32>>> gradients = new LinkedHashMap<>();

  private final LossTerms method;

  Probe(TrainingSettings settings) {
    graph = new TrainingGraph(settings);
    method = graph.step(0.5).terms();
  }

  List<String> termNames() {
    return List.copyOf(method.terms().keySet());
  }

  /** The loss terms, and {@code total}, on a batch, changing nothing. */
  Map<String, Double> terms(TrainingBatch batch, double progress) {
    final Map<String, Operand<TFloat32>> wanted = new LinkedHashMap<>(method.terms());
    wanted.put("total", method.total());
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

  /** The maps shown to the critic as generated: F1(X1), F2(X2) and, if set so, F1(U), F2(U). */
  List<float[]> generated(TrainingBatch batch) {
    return fetch(batch, 0.5, method.generated());
  }

  private List<float[]> fetch(
      TrainingBatch batch, double progress, List<Operand<TFloat32>> fetches) {
    final List<Tensor> made = new ArrayList<>();
    final Session.Runner runner = graph.session().runner();
    graph.inputs().feed(runner, batch, new TrainingInputs.Draw(1, 0, progress), made);
    method.feedWeights(runner, progress, made);
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
    return gradients(List.of(term), batch).get(term);
  }

  /** Gradients of several terms, in one run. */
  Map<String, Map<String, float[]>> gradients(List<String> terms, TrainingBatch batch) {
    final List<Variables.Entry> weights =
        graph.variables().entries(entry -> entry.role() == Variables.Role.WEIGHT);
    final List<Operand<TFloat32>> operands = new ArrayList<>();
    for (final String term : terms) {
      operands.addAll(gradients.computeIfAbsent(term, name -> build(name, weights)));
    }
    final List<float[]> values = fetch(batch, 0.5, operands);
    final Map<String, Map<String, float[]>> byTerm = new LinkedHashMap<>();
    int index = 0;
    for (final String term : terms) {
      final Map<String, float[]> byName = new LinkedHashMap<>();
      for (final Variables.Entry weight : weights) {
        byName.put(weight.name(), values.get(index++));
      }
      byTerm.put(term, byName);
    }
    return byTerm;
  }

  /** Adds zero times every weight, so that a weight which a term does not reach has gradient 0. */
  private List<Operand<TFloat32>> build(String term, List<Variables.Entry> weights) {
    final Ops tf = graph.ops().withSubScope("probe");
    Operand<TFloat32> loss = term.equals("total") ? method.total() : method.terms().get(term);
    for (final Variables.Entry weight : weights) {
      final int[] axes = new int[weight.shape().numDimensions()];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = i;
      }
      loss =
          tf.math.add(
              loss, tf.math.mul(tf.constant(0f), tf.sum(weight.variable(), tf.constant(axes))));
    }
    final Gradients built = Gradients.create(tf.scope(), loss, Variables.operands(weights));
    final List<Operand<TFloat32>> list = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      list.add(built.<TFloat32>dy(i));
    }
    return list;
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
