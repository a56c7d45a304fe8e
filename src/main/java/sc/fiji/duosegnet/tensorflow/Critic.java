package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Precision;

/**
 * Judges per pixel whether a mask was drawn by a person or generated. It has no batch norm and so
 * no buffers: freezing it is leaving its weights alone.
 */
final class Critic {

  private static final int SPATIAL_LAYERS = 5;

  private final CriticKind kind;
  private final long reduction;
  private final Precision precision;
  private final List<Variable<TFloat32>> kernels = new ArrayList<>();
  private final List<Variable<TFloat32>> biases = new ArrayList<>();

  /**
   * @param variables where the weights are added
   * @param name prefix of their names
   * @param settings kind and width
   */
  Critic(Variables variables, String name, NetworkSettings settings) {
    kind = settings.critic();
    reduction = settings.reduction();
    precision = variables.precision();
    final long width = settings.criticWidth();
    if (kind == CriticKind.SPATIAL) {
      long in = 1;
      for (int layer = 0; layer < SPATIAL_LAYERS; layer++) {
        final boolean last = layer == SPATIAL_LAYERS - 1;
        final long out = last ? 1 : width << layer;
        add(variables, name + "/layer" + layer, 4, in, out, last);
        in = out;
      }
    } else {
      add(variables, name + "/layer0", 1, 1, width, false);
      add(variables, name + "/layer1", 1, width, 2 * width, false);
      add(variables, name + "/layer2", 1, 2 * width, 1, true);
    }
  }

  private void add(Variables variables, String name, long size, long in, long out, boolean last) {
    final double gain = last ? 1 : 2;
    kernels.add(
        variables.kernel(
            name + "/kernel", Math.sqrt(gain / (size * size * in)), size, size, in, out));
    biases.add(variables.vector(name + "/bias", Variables.Role.WEIGHT, out, 0));
  }

  /**
   * @param mask probabilities or a drawn mask, [batch, row, column, 1], 0..1
   * @return logits of the same shape, high for "drawn by a person"
   */
  Operand<TFloat32> logits(Ops tf, Operand<TFloat32> mask) {
    return kind == CriticKind.SPATIAL ? spatialLogits(tf, mask) : pixelLogits(tf, mask);
  }

  private Operand<TFloat32> spatialLogits(Ops tf, Operand<TFloat32> mask) {
    final Layers layers = new Layers(tf, precision);
    // As the U-Nets do: finer than their outputs there is nothing to see.
    Operand<TFloat32> x = layers.reduce(mask, reduction);
    for (int layer = 0; layer < kernels.size(); layer++) {
      x = layers.convolveStrided(layer == 0 ? x : layers.leakyRelu(x), kernels.get(layer));
      x = layers.addBias(x, biases.get(layer));
    }
    return layers.resizeLike(x, mask);
  }

  /** 1x1 convolutions are matrix products over pixels, which is what they are fastest as. */
  private Operand<TFloat32> pixelLogits(Ops tf, Operand<TFloat32> mask) {
    final Layers layers = new Layers(tf, precision);
    Operand<TFloat32> x = tf.reshape(mask, tf.constant(new int[] {-1, 1}));
    for (int layer = 0; layer < kernels.size(); layer++) {
      final Operand<TFloat32> matrix =
          tf.reshape(
              kernels.get(layer), tf.constant(new long[] {kernels.get(layer).shape().get(2), -1}));
      x = tf.linalg.matMul(layer == 0 ? x : layers.leakyRelu(x), matrix);
      x = layers.addBias(x, biases.get(layer));
    }
    return tf.reshape(x, tf.shape(mask));
  }
}
