package sc.fiji.duosegnet.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The U-Net in PyTorch: on each level twice (3x3 convolution without bias, batch norm, ReLU), 2x2
 * max-pooling down, bilinear upsampling and concatenation up, and a 1x1 head giving one logit.
 *
 * <p>Tensors that Java no longer needs are closed at once, as Python's reference counting would do
 * it: PyTorch itself keeps what the backward pass needs.
 */
final class TorchUNet {

  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape NONE = new Shape(0, 0);

  /** The library's number for bilinear interpolation (without aligned corners). */
  static final int BILINEAR = 1;

  private static final float RUNNING_DECAY = 0.9f;
  private static final float NORM_EPSILON = 1e-5f;

  private record Layer(
      NDArray kernel, NDArray scale, NDArray offset, NDArray mean, NDArray variance) {}

  private final TorchWeights weights;
  private final List<Layer[]> down = new ArrayList<>();
  private final List<Layer[]> up = new ArrayList<>();
  private final NDArray headKernel;
  private final NDArray headBias;

  /**
   * @param manager owner of the weights
   * @param channels input channels
   * @param width feature maps of the first level
   * @param depth number of levels
   */
  TorchUNet(NDManager manager, int channels, int width, int depth) {
    weights = new TorchWeights(manager);
    int in = channels;
    for (int level = 0; level < depth; level++) {
      int out = width << level;
      down.add(new Layer[] {layer(in, out), layer(out, out)});
      in = out;
    }
    for (int level = depth - 2; level >= 0; level--) {
      int out = width << level;
      up.add(new Layer[] {layer(in + out, out), layer(out, out)});
      in = out;
    }
    headKernel = weights.kernel(1, in, 1);
    headBias = weights.vector(1, 0);
  }

  private Layer layer(int in, int out) {
    return new Layer(
        weights.kernel(out, in, 3),
        weights.vector(out, 1),
        weights.vector(out, 0),
        weights.buffer(out, 0),
        weights.buffer(out, 1));
  }

  /** Returns the trainable tensors with their optimizer state. */
  TorchWeights weights() {
    return weights;
  }

  /**
   * @param images tensor of shape (images, channels, rows, columns); stays open
   * @param training takes batch statistics and updates the running ones, otherwise takes those
   * @return logits of shape (images, 1, rows, columns), owned by the images' manager
   */
  NDArray logits(NDArray images, boolean training) {
    Deque<NDArray> skips = new ArrayDeque<>();
    NDArray features = block(images, down.get(0), training);
    for (Layer[] block : down.subList(1, down.size())) {
      skips.push(features);
      try (NDArray pooled = Pool.maxPool2d(features, TWO, TWO, NONE, false)) {
        features = block(pooled, block, training);
      }
    }
    for (Layer[] block : up) {
      try (NDArray low = features;
          NDArray skip = skips.pop();
          NDArray joined = upsampleAndJoin(low, skip)) {
        features = block(joined, block, training);
      }
    }
    try (NDArray last = features) {
      return Conv2d.conv2d(last, headKernel, headBias).singletonOrThrow();
    }
  }

  private static NDArray upsampleAndJoin(NDArray low, NDArray skip) {
    Shape size = skip.getShape();
    try (NDArray upsampled =
        low.getNDArrayInternal()
            .interpolation(new long[] {size.get(2), size.get(3)}, BILINEAR, false)) {
      return upsampled.concat(skip, 1);
    }
  }

  private static NDArray block(NDArray input, Layer[] layers, boolean training) {
    try (NDArray first = apply(input, layers[0], training)) {
      return apply(first, layers[1], training);
    }
  }

  private static NDArray apply(NDArray input, Layer layer, boolean training) {
    try (NDArray convolved = Conv2d.conv2d(input, layer.kernel, null, ONE, ONE).singletonOrThrow();
        NDArray normalized = normalize(convolved, layer, training)) {
      return Activation.relu(normalized);
    }
  }

  private static NDArray normalize(NDArray input, Layer layer, boolean training) {
    // Axis -1 is the library's way to PyTorch's own batch norm over axis 1, without swapping axes.
    return BatchNorm.batchNorm(
            input,
            layer.mean,
            layer.variance,
            layer.scale,
            layer.offset,
            -1,
            RUNNING_DECAY,
            NORM_EPSILON,
            training)
        .singletonOrThrow();
  }
}
