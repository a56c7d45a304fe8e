package sc.fiji.duosegnet.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Trainable tensors of one network in PyTorch, with the state that its optimizer keeps beside each
 * of them, and its batch-norm buffers. Native memory lives until the manager is closed.
 */
final class TorchWeights {

  private static final float RMS_EPSILON = 1e-8f;

  private final NDManager manager;
  private final List<NDArray> trainable = new ArrayList<>();
  private final List<NDArray> optimizerState = new ArrayList<>();

  /**
   * @param manager owner of all tensors made here
   */
  TorchWeights(NDManager manager) {
    this.manager = manager;
  }

  /** Returns a new kernel of shape (out, in, size, size), drawn as in He et al. 2015. */
  NDArray kernel(int out, int in, int size) {
    float deviation = (float) Math.sqrt(2.0 / (in * size * size));
    return register(
        manager.randomNormal(0, deviation, new Shape(out, in, size, size), DataType.FLOAT32));
  }

  /** Returns a new trainable vector of equal values. */
  NDArray vector(int length, float value) {
    return register(manager.full(new Shape(length), value, DataType.FLOAT32));
  }

  /** Returns a new vector of equal values that no optimizer touches. */
  NDArray buffer(int length, float value) {
    return manager.full(new Shape(length), value, DataType.FLOAT32);
  }

  private NDArray register(NDArray weight) {
    trainable.add(weight);
    optimizerState.add(manager.zeros(weight.getShape(), DataType.FLOAT32));
    weight.setRequiresGradient(true);
    return weight;
  }

  /** Tells PyTorch whether to work out gradients of these tensors in the passes that follow. */
  void setTrainable(boolean wanted) {
    for (NDArray weight : trainable) {
      weight.setRequiresGradient(wanted);
    }
  }

  /** Returns the trainable tensors. */
  List<NDArray> trainable() {
    return List.copyOf(trainable);
  }

  /** Returns the number of trainable values. */
  long count() {
    return trainable.stream().mapToLong(NDArray::size).sum();
  }

  /** SGD with momentum, through PyTorch's own update; clears the gradients. */
  void momentumStep(float rate, float momentum) {
    for (int i = 0; i < trainable.size(); i++) {
      NDArray weight = trainable.get(i);
      try (NDArray gradient = weight.getGradient()) {
        weight
            .getNDArrayInternal()
            .sgdUpdate(
                new NDList(weight, gradient, optimizerState.get(i)),
                new NDList(weight),
                rate,
                0,
                1,
                -1,
                momentum,
                false);
      }
    }
  }

  /**
   * RMSProp, in tensor operations because the library has none for PyTorch; clears the gradients.
   */
  void rmsPropStep(float rate, float decay) {
    for (int i = 0; i < trainable.size(); i++) {
      NDArray weight = trainable.get(i);
      NDArray meanSquare = optimizerState.get(i);
      try (NDArray gradient = weight.getGradient();
          NDArray square = gradient.square();
          NDArray root = meanSquare.muli(decay).addi(square.muli(1 - decay)).sqrt()) {
        try (NDArray change = gradient.div(root.addi(RMS_EPSILON))) {
          weight.subi(change.muli(rate));
        }
        gradient.muli(0);
      }
    }
  }
}
