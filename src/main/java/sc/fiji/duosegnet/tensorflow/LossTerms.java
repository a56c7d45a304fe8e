package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The terms of a method's loss, and their weighted sum, which a generator step minimizes. Weights
 * that change over the run are fed with each step.
 */
final class LossTerms {

  private record Weight(Placeholder<TFloat32> placeholder, DoubleUnaryOperator course) {}

  private final Ops tf;
  private final Map<String, Operand<TFloat32>> terms = new LinkedHashMap<>();
  private final List<Weight> weights = new ArrayList<>();
  private final List<Operand<TFloat32>> generated = new ArrayList<>();
  private Operand<TFloat32> total;

  LossTerms(Ops tf) {
    this.tf = tf;
  }

  /** Adds a term whose weight stays the same. */
  void add(String name, double weight, Operand<TFloat32> term) {
    put(name, term);
    sum(tf.math.mul(tf.constant((float) weight), term));
  }

  /**
   * Adds terms with one weight.
   *
   * @param weight the weight as a function of the finished part of the run, 0..1
   * @param group scalars by name, each before the weight
   */
  void add(DoubleUnaryOperator weight, Map<String, Operand<TFloat32>> group) {
    final Placeholder<TFloat32> placeholder =
        tf.withName("weight").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    weights.add(new Weight(placeholder, weight));
    Operand<TFloat32> sum = null;
    for (final Map.Entry<String, Operand<TFloat32>> term : group.entrySet()) {
      put(term.getKey(), term.getValue());
      sum = sum == null ? term.getValue() : tf.math.add(sum, term.getValue());
    }
    sum(tf.math.mul(placeholder, sum));
  }

  private void put(String name, Operand<TFloat32> term) {
    if (terms.put(name, term) != null) {
      throw new IllegalStateException("Loss term '" + name + "' exists already.");
    }
  }

  private void sum(Operand<TFloat32> weighted) {
    total = total == null ? weighted : tf.math.add(total, weighted);
  }

  /** Adds a probability map that the critic is shown as generated. */
  void addGenerated(Operand<TFloat32> map) {
    generated.add(map);
  }

  /** Feeds the weights of a point of the run; the list receives the tensors made. */
  void feedWeights(Session.Runner runner, double progress, List<Tensor> made) {
    for (final Weight weight : weights) {
      TrainingInputs.feed(runner, weight.placeholder, weight.course.applyAsDouble(progress), made);
    }
  }

  /** Returns the loss that a generator step minimizes. */
  Operand<TFloat32> total() {
    return total;
  }

  /** Returns the unweighted terms by name, for reports and tests. */
  Map<String, Operand<TFloat32>> terms() {
    return terms;
  }

  /** Returns the maps that the critic is shown as generated, in the critic's order. */
  List<Operand<TFloat32>> generated() {
    return generated;
  }
}
