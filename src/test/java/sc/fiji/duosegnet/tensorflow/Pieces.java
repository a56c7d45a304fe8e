package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.StrongViewSettings;

/** Pieces of the training graph, each run on Java arrays in a small graph of its own. */
final class Pieces {

  private Pieces() {}

  /** Losses of two maps of logits, for {@link #loss}. */
  enum Loss {
    DIVERGENCE,
    JENSEN_SHANNON;

    private Operand<TFloat32> of(Ops tf, Operand<TFloat32> a, Operand<TFloat32> b) {
      final Losses losses = new Losses(tf);
      return this == DIVERGENCE ? losses.divergence(a, b) : losses.jensenShannon(a, b);
    }
  }

  /** A loss, then its gradients by the first and the second map. */
  static List<float[]> loss(Loss loss, float[] logits, float[] others) {
    return run(
        tf -> {
          final Operand<TFloat32> a = row(tf, logits);
          final Operand<TFloat32> b = row(tf, others);
          final Operand<TFloat32> value = loss.of(tf, a, b);
          final Gradients gradients = Gradients.create(tf.scope(), value, List.of(a, b));
          return List.of(value, gradients.<TFloat32>dy(0), gradients.<TFloat32>dy(1));
        });
  }

  static double confident(float[] logits, float[] target, float[] confident, double share) {
    return confident(logits, target, confident, share, 0);
  }

  static double confident(
      float[] logits, float[] target, float[] confident, double share, double smoothing) {
    return run(tf ->
            List.of(
                new Losses(tf)
                    .confident(
                        row(tf, logits),
                        new PseudoMask(row(tf, target), row(tf, confident)),
                        share,
                        smoothing)))
        .get(0)[0];
  }

  static double meanSquare(float[] a, float[] b) {
    return run(tf -> List.of(new Losses(tf).meanSquare(row(tf, a), row(tf, b)))).get(0)[0];
  }

  /** Target and confident pixels of a map of probabilities. */
  static List<float[]> mask(float[] probability, double threshold) {
    return run(
        tf -> {
          final PseudoMask mask = PseudoMask.of(tf, row(tf, probability), threshold);
          return List.of(mask.target(), mask.confident());
        });
  }

  /** The same with the thresholds of strong views. */
  static List<float[]> mask(float[] probability, StrongViewSettings settings) {
    return run(
        tf -> {
          final PseudoMask mask = PseudoMask.of(tf, row(tf, probability), settings);
          return List.of(mask.target(), mask.confident());
        });
  }

  /** Target and confident pixels of some images after mixing. */
  static List<float[]> mixed(
      float[] target, float[] confident, float[] boxes, int count, int height, int width) {
    return run(
        tf -> {
          final PseudoMask mask =
              new PseudoMask(
                      shaped(tf, target, count, height, width, 1),
                      shaped(tf, confident, count, height, width, 1))
                  .mixed(tf, shaped(tf, boxes, count, height, width, 1));
          return List.of(mask.target(), mask.confident());
        });
  }

  /** Some images of one row and one channel, each brought to unit length. */
  static float[] unit(float[] images, int count) {
    return run(tf ->
            List.of(
                VirtualAdversarialTraining.unit(
                    tf, shaped(tf, images, count, 1, images.length / count, 1))))
        .get(0);
  }

  /** Normal random numbers of a use in a step. */
  static float[] normal(long seed, long step, int use, long... shape) {
    return random(seed, step, random -> random.normal(use, Shape.of(shape)));
  }

  /** Uniform random numbers of a use in a step. */
  static float[] uniform(long seed, long step, int use, long... shape) {
    return random(seed, step, random -> random.uniform(use, Shape.of(shape)));
  }

  private static float[] random(
      long seed, long step, Function<RandomNumbers, Operand<TFloat32>> numbers) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      final Ops tf = Ops.create(graph);
      final Placeholder<TInt64> fed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
      final Operand<TFloat32> fetched = numbers.apply(new RandomNumbers(tf, fed));
      try (TInt64 value = TInt64.tensorOf(StdArrays.ndCopyOf(new long[] {seed, step}));
          Result result = session.runner().feed(fed, value).fetch(fetched).run()) {
        return Tensors.values(result.get(0));
      }
    }
  }

  /** A weight after each of some steps of Adam with given gradients. */
  static List<float[]> adam(float[] weight, List<float[]> gradients, double rate, double beta1) {
    final List<Placeholder<TFloat32>> powers = new ArrayList<>();
    return course(
        weight,
        gradients,
        (tf, variables) -> {
          powers.add(scalar(tf));
          powers.add(scalar(tf));
          return Optimizers.adam(
              tf,
              variables,
              tf.constant((float) rate),
              beta1,
              new Optimizers.AdamPowers(powers.get(0), powers.get(1)));
        },
        (runner, step, made) -> {
          TrainingInputs.feed(runner, powers.get(0), Math.pow(beta1, step), made);
          TrainingInputs.feed(runner, powers.get(1), Math.pow(Optimizers.BETA2, step), made);
        });
  }

  /** The same of SGD with momentum. */
  static List<float[]> momentum(
      float[] weight, List<float[]> gradients, double rate, double momentum) {
    return course(
        weight,
        gradients,
        (tf, variables) -> Optimizers.momentum(tf, variables, tf.constant((float) rate), momentum),
        (runner, step, made) -> {});
  }

  /** The same of RMSProp. */
  static List<float[]> rmsProp(float[] weight, List<float[]> gradients, double rate, double decay) {
    return course(
        weight,
        gradients,
        (tf, variables) -> Optimizers.rmsProp(tf, variables, rate, decay),
        (runner, step, made) -> {});
  }

  /** Feeds what an optimizer needs in a step 1, 2, ... */
  private interface StepFeed {
    void feed(Session.Runner runner, int step, List<Tensor> made);
  }

  private static List<float[]> course(
      float[] weight,
      List<float[]> gradients,
      BiFunction<Ops, Variables, Optimizers.Rule> rule,
      StepFeed more) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      final Ops tf = Ops.create(graph);
      final Variables variables = new Variables(tf, 0, Precision.FLOAT32);
      variables.vector("weight", Variables.Role.WEIGHT, weight.length, 0);
      final Placeholder<TFloat32> gradient =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(weight.length)));
      final List<Op> updates =
          Optimizers.updates(
              variables.weights("weight"),
              new GradientStep(tf, List.of(gradient)),
              rule.apply(tf, variables));
      variables.initialize(session);
      variables.assign(session, Map.of("weight", weight));
      final List<float[]> course = new ArrayList<>();
      for (int step = 1; step <= gradients.size(); step++) {
        final List<Tensor> made = new ArrayList<>();
        final Session.Runner runner = session.runner();
        final TFloat32 tensor = Tensors.of(gradients.get(step - 1), weight.length);
        made.add(tensor);
        runner.feed(gradient, tensor);
        more.feed(runner, step, made);
        updates.forEach(runner::addTarget);
        runner.run().close();
        made.forEach(Tensor::close);
        course.add(variables.read(session, false).get("weight"));
      }
      return course;
    }
  }

  private static Placeholder<TFloat32> scalar(Ops tf) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  private static Operand<TFloat32> row(Ops tf, float[] values) {
    return shaped(tf, values, 1, 1, values.length, 1);
  }

  private static Operand<TFloat32> shaped(Ops tf, float[] values, int... shape) {
    return tf.reshape(tf.constant(values), tf.constant(shape));
  }

  private static List<float[]> run(Function<Ops, List<Operand<TFloat32>>> outputs) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      final List<Operand<TFloat32>> fetched = outputs.apply(Ops.create(graph));
      final Session.Runner runner = session.runner();
      fetched.forEach(runner::fetch);
      final List<float[]> values = new ArrayList<>();
      try (Result result = runner.run()) {
        for (int i = 0; i < fetched.size(); i++) {
          values.add(Tensors.values(result.get(i)));
        }
      }
      return values;
    }
  }

  /** Scale and shift of batch renormalization by channel, at a point of a run. */
  static List<float[]> correction(
      float[] mean,
      float[] variance,
      float[] runningMean,
      float[] runningVariance,
      double progress) {
    final List<Tensor> made = new ArrayList<>();
    try (Graph graph = new Graph()) {
      final Ops tf = Ops.create(graph);
      final Renormalization renormalization = new Renormalization(tf);
      final Renormalization.Correction correction =
          renormalization.correction(
              tf,
              tf.constant(mean),
              tf.constant(variance),
              tf.constant(runningMean),
              tf.constant(runningVariance),
              1e-5f);
      try (Session session = new Session(graph)) {
        final Session.Runner runner =
            session.runner().fetch(correction.scale()).fetch(correction.shift());
        renormalization.feed(runner, progress, made);
        try (Result result = runner.run()) {
          return List.of(Tensors.values(result.get(0)), Tensors.values(result.get(1)));
        }
      }
    } finally {
      made.forEach(Tensor::close);
    }
  }
}
