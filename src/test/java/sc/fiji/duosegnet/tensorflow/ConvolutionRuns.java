package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.model.Precision;

/**
 * Runs of a convolution of two random images, and of the gradients of the sum of squares of its
 * outputs plus 1.
 *
 * @param in channels of the images
 * @param out channels of the outputs
 * @param size rows and columns of the images, and of the kernel
 * @param stride 1 or 2
 */
record ConvolutionRuns(int in, int out, List<Integer> size, int stride) {

  /** Outputs, gradients by the images and by the kernel, of each of some runs. */
  List<List<float[]>> run(Precision layers, Precision session, double kernel, int times) {
    final int side = size.get(0);
    final int window = size.get(1);
    final List<List<float[]>> runs = new ArrayList<>();
    try (Graph graph = new Graph();
        TFloat32 images = random(1, 2, side, side, in);
        TFloat32 weights = random(kernel, window, window, in, out);
        Session run =
            new Session(graph, SessionConfiguration.training(Computation.processor(session), 1))) {
      final Ops tf = Ops.create(graph);
      final Placeholder<TFloat32> x = placeholder(tf, images.shape());
      final Placeholder<TFloat32> w = placeholder(tf, weights.shape());
      final Layers made = new Layers(tf, layers);
      // What is fed and fetched keeps its precision.
      final Operand<TFloat32> y =
          tf.identity(stride == 1 ? made.convolve(x, w) : made.convolveStrided(x, w));
      final Operand<TFloat32> loss =
          tf.sum(
              tf.math.square(tf.math.add(y, tf.constant(1f))), tf.constant(new int[] {0, 1, 2, 3}));
      final Gradients slopes = Gradients.create(tf.scope(), loss, List.of(x, w));
      for (int i = 0; i < times; i++) {
        try (Result result =
            run.runner()
                .feed(x, images)
                .feed(w, weights)
                .fetch(y)
                .fetch(slopes.<TFloat32>dy(0))
                .fetch(slopes.<TFloat32>dy(1))
                .run()) {
          runs.add(
              List.of(
                  Tensors.values(result.get(0)),
                  Tensors.values(result.get(1)),
                  Tensors.values(result.get(2))));
        }
      }
    }
    return runs;
  }

  private static Placeholder<TFloat32> placeholder(Ops tf, Shape shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  private static TFloat32 random(double deviation, long... shape) {
    final float[] values = Batches.gaussian(new Random(1), Math.toIntExact(Shape.of(shape).size()));
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) deviation;
    }
    return Tensors.of(values, shape);
  }
}
