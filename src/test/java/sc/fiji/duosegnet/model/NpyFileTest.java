package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes in here were written by numpy 2.4.6's {@code numpy.save}. */
class NpyFileTest {

  private static final String START = "934e554d5059010076007b276465736372273a20273c6634272c2027";
  private static final String FLAG =
      "666f727472616e5f6f72646572273a2046616c73652c20277368617065273a20";

  /** array([[[0.5, -1.25], [3e-5, 7], [inf, 255]]], dtype='<f4'). */
  private static final byte[] NUMPY =
      hex(
          START
              + FLAG
              + "28312c20332c2032292c207d"
              + "20".repeat(55)
              + "0a"
              + "0000003f0000a0bf82a8fb370000e0400000807f00007f43");

  /** array([1, 2], dtype='<f4'). */
  private static final byte[] VECTOR =
      hex(START + FLAG + "28322c292c207d" + "20".repeat(60) + "0a0000803f00000040");

  /** array([1.0]), of 64-bit floats. */
  private static final byte[] DOUBLES =
      hex(
          START.replace("6634", "6638")
              + FLAG
              + "28312c292c207d"
              + "20".repeat(60)
              + "0a000000000000f03f");

  /** asfortranarray(arange(4).reshape(2, 2)). */
  private static final byte[] FORTRAN =
      hex(
          START
              + FLAG.replace("46616c7365", "54727565")
              + "28322c2032292c207d"
              + "20".repeat(59)
              + "0a00000000000000400000803f00004040");

  private static final Tensor TENSOR =
      new Tensor(
          new float[] {0.5f, -1.25f, 3e-5f, 7, Float.POSITIVE_INFINITY, 255}, new int[] {1, 3, 2});

  @Test
  void readsWhatNumpyWrote() throws IOException {
    final Tensor read = NpyFile.read(NUMPY);
    assertArrayEquals(new int[] {1, 3, 2}, read.shape());
    assertArrayEquals(TENSOR.values(), read.values());
    assertArrayEquals(new int[] {2}, NpyFile.read(VECTOR).shape());
  }

  @Test
  void writesWhatNumpyWrites() {
    assertArrayEquals(NUMPY, NpyFile.write(TENSOR));
    assertArrayEquals(VECTOR, NpyFile.write(new Tensor(new float[] {1, 2}, new int[] {2})));
  }

  @Test
  void roundTripKeepsEveryBitAndShape() throws IOException {
    for (final int[] shape : new int[][] {{}, {1}, {0, 4}, {1, 16, 32, 3}, {2, 1, 1, 1, 5}}) {
      final float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat(i * 0x01234567);
      }
      final byte[] bytes = NpyFile.write(new Tensor(values, shape));
      assertEquals(0, (bytes.length - 4 * values.length) % 64);
      assertEquals(new Tensor(values, shape), NpyFile.read(bytes));
    }
  }

  @Test
  void refusesOtherArrays() {
    refused(DOUBLES, "<f8");
    refused(FORTRAN, "Fortran");
    refused(new byte[0], "not a NumPy array file");
    refused("{\"no\": \"array\"}".getBytes(), "not a NumPy array file");
    refused(Arrays.copyOf(NUMPY, NUMPY.length - 1), "incomplete");
    refused(Arrays.copyOf(NUMPY, NUMPY.length + 4), "damaged");
    refused(Arrays.copyOf(NUMPY, 60), "incomplete");
    final byte[] huge = NUMPY.clone();
    System.arraycopy("(99999,99999)".getBytes(), 0, huge, 60, 13);
    refused(huge, "incomplete");
    final byte[] headless = NUMPY.clone();
    Arrays.fill(headless, 10, 120, (byte) ' ');
    refused(headless, "header");
  }

  private static void refused(final byte[] bytes, final String reason) {
    final String message = assertThrows(IOException.class, () -> NpyFile.read(bytes)).getMessage();
    assertTrue(message.contains(reason), message);
  }

  private static byte[] hex(final String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
