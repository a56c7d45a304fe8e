package sc.fiji.duosegnet.tensorflow;

import java.util.List;

/** Floating-point operations and bytes of an op, from the shapes of what goes in and comes out. */
final class OpCost {

  private OpCost() {}

  /**
   * Sum of the products of two axes' lengths and so on; other ops count one operation for each
   * value that goes in or comes out.
   *
   * @param kind TensorFlow's name of the op, of an optimized one too
   * @param inputs shapes; empty for what is not known
   * @param outputs shapes
   */
  static double operations(String kind, List<long[]> inputs, List<long[]> outputs) {
    if (kind.contains("Conv2DBackpropFilter") && inputs.size() > 2) {
      // [batch, row, column, out] by the kernel's [row, column, in]
      return 2 * size(inputs.get(2)) * size(outputs.get(0)) / last(outputs.get(0));
    }
    if (kind.contains("Conv2DBackpropInput") && inputs.size() > 2) {
      return 2 * size(inputs.get(2)) * size(inputs.get(1)) / last(inputs.get(1));
    }
    if (kind.contains("Conv2D") && inputs.size() > 1) {
      return 2 * size(outputs.get(0)) * size(inputs.get(1)) / last(inputs.get(1));
    }
    if (kind.contains("MatMul") && inputs.size() > 1) {
      final double product = size(inputs.get(0)) * size(inputs.get(1));
      return 2 * Math.sqrt(product * size(outputs.get(0))); // sqrt(mk kn mn) = mkn
    }
    double sum = 0;
    for (final List<long[]> shapes : List.of(inputs, outputs)) {
      for (final long[] shape : shapes) {
        sum += size(shape);
      }
    }
    return sum;
  }

  /** Tells whether an op is limited by arithmetic, where that is done well. */
  static boolean isArithmetic(String kind) {
    return kind.contains("Conv2D") || kind.contains("MatMul");
  }

  static double size(long[] shape) {
    double size = 1;
    for (final long length : shape) {
      size *= length;
    }
    return size;
  }

  private static double last(long[] shape) {
    return shape[shape.length - 1];
  }
}
