package sc.fiji.duosegnet.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Changes of protobuf messages of any kind, after which they are messages still: numbers, texts and
 * parts of them are replaced, left out or doubled, and the lengths around them are made right.
 */
final class Protos {

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int DEPTH = 12;

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    5,
    7,
    9,
    20,
    64,
    127,
    1000,
    1 << 16,
    1 << 20,
    Integer.MAX_VALUE,
    1L << 33,
    1L << 62,
    -1
  };

  private Protos() {}

  /** One field, of a number, of bytes, or of fields. */
  private static final class Field {
    private final long tag;
    private long number;
    private byte[] bytes;
    private List<Field> parts;

    Field(long tag) {
      this.tag = tag;
    }

    int type() {
      return (int) (tag & 7);
    }
  }

  /** Returns a message with one to three changes. */
  static byte[] change(byte[] message, Random random) {
    final List<Field> fields = parse(ByteBuffer.wrap(message), 0);
    if (fields == null) {
      return Blind.change(message, random);
    }
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      final List<List<Field>> lists = new ArrayList<>();
      collect(fields, lists);
      final List<Field> list = lists.get(random.nextInt(lists.size()));
      final List<Field> other = lists.get(random.nextInt(lists.size()));
      if (!list.isEmpty() && !other.isEmpty()) {
        once(list, other, random);
      }
    }
    return write(fields);
  }

  private static void once(List<Field> list, List<Field> other, Random random) {
    final int at = random.nextInt(list.size());
    final Field field = list.get(at);
    final Field from = other.get(random.nextInt(other.size()));
    switch (random.nextInt(8)) {
      case 0:
        list.remove(at);
        break;
      case 1:
        list.add(field);
        break;
      case 2:
        list.set(at, from);
        break;
      default:
        if (field.type() != DELIMITED) {
          field.number = NUMBERS[random.nextInt(NUMBERS.length)];
        } else if (field.parts == null && from.bytes != null) {
          field.bytes = from.bytes;
        } else if (field.parts == null) {
          field.bytes = new byte[random.nextInt(9)];
        }
    }
  }

  private static void collect(List<Field> fields, List<List<Field>> lists) {
    lists.add(fields);
    for (final Field field : fields) {
      if (field.parts != null) {
        collect(field.parts, lists);
      }
    }
  }

  /** Returns the fields of a message; null if it is none. */
  private static List<Field> parse(ByteBuffer message, int depth) {
    final ByteBuffer in = message.order(ByteOrder.LITTLE_ENDIAN);
    final List<Field> fields = new ArrayList<>();
    try {
      while (in.hasRemaining()) {
        final Field field = new Field(varint(in));
        if (field.tag >> 3 < 1 || field.tag >> 3 > 500) {
          return null;
        }
        switch (field.type()) {
          case VARINT -> field.number = varint(in);
          case FIXED64 -> field.number = in.getLong();
          case FIXED32 -> field.number = in.getInt();
          case DELIMITED -> {
            final long length = varint(in);
            if (length < 0 || length > in.remaining()) {
              return null;
            }
            field.bytes = new byte[(int) length];
            in.get(field.bytes);
            field.parts =
                length < 2 || depth == DEPTH
                    ? null
                    : parse(ByteBuffer.wrap(field.bytes), depth + 1);
          }
          default -> {
            return null;
          }
        }
        fields.add(field);
      }
    } catch (BufferUnderflowException e) {
      return null;
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      final byte part = in.get();
      value |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new BufferUnderflowException();
  }

  private static byte[] write(List<Field> fields) {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (final Field field : fields) {
      writeVarint(out, field.tag);
      switch (field.type()) {
        case VARINT -> writeVarint(out, field.number);
        case DELIMITED -> {
          final byte[] bytes = field.parts == null ? field.bytes : write(field.parts);
          writeVarint(out, bytes.length);
          out.writeBytes(bytes);
        }
        default -> {
          final int size = field.type() == FIXED64 ? Long.BYTES : Integer.BYTES;
          for (int i = 0; i < size; i++) {
            out.write((int) (field.number >> 8 * i));
          }
        }
      }
    }
    return out.toByteArray();
  }

  private static void writeVarint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
