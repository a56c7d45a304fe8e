package sc.fiji.duosegnet.tensorflow;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.LongStream;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Checks the constants of a graph from a file. */
final class ConstantCheck {

  private static final int MOST_VALUES = 1 << 16;
  private static final int MOST_BYTES = 1 << 20;
  private static final long MOST_NUMBER = 1 << 16;

  private ConstantCheck() {}

  /**
   * Returns the number of values of a shape.
   *
   * @return the product of its lengths; -1 if one of them is unknown or the product above {@code
   *     most}
   */
  static long count(TensorShapeProto shape, long most) {
    if (shape.getUnknownRank() || shape.getDimCount() > 8) {
      return -1;
    }
    long count = 1;
    for (final TensorShapeProto.Dim dim : shape.getDimList()) {
      if (dim.getSize() < 0 || dim.getSize() > most) {
        return -1;
      }
      count *= dim.getSize();
      if (count > most) {
        return -1;
      }
    }
    return count;
  }

  /** Tells whether a constant has few values, and only small numbers where it may be a length. */
  static boolean isSmall(TensorProto tensor) {
    final long count = count(tensor.getTensorShape(), MOST_VALUES);
    if (count < 0
        || tensor.getFloatValCount() > count
        || tensor.getStringValCount() > count
        || tensor.getIntValCount() > count
        || tensor.getInt64ValCount() > count) {
      return false;
    }
    final ByteString content = tensor.getTensorContent();
    final boolean filled = !content.isEmpty();
    return switch (tensor.getDtype()) {
      case DT_FLOAT -> !filled || content.size() == count * Float.BYTES;
      case DT_STRING -> content.size() <= MOST_BYTES; // names of variables
      case DT_INT32, DT_INT64 -> isWithin(tensor, -1, MOST_NUMBER);
      default -> false;
    };
  }

  /** Tells whether all of a constant's whole numbers are from {@code least} to {@code most}. */
  static boolean isWithin(TensorProto tensor, long least, long most) {
    final boolean wide = tensor.getDtype() == DataType.DT_INT64;
    final LongStream.Builder numbers = LongStream.builder();
    if (wide) {
      tensor.getInt64ValList().forEach(numbers::add);
    } else {
      tensor.getIntValList().forEach(numbers::add);
    }
    final ByteBuffer content =
        tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    final int size = wide ? Long.BYTES : Integer.BYTES;
    if (content.remaining() % size != 0) {
      return false;
    }
    while (content.hasRemaining()) {
      numbers.add(wide ? content.getLong() : content.getInt());
    }
    return numbers.build().allMatch(number -> number >= least && number <= most);
  }
}
