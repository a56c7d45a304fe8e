package sc.fiji.duosegnet.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import sc.fiji.duosegnet.model.OneLine;

/**
 * What is stored of an array besides its numbers. Axes are in the order of the file, the last one
 * the fastest.
 *
 * @param format version of Zarr, 2 or 3
 * @param shape numbers along each axis, each 1 or more
 * @param chunks numbers along each axis of a chunk; chunks at the border reach past the array
 * @param type type of the numbers
 * @param order their byte order
 * @param fill the number where no chunk is stored
 * @param compressions what chunks went through, in the order of writing
 * @param separator between the numbers in a chunk's name, "." or "/"
 * @param prefixed whether the names begin with "c", as is usual in version 3
 * @param shardOrNull how chunks are put together in files; null if each has its own
 */
record ZarrMetadata(
    int format,
    long[] shape,
    int[] chunks,
    PixelType type,
    ByteOrder order,
    double fill,
    List<Compression> compressions,
    String separator,
    boolean prefixed,
    Shards shardOrNull) {

  ZarrMetadata {
    if (shape.length == 0 || shape.length != chunks.length) {
      throw new IllegalArgumentException(
          "it has " + shape.length + " axes, and chunks of " + chunks.length + ".");
    }
    if (!List.of(".", "/").contains(separator)) {
      // It would be part of names of files.
      throw new IllegalArgumentException(
          "the numbers in its chunks' names are separated by '"
              + OneLine.of(separator)
              + "'; give '.' or '/'.");
    }
    long size = type.bytes();
    long count = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] < 1 || chunks[axis] < 1) {
        throw new IllegalArgumentException(
            "axis "
                + axis
                + " has "
                + shape[axis]
                + " numbers in chunks of "
                + chunks[axis]
                + "; give at least one.");
      }
      size *= chunks[axis];
      if (size > Integer.MAX_VALUE - 16) {
        throw new IllegalArgumentException("its chunks are of more than 2 GB; give smaller ones.");
      }
      final long along = (shape[axis] - 1) / chunks[axis] + 1;
      if (along > Long.MAX_VALUE / count) {
        throw new IllegalArgumentException("its chunks are too many to be counted.");
      }
      count *= along;
    }
    // As stored, and as numbers.
    final long memory = Runtime.getRuntime().maxMemory();
    if (size > memory / 2) {
      throw new IllegalArgumentException(
          "its chunks are of "
              + (size >> 20)
              + " MB, more than half of the "
              + (memory >> 20)
              + " MB of memory that are allowed; give smaller ones, or more memory.");
    }
  }

  /** Returns the number of axes. */
  int axes() {
    return shape.length;
  }

  /** Returns the bytes of a chunk. */
  int chunkBytes() {
    int size = type.bytes();
    for (final int length : chunks) {
      size *= length;
    }
    return size;
  }

  /** Returns how many bytes a chunk may have in a file: little more than without compression. */
  int storedBytes() {
    final long size = chunkBytes();
    return (int) Math.min(Integer.MAX_VALUE - 16, size + size / 8 + 4096);
  }

  /** Returns a chunk in which nothing was written. */
  byte[] emptyChunk() {
    final byte[] raw = new byte[chunkBytes()];
    if (fill != 0) {
      final ByteBuffer buffer = ByteBuffer.wrap(raw).order(order);
      while (buffer.hasRemaining()) {
        type.put(buffer, fill);
      }
    }
    return raw;
  }

  /** Returns the name of a file of the array, with the chunk's or shard's numbers in it. */
  String fileName(long[] numbers) {
    final StringBuilder name = new StringBuilder(prefixed ? "c" : "");
    for (final long number : numbers) {
      name.append(name.isEmpty() ? "" : separator).append(number);
    }
    return name.toString();
  }
}
