package sc.fiji.duosegnet.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.duosegnet.model.CriticKind;

/**
 * The critic in PyTorch: 1x1 convolutions (pixel) or 4x4 convolutions of stride 2 (spatial), with
 * biases and leaky ReLUs of slope 0.2 between them; its logits are resized to the mask's size.
 */
final class TorchCritic {

  private static final float SLOPE = 0.2f;

  private final TorchWeights weights;
  private final List<NDArray> kernels = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();
  private final Shape stride;
  private final Shape padding;

  /**
   * @param manager owner of the weights
   * @param kind kind of critic
   * @param width feature maps of the first layer
   */
  TorchCritic(NDManager manager, CriticKind kind, int width) {
    weights = new TorchWeights(manager);
    boolean spatial = kind == CriticKind.SPATIAL;
    stride = spatial ? new Shape(2, 2) : new Shape(1, 1);
    padding = spatial ? new Shape(1, 1) : new Shape(0, 0);
    int in = 1;
    for (int layer = 0; layer < (spatial ? 4 : 2); layer++) {
      int out = width << layer;
      add(out, in, spatial ? 4 : 1);
      in = out;
    }
    add(1, in, spatial ? 4 : 1);
  }

  private void add(int out, int in, int size) {
    kernels.add(weights.kernel(out, in, size));
    biases.add(weights.vector(out, 0));
  }

  /** Returns the trainable tensors with their optimizer state. */
  TorchWeights weights() {
    return weights;
  }

  /**
   * @param masks tensor of shape (masks, 1, rows, columns), values 0..1; stays open
   * @return logits of the same shape, owned by the masks' manager
   */
  NDArray logits(NDArray masks) {
    int last = kernels.size() - 1;
    NDArray features = convolve(masks, 0);
    for (int layer = 1; layer <= last; layer++) {
      try (NDArray linear = features;
          NDArray active = Activation.leakyRelu(linear, SLOPE)) {
        features = convolve(active, layer);
      }
    }
    Shape size = masks.getShape();
    if (features.getShape().equals(size)) {
      return features;
    }
    try (NDArray small = features) {
      return small
          .getNDArrayInternal()
          .interpolation(new long[] {size.get(2), size.get(3)}, TorchUNet.BILINEAR, false);
    }
  }

  private NDArray convolve(NDArray input, int layer) {
    return Conv2d.conv2d(input, kernels.get(layer), biases.get(layer), stride, padding)
        .singletonOrThrow();
  }
}
