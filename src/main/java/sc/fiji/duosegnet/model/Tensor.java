package sc.fiji.duosegnet.model;

import java.util.Arrays;

/**
 * An array of numbers of any dimension. Two tensors are equal where shape and all values are.
 *
 * @param values numbers in row-major order, the last dimension running fastest; owned by this
 *     tensor, not copied
 * @param shape length of each dimension; owned by this tensor, not copied
 */
public record Tensor(float[] values, int[] shape) {

  public Tensor {
    Check.given("values", values);
    Check.given("shape", shape);
    long wanted = 1;
    for (final int length : shape) {
      Check.atLeast("shape", length, 0);
      // Above the length of any array the exact product doesn't matter, but must not overflow.
      wanted = Math.min(wanted * length, 1L << 31);
    }
    if (values.length != wanted) {
      throw new IllegalArgumentException(
          "Tensor: "
              + values.length
              + " values do not make the shape "
              + Arrays.toString(shape)
              + ", which wants "
              + wanted
              + ".");
    }
  }

  @Override
  public boolean equals(final Object other) {
    return other instanceof Tensor tensor
        && Arrays.equals(shape, tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
