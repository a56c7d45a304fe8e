package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The U-Nets of a snapshot in a graph of their own, run on Java arrays: single passes from which
 * tests put together, in plain Java, what a training graph computes as a whole.
 */
final class Networks implements AutoCloseable {

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Variables variables = new Variables(tf, 0, Precision.FLOAT32);
  private final Map<String, UNet> networks = new LinkedHashMap<>();
  private final Session session;

  Networks(TrainingSettings settings, Map<String, float[]> snapshot) {
    final List<String> names = new ArrayList<>(TrainingGraph.VIEWS);
    names.addAll(TrainingGraph.TEACHERS);
    final Map<String, float[]> weights = new LinkedHashMap<>();
    for (final String name : names) {
      if (snapshot.containsKey(name + "/head/kernel")) {
        networks.put(name, new UNet(variables, name, settings.network()));
      }
      snapshot.forEach(
          (key, values) -> {
            if (key.startsWith(name + "/")) {
              weights.put(key, values);
            }
          });
    }
    session =
        new Session(
            graph,
            SessionConfiguration.training(
                Computation.processor(Precision.FLOAT32), settings.threads()));
    variables.assign(session, weights);
  }

  /** Logits by the statistics of the batch. */
  float[] logits(String network, ImageBatch images) {
    return run(
        images, image -> networks.get(network).logits(tf, image, UNet.Mode.TRAINING_UNTRACKED));
  }

  /** Gradient of sum(factors * logits) by the images, with the statistics of the batch. */
  float[] gradient(String network, ImageBatch images, float[] factors) {
    return gradient(network, images, factors, UNet.Mode.TRAINING_UNTRACKED);
  }

  /** Logits by the running statistics. */
  float[] inference(String network, ImageBatch images) {
    return run(images, image -> networks.get(network).logits(tf, image, UNet.Mode.INFERENCE));
  }

  /** Gradient of sum(factors * logits) by the images, with the running statistics. */
  float[] inferenceGradient(String network, ImageBatch images, float[] factors) {
    return gradient(network, images, factors, UNet.Mode.INFERENCE);
  }

  private float[] gradient(String network, ImageBatch images, float[] factors, UNet.Mode mode) {
    return run(
        images,
        image ->
            Gradients.create(tf.scope(), weighted(network, image, factors, mode), List.of(image))
                .<TFloat32>dy(0));
  }

  private Operand<TFloat32> weighted(
      String network, Operand<TFloat32> image, float[] factors, UNet.Mode mode) {
    final Operand<TFloat32> logits = networks.get(network).logits(tf, image, mode);
    final Operand<TFloat32> flat = tf.reshape(logits, tf.constant(new int[] {-1}));
    return tf.sum(tf.math.mul(flat, tf.constant(factors)), tf.constant(0));
  }

  /**
   * Gradient of sum(factors * logits) by each weight of a network, with the statistics of the
   * batch: that of a loss of which the factors are the slopes, and all else is constant.
   */
  Map<String, float[]> weightGradient(String network, ImageBatch images, float[] factors) {
    final List<Variables.Entry> weights = variables.weights(network + "/");
    final List<float[]> values =
        runAll(
            images,
            image ->
                Gradients.create(
                        tf.scope(),
                        weighted(network, image, factors, UNet.Mode.TRAINING_UNTRACKED),
                        Variables.operands(weights))
                    .dy());
    final Map<String, float[]> byName = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byName.put(weights.get(i).name(), values.get(i));
    }
    return byName;
  }

  /** The images as {@link DeepCoTraining#attack} changes them. */
  float[] attacked(String network, ImageBatch images, ImageBatch masks, double epsilon) {
    final Operand<TFloat32> constant =
        tf.reshape(
            tf.constant(masks.pixels()),
            tf.constant(new int[] {masks.count(), masks.height(), masks.width(), 1}));
    return run(
        images,
        image ->
            DeepCoTraining.attack(tf, networks.get(network), image, constant, (float) epsilon));
  }

  /**
   * Logits by the statistics of the batch, with the encoder's features multiplied in between.
   *
   * @param factors of each level, the finest first, in the order image, channel
   */
  float[] scaled(String network, ImageBatch images, List<float[]> factors) {
    return run(
        images,
        image -> {
          final UNet net = networks.get(network);
          final List<Operand<TFloat32>> features =
              new ArrayList<>(net.features(tf, image, UNet.Mode.TRAINING_UNTRACKED));
          for (int level = 0; level < features.size(); level++) {
            final Operand<TFloat32> factor =
                tf.reshape(
                    tf.constant(factors.get(level)),
                    tf.constant(new int[] {images.count(), 1, 1, -1}));
            features.set(level, tf.math.mul(features.get(level), factor));
          }
          return net.decode(tf, features, UNet.Mode.TRAINING_UNTRACKED);
        });
  }

  private float[] run(
      ImageBatch images, Function<Placeholder<TFloat32>, Operand<TFloat32>> output) {
    return runAll(images, image -> List.of(output.apply(image))).get(0);
  }

  private List<float[]> runAll(
      ImageBatch images, Function<Placeholder<TFloat32>, List<? extends Operand<?>>> outputs) {
    final Placeholder<TFloat32> image =
        tf.placeholder(
            TFloat32.class,
            Placeholder.shape(
                Shape.of(images.count(), images.height(), images.width(), images.channels())));
    final List<? extends Operand<?>> fetched = outputs.apply(image);
    final Session.Runner runner = session.runner();
    fetched.forEach(runner::fetch);
    final List<float[]> values = new ArrayList<>();
    try (Tensor input = Tensors.of(images);
        Result result = runner.feed(image, input).run()) {
      for (int i = 0; i < fetched.size(); i++) {
        values.add(Tensors.values(result.get(i)));
      }
    }
    return values;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
