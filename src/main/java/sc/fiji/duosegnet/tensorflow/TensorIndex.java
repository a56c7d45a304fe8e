package sc.fiji.duosegnet.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.proto.BundleEntryProto;

/**
 * The table of contents of saved variables, {@code variables.index}: which tensor of what shape is
 * where in the file of values. TensorFlow takes memory for a tensor before it compares its size,
 * and ends the program over an impossible shape.
 *
 * <p>The file is a table as LevelDB has them: blocks of sorted keys and values, of which an index
 * block has the places, and at the end the place of that one.
 */
final class TensorIndex {

  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int MOST_BYTES = 16 << 20;

  private final ByteBuffer file;
  private final Map<String, BundleEntryProto> entries = new LinkedHashMap<>();

  private TensorIndex(byte[] bytes) {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a table.
   *
   * @return the tensors by name
   * @throws IOException in words for the middle of a sentence, if it can't be read
   */
  static Map<String, BundleEntryProto> read(Path path) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) > MOST_BYTES) {
      throw new IOException("the list of its weights is missing or too large");
    }
    try {
      final TensorIndex index = new TensorIndex(Files.readAllBytes(path));
      index.read();
      return index.entries;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("the list of its weights is damaged", e);
    }
  }

  private void read() throws IOException {
    if (file.getLong(file.limit() - Long.BYTES) != MAGIC) {
      throw new IOException("the list of its weights is of another kind");
    }
    final ByteBuffer footer = slice(file, file.limit() - FOOTER, FOOTER);
    varint(footer); // place and length of a block of further information
    varint(footer);
    block(
        varint(footer),
        varint(footer),
        (key, place) -> {
          final ByteBuffer handle = ByteBuffer.wrap(place);
          block(varint(handle), varint(handle), this::add);
        });
  }

  /** Takes what a block holds. */
  private interface Sink {
    void add(byte[] key, byte[] value) throws IOException;
  }

  private void add(byte[] key, byte[] value) throws IOException {
    if (key.length == 0) {
      return; // the header
    }
    try {
      entries.put(new String(key, StandardCharsets.UTF_8), BundleEntryProto.parseFrom(value));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("the list of its weights is damaged", e);
    }
  }

  private void block(long at, long length, Sink sink) throws IOException {
    final ByteBuffer block = slice(file, at, length);
    if (file.get(Math.toIntExact(at + length)) != 0) {
      throw new IOException("the list of its weights is compressed");
    }
    final int restarts = block.getInt(block.limit() - Integer.BYTES);
    if (restarts < 0 || restarts > block.limit() / Integer.BYTES - 1) {
      throw new IOException("the list of its weights is damaged");
    }
    block.limit(block.limit() - Integer.BYTES * (restarts + 1));
    byte[] key = {};
    while (block.hasRemaining()) {
      final int shared = length(varint(block), key.length);
      final int own = length(varint(block), block.remaining());
      final int size = length(varint(block), block.remaining() - own);
      key = Arrays.copyOf(key, shared + own);
      block.get(key, shared, own);
      final byte[] value = new byte[size];
      block.get(value);
      sink.add(key, value);
    }
  }

  private static int length(long value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException("length " + value);
    }
    return (int) value;
  }

  private static ByteBuffer slice(ByteBuffer from, long at, long length) {
    if (at < 0 || length < 0 || at + length > from.limit()) {
      throw new IllegalArgumentException("place " + at);
    }
    return from.slice((int) at, (int) length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      final byte part = bytes.get();
      value |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("number without end");
  }
}
