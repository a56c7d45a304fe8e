package sc.fiji.duosegnet.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;
import sc.fiji.duosegnet.model.OneLine;

/** Type of the numbers in a Zarr array. */
public enum PixelType {
  /** 0..255. */
  UINT8("uint8", "u1", 1),
  /** -128..127. */
  INT8("int8", "i1", 1),
  /** 0..65535. */
  UINT16("uint16", "u2", 2),
  /** -32768..32767. */
  INT16("int16", "i2", 2),
  /** 0..2^32-1. */
  UINT32("uint32", "u4", 4),
  /** -2^31..2^31-1. */
  INT32("int32", "i4", 4),
  /** Single precision. */
  FLOAT32("float32", "f4", 4),
  /** Double precision. */
  FLOAT64("float64", "f8", 8);

  private final String name;
  private final String code;
  private final int bytes;

  PixelType(String name, String code, int bytes) {
    this.name = name;
    this.code = code;
    this.bytes = bytes;
  }

  /** Returns the name in version 3. */
  String version3() {
    return name;
  }

  /** Returns the code in version 2, with the mark of its byte order. */
  String version2(ByteOrder order) {
    return (bytes == 1 ? "|" : order == ByteOrder.BIG_ENDIAN ? ">" : "<") + code;
  }

  /** Returns the bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /**
   * Finds a type by its name in version 3, or its code in version 2 without the mark.
   *
   * @throws IllegalArgumentException in one sentence, if it is none of these
   */
  static PixelType of(String text) {
    return Arrays.stream(values())
        .filter(type -> type.name.equals(text) || type.code.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "its pixels are of type '"
                        + OneLine.of(text)
                        + "'; give one of "
                        + Arrays.stream(values()).map(t -> t.name).collect(Collectors.joining(", "))
                        + "."));
  }

  /**
   * Reads numbers.
   *
   * @return {@code byte[]}, {@code short[]}, {@code int[]}, {@code float[]} or {@code double[]}
   */
  Object numbers(byte[] raw, ByteOrder order) {
    final ByteBuffer buffer = ByteBuffer.wrap(raw).order(order);
    final int count = raw.length / bytes;
    switch (this) {
      case UINT8:
      case INT8:
        return raw;
      case UINT16:
      case INT16:
        final short[] shorts = new short[count];
        buffer.asShortBuffer().get(shorts);
        return shorts;
      case UINT32:
      case INT32:
        final int[] ints = new int[count];
        buffer.asIntBuffer().get(ints);
        return ints;
      case FLOAT32:
        final float[] floats = new float[count];
        buffer.asFloatBuffer().get(floats);
        return floats;
      default:
        final double[] doubles = new double[count];
        buffer.asDoubleBuffer().get(doubles);
        return doubles;
    }
  }

  /** Writes one number as bytes, for chunks that are not there. */
  void put(ByteBuffer buffer, double value) {
    switch (this) {
      case UINT8, INT8 -> buffer.put((byte) (long) value);
      case UINT16, INT16 -> buffer.putShort((short) (long) value);
      case UINT32, INT32 -> buffer.putInt((int) (long) value);
      case FLOAT32 -> buffer.putFloat((float) value);
      default -> buffer.putDouble(value);
    }
  }
}
