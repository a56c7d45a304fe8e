package sc.fiji.duosegnet.tensorflow;

import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** A step of a small network, wanted on the second of two devices. */
final class PlacedGraph {

  private PlacedGraph() {}

  /** Returns how many ops of the step were executed on which device. */
  static Map<String, Integer> placement(String device) {
    try (Graph graph = new Graph();
        Session session =
            new Session(graph, ConfigProto.newBuilder().putDeviceCount("CPU", 2).build());
        Tensor input = Tensors.of(new float[] {1, 2, 3, 4}, 2, 2)) {
      final Ops tf = Ops.create(graph);
      final Operand<TFloat32> x = tf.placeholder(TFloat32.class);
      final Variable<TFloat32> w = tf.variable(Shape.of(2, 2), TFloat32.class);
      final Operand<TFloat32> initial = tf.assign(w, tf.constant(new float[][] {{1, 0}, {0, 2}}));
      final Operand<TFloat32> loss =
          tf.sum(tf.nn.relu(tf.linalg.matMul(x, w)), tf.constant(new int[] {0, 1}));
      final Operand<TFloat32> gradient =
          Gradients.create(tf.scope(), loss, java.util.List.of(w)).dy(0);
      final Operand<TFloat32> update = tf.assignSub(w, gradient);
      if (device != null) {
        Devices.request(graph, device);
      }
      session.runner().addTarget(initial).run();
      final Runs runs = Runs.placed(session, StepStop.NONE);
      runs.run(runs.runner().feed(x, input).fetch(update)).close();
      return runs.placement();
    }
  }
}
