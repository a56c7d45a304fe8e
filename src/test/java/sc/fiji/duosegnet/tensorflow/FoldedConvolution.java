package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.Precision;

/**
 * A convolution and batch norm by random running statistics, by TensorFlow's ops one after the
 * other and folded into one.
 *
 * @param expected outputs, and the gradients of a sum of their squares by image, kernel, scale and
 *     offset, of the two ops
 * @param found the same of the folded convolution
 */
record FoldedConvolution(List<float[]> expected, List<float[]> found) {

  private static final int IN = 3;
  private static final int OUT = 5;

  static FoldedConvolution random() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      final Ops tf = Ops.create(graph);
      final Variables variables = new Variables(tf, 0, Precision.FLOAT32);
      final Variable<TFloat32> kernel = variables.kernel("kernel", 3, 3, IN, OUT);
      final BatchNorm norm = new BatchNorm(variables, "norm", OUT, null);
      final Random random = new Random(1);
      final Map<String, float[]> values = new LinkedHashMap<>();
      values.put("kernel", Batches.gaussian(random, 3 * 3 * IN * OUT));
      for (final String part : List.of("scale", "offset", "mean", "variance")) {
        values.put("norm/" + part, Batches.gaussian(random, OUT));
      }
      final float[] variance = values.get("norm/variance");
      for (int i = 0; i < OUT; i++) {
        variance[i] = variance[i] * variance[i] + 0.1f;
      }
      variables.assign(session, values);
      final Operand<TFloat32> image =
          tf.reshape(
              tf.constant(Batches.gaussian(random, 2 * 8 * 8 * IN)),
              tf.constant(new int[] {2, 8, 8, IN}));
      final Layers layers = new Layers(tf);
      final BatchNorm.Folded folded = norm.folded(tf, kernel);
      final Map<String, Operand<TFloat32>> parts = new LinkedHashMap<>();
      variables.entries(entry -> true).forEach(e -> parts.put(e.name(), e.variable()));
      final List<Operand<?>> by =
          List.of(image, kernel, parts.get("norm/scale"), parts.get("norm/offset"));
      final Operand<TFloat32> two =
          tf.nn
              .fusedBatchNorm(
                  layers.convolve(image, kernel),
                  parts.get("norm/scale"),
                  parts.get("norm/offset"),
                  parts.get("norm/mean"),
                  parts.get("norm/variance"),
                  FusedBatchNorm.epsilon(BatchNorm.EPSILON),
                  FusedBatchNorm.isTraining(false))
              .y();
      return new FoldedConvolution(
          run(tf, session, two, by),
          run(
              tf,
              session,
              layers.addBias(layers.convolve(image, folded.kernel()), folded.bias()),
              by));
    }
  }

  private static List<float[]> run(
      Ops tf, Session session, Operand<TFloat32> y, List<Operand<?>> by) {
    final Operand<TFloat32> loss = tf.sum(tf.math.square(y), tf.constant(new int[] {0, 1, 2, 3}));
    final Gradients gradients = Gradients.create(tf.scope(), loss, by);
    final Session.Runner runner = session.runner().fetch(y);
    for (int i = 0; i < by.size(); i++) {
      runner.fetch(gradients.<TFloat32>dy(i));
    }
    final List<float[]> values = new ArrayList<>();
    try (Result result = runner.run()) {
      result.forEach(entry -> values.add(Tensors.values(entry.getValue())));
    }
    return values;
  }
}
