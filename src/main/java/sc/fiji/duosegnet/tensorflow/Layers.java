package sc.fiji.duosegnet.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import sc.fiji.duosegnet.model.Precision;

/** Layers without state. Images are [batch, row, column, channel] throughout. */
final class Layers {

  private static final List<Long> UNIT = List.of(1L, 1L, 1L, 1L);
  private static final List<Long> HALVING = List.of(1L, 2L, 2L, 1L);
  private static final float LEAK = 0.2f;

  private final Ops tf;
  private final Precision precision;

  /** For single precision, or layers without convolutions. */
  Layers(Ops tf) {
    this(tf, Precision.FLOAT32);
  }

  /**
   * @param precision what the session is to compute convolutions in
   */
  Layers(Ops tf, Precision precision) {
    this.tf = tf;
    this.precision = precision;
  }

  /** Convolution with stride 1 that keeps the size, zero-padded. */
  Operand<TFloat32> convolve(Operand<TFloat32> x, Operand<TFloat32> kernel) {
    return convolve(x, kernel, UNIT);
  }

  /** Convolution with stride 2 that halves the size, zero-padded. */
  Operand<TFloat32> convolveStrided(Operand<TFloat32> x, Operand<TFloat32> kernel) {
    return convolve(x, kernel, HALVING);
  }

  private Operand<TFloat32> convolve(
      Operand<TFloat32> x, Operand<TFloat32> kernel, List<Long> strides) {
    return precision == Precision.BFLOAT16
        ? EvenChannels.convolve(tf, x, kernel, strides)
        : tf.nn.conv2d(x, kernel, strides, "SAME");
  }

  /** 2x2 max-pooling with stride 2. */
  Operand<TFloat32> maxPool(Operand<TFloat32> x) {
    // The op with attributes (not MaxPoolV2, whose window is a tensor) has a vectorized kernel.
    return tf.scope()
        .opBuilder("MaxPool", "max_pool")
        .addInput(x.asOutput())
        .setAttr("ksize", new long[] {1, 2, 2, 1})
        .setAttr("strides", new long[] {1, 2, 2, 1})
        .setAttr("padding", "VALID")
        .build()
        .output(0);
  }

  /** Bilinear resizing to the size of another image, pixel centers at half-integers. */
  Operand<TFloat32> resizeLike(Operand<TFloat32> x, Operand<?> like) {
    final Operand<TInt32> size =
        tf.slice(tf.shape(like), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    return tf.image.resizeBilinear(x, size, ResizeBilinear.halfPixelCenters(true));
  }

  /** Reduction of an image by the mean of squares of {@code factor} x {@code factor} pixels. */
  Operand<TFloat32> reduce(Operand<TFloat32> x, long factor) {
    final List<Long> window = List.of(1L, factor, factor, 1L);
    return factor == 1 ? x : tf.nn.avgPool(x, window, window, "VALID");
  }

  /**
   * Mean over the square of pixels up to a distance along each axis; beyond the image is nothing.
   * Along one axis after the other, which takes a sixth of the time for 17x17 pixels.
   */
  Operand<TFloat32> meanAround(Operand<TFloat32> x, int radius) {
    final long size = 2L * radius + 1;
    final Operand<TFloat32> columns = tf.nn.avgPool(x, List.of(1L, size, 1L, 1L), UNIT, "SAME");
    return tf.nn.avgPool(columns, List.of(1L, 1L, size, 1L), UNIT, "SAME");
  }

  /** Bilinear enlargement by a factor, pixel centers at half-integers. */
  Operand<TFloat32> enlarge(Operand<TFloat32> x, long factor) {
    if (factor == 1) {
      return x;
    }
    final Operand<TInt32> size =
        tf.slice(tf.shape(x), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    return tf.image.resizeBilinear(
        x, tf.math.mul(size, tf.constant((int) factor)), ResizeBilinear.halfPixelCenters(true));
  }

  Operand<TFloat32> leakyRelu(Operand<TFloat32> x) {
    return tf.nn.leakyRelu(x, LeakyRelu.alpha(LEAK));
  }

  /** Adds a number to each channel; the last axis is the channels'. */
  Operand<TFloat32> addBias(Operand<TFloat32> x, Operand<TFloat32> bias) {
    return precision == Precision.BFLOAT16 && !x.shape().hasUnknownDimension()
        ? BiasProduct.add(tf, x, bias)
        : tf.nn.biasAdd(x, bias);
  }

  Operand<TFloat32> concatChannels(Operand<TFloat32> a, Operand<TFloat32> b) {
    return tf.concat(List.of(a, b), tf.constant(3));
  }
}
