package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import sc.fiji.duosegnet.data.ImageBatch;

/** Copies between Java arrays and native tensors. */
final class Tensors {

  private Tensors() {}

  /** Returns a new native tensor with a copy of the values; the caller closes it. */
  static TFloat32 of(float[] values, long... shape) {
    return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values, true, false));
  }

  /**
   * Returns a new native tensor of shape [count, height, width, channels]; the caller closes it.
   */
  static TFloat32 of(ImageBatch batch) {
    return of(batch.pixels(), batch.count(), batch.height(), batch.width(), batch.channels());
  }

  /** Returns a new native tensor of rank 0; the caller closes it. */
  static TFloat32 scalar(double value) {
    return TFloat32.scalarOf((float) value);
  }

  /** Returns the values in row-major order, in a new array. */
  static float[] values(Tensor tensor) {
    final float[] values = new float[Math.toIntExact(tensor.shape().size())];
    ((TFloat32) tensor).asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** Returns the value of a tensor of rank 0. */
  static double scalar(Tensor tensor) {
    return ((TFloat32) tensor).getFloat();
  }
}
