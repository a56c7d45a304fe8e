package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's array file, as far as models need it: version 1.0, little-endian 32-bit floats, C order.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The
 *     format</a>
 */
public final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int HEADER_START = MAGIC.length + 2;
  private static final int ALIGNMENT = 64;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  private NpyFile() {}

  /** Returns the bytes of an npy file with the tensor's values and shape. */
  public static byte[] write(final Tensor tensor) {
    final StringBuilder header =
        new StringBuilder("{'descr': '<f4', 'fortran_order': False, 'shape': ")
            .append(tuple(tensor.shape()))
            .append(", }");
    // The values start at a multiple of 64 bytes; the header is filled up with blanks and ends with
    // a line feed.
    while ((HEADER_START + header.length() + 1) % ALIGNMENT != 0) {
      header.append(' ');
    }
    header.append('\n');
    final ByteBuffer bytes =
        ByteBuffer.allocate(
                Math.addExact(
                    HEADER_START + header.length(),
                    Math.multiplyExact(Float.BYTES, tensor.values().length)))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putShort((short) header.length());
    bytes.put(header.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.asFloatBuffer().put(tensor.values());
    return bytes.array();
  }

  /**
   * Reads the bytes of an npy file.
   *
   * @throws IOException if these are not the bytes of an npy file of the kind that {@link #write}
   *     makes
   */
  public static Tensor read(final byte[] bytes) throws IOException {
    if (bytes.length < HEADER_START
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("These bytes are not a NumPy array file of version 1.0.");
    }
    final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    final int headerLength = Short.toUnsignedInt(buffer.getShort(MAGIC.length));
    final int start = HEADER_START + headerLength;
    if (start > bytes.length) {
      throw new IOException("The NumPy array file ends within its header; it is incomplete.");
    }
    final String header =
        new String(bytes, HEADER_START, headerLength, StandardCharsets.ISO_8859_1);
    final String type = find(DESCR, header);
    if (!"<f4".equals(type)) {
      throw new IOException(
          "The NumPy array has type '" + type + "'; 32-bit little-endian floats are wanted.");
    }
    if (!"False".equals(find(ORDER, header))) {
      throw new IOException("The NumPy array is in Fortran order; C order is wanted.");
    }
    final int[] shape = shape(find(SHAPE, header));
    long count = 1;
    for (final int length : shape) {
      count = Math.min(count * length, 1L << 31);
    }
    if (count * Float.BYTES != bytes.length - start) {
      throw new IOException(
          "The NumPy array of shape "
              + Arrays.toString(shape)
              + " has "
              + (bytes.length - start)
              + " bytes of values; it is incomplete or damaged.");
    }
    final float[] values = new float[(int) count];
    buffer.position(start);
    buffer.asFloatBuffer().get(values);
    return new Tensor(values, shape);
  }

  private static String tuple(final int[] shape) {
    final StringJoiner tuple = new StringJoiner(", ", "(", shape.length == 1 ? ",)" : ")");
    for (final int length : shape) {
      tuple.add(Integer.toString(length));
    }
    return tuple.toString();
  }

  private static int[] shape(final String tuple) throws IOException {
    try {
      return Arrays.stream(tuple.split(","))
          .map(String::trim)
          .filter(length -> !length.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (final NumberFormatException e) {
      throw new IOException(
          "The NumPy array has the shape (" + tuple + "), which is too large.", e);
    }
  }

  private static String find(final Pattern pattern, final String header) throws IOException {
    final Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IOException(
          "The NumPy array file has the header '" + header.trim() + "', which is damaged.");
    }
    return matcher.group(1);
  }
}
