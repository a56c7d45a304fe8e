package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Precision;

/**
 * One view: a U-Net (Ronneberger et al. 2015) with bilinear upsampling. Each block is twice 3x3
 * convolution, batch norm, ReLU. The convolutions have no bias: batch norm, which follows, would
 * take it out again.
 */
final class UNet {

  /** How batch norm behaves in a pass. */
  enum Mode {
    /** Batch statistics, which also go into the running statistics. */
    TRAINING,
    /** Batch statistics, which leave no trace. */
    TRAINING_UNTRACKED,
    /** Running statistics. */
    INFERENCE
  }

  /** A convolution with batch norm or, where that is folded into the kernel, a bias. */
  private record Convolution(Variable<TFloat32> kernel, BatchNorm norm, Variable<TFloat32> bias) {}

  /** Makes the batch norm of a layer. */
  private interface Norms {
    BatchNorm make(String layer, long channels);
  }

  private final List<List<Convolution>> encoder = new ArrayList<>();
  private final List<List<Convolution>> decoder = new ArrayList<>();
  private final long reduction;
  private final StepStop stop;
  private final Precision precision;
  private final Variable<TFloat32> headKernel;
  private final Variable<TFloat32> headBias;

  /**
   * @param variables where the weights are added
   * @param name prefix of their names
   * @param settings width, depth and channels
   */
  UNet(Variables variables, String name, NetworkSettings settings) {
    this(variables, name, settings, false, null, StepStop.NONE);
  }

  /**
   * @param folded whether the kernels have batch norm in them, see {@link Folding}; such a network
   *     is for inference only
   * @param renormalization corrects batch statistics in training; null for plain batch norm
   * @param stop ends passes that are running
   */
  UNet(
      Variables variables,
      String name,
      NetworkSettings settings,
      boolean folded,
      Renormalization renormalization,
      StepStop stop) {
    this.stop = stop;
    precision = variables.precision();
    final Norms norms =
        folded
            ? null
            : (layer, channels) -> new BatchNorm(variables, layer, channels, renormalization);
    reduction = settings.reduction();
    final int depth = settings.depth();
    long in = settings.channels();
    for (int level = 0; level < depth; level++) {
      final long out = (long) settings.width() << level;
      encoder.add(block(variables, name + "/down" + level, in, out, norms));
      in = out;
    }
    for (int level = depth - 2; level >= 0; level--) {
      final long out = (long) settings.width() << level;
      decoder.add(block(variables, name + "/up" + level, in + out, out, norms));
      in = out;
    }
    headKernel = variables.kernel(name + "/head/kernel", Math.sqrt(1.0 / in), 1, 1, in, 1);
    headBias = variables.vector(name + "/head/bias", Variables.Role.WEIGHT, 1, 0);
  }

  private static List<Convolution> block(
      Variables variables, String name, long in, long out, Norms norms) {
    return List.of(
        convolution(variables, name + "/conv1", in, out, norms),
        convolution(variables, name + "/conv2", out, out, norms));
  }

  private static Convolution convolution(
      Variables variables, String name, long in, long out, Norms norms) {
    final Variable<TFloat32> kernel = variables.kernel(name + "/kernel", 3, 3, in, out);
    return norms == null
        ? new Convolution(
            kernel, null, variables.vector(name + "/bias", Variables.Role.WEIGHT, out, 0))
        : new Convolution(kernel, norms.make(name, out), null);
  }

  /**
   * @param image [batch, row, column, channel], normalized
   * @return logits [batch, row, column, 1]
   */
  Operand<TFloat32> logits(Ops tf, Operand<TFloat32> image, Mode mode) {
    return decode(tf, features(tf, image, mode), mode);
  }

  /**
   * The encoder.
   *
   * @param image [batch, row, column, channel], normalized
   * @return features of each level, [batch, row, column, channel], the finest first, of the reduced
   *     image
   */
  List<Operand<TFloat32>> features(Ops tf, Operand<TFloat32> image, Mode mode) {
    final Layers layers = new Layers(tf, precision);
    final List<Operand<TFloat32>> features = new ArrayList<>();
    Operand<TFloat32> x = layers.reduce(image, reduction);
    for (int level = 0; level < encoder.size(); level++) {
      if (level > 0) {
        x = layers.maxPool(x);
      }
      x = apply(tf, layers, encoder.get(level), x, mode);
      features.add(x);
    }
    return features;
  }

  /**
   * The decoder and the head.
   *
   * @param features as the encoder gives them
   * @return logits [batch, row, column, 1]
   */
  Operand<TFloat32> decode(Ops tf, List<Operand<TFloat32>> features, Mode mode) {
    final Layers layers = new Layers(tf, precision);
    Operand<TFloat32> x = features.get(features.size() - 1);
    for (int i = 0; i < decoder.size(); i++) {
      final Operand<TFloat32> skip = features.get(features.size() - 2 - i);
      x = layers.concatChannels(layers.resizeLike(x, skip), skip);
      x = apply(tf, layers, decoder.get(i), x, mode);
    }
    return layers.enlarge(layers.addBias(layers.convolve(x, headKernel), headBias), reduction);
  }

  private Operand<TFloat32> apply(
      Ops tf, Layers layers, List<Convolution> block, Operand<TFloat32> input, Mode mode) {
    Operand<TFloat32> x = stop.point(tf, input);
    for (final Convolution convolution : block) {
      final BatchNorm norm = convolution.norm();
      if (norm == null) {
        x = layers.addBias(layers.convolve(x, convolution.kernel()), convolution.bias());
      } else if (mode == Mode.INFERENCE) {
        final BatchNorm.Folded folded = norm.folded(tf, convolution.kernel());
        x = layers.addBias(layers.convolve(x, folded.kernel()), folded.bias());
      } else {
        x = norm.training(tf, layers.convolve(x, convolution.kernel()), mode == Mode.TRAINING);
      }
      x = tf.nn.relu(x);
    }
    return x;
  }

  /** Returns the update of all running statistics for the tracked passes since the last call. */
  List<Op> runningStatisticsUpdates(Ops tf, double decay) {
    final List<Op> updates = new ArrayList<>();
    for (final List<List<Convolution>> half : List.of(encoder, decoder)) {
      for (final List<Convolution> block : half) {
        block.forEach(convolution -> updates.addAll(convolution.norm().updates(tf, decay)));
      }
    }
    return updates;
  }
}
