package sc.fiji.duosegnet.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of several chunks with an index of where each of them lies (Zarr version 3's {@code
 * sharding_indexed}).
 *
 * @param counts chunks along each axis of a shard
 * @param indexCompressions what the index went through
 * @param indexAtStart whether the index is at the start of the file, not at its end
 */
record Shards(int[] counts, List<Compression> indexCompressions, boolean indexAtStart) {

  private static final int ENTRY = 2 * Long.BYTES;

  Shards {
    count(counts);
  }

  /** Returns how many chunks a shard is of, which must not be too many for its index. */
  private static int count(int[] counts) {
    long size = 1;
    for (final int length : counts) {
      size *= length;
      if (size > Integer.MAX_VALUE / (2 * ENTRY)) {
        throw new IllegalArgumentException(
            "its shards are of more than "
                + Integer.MAX_VALUE / (2 * ENTRY)
                + " chunks; give smaller ones.");
      }
    }
    return (int) size;
  }

  /** Returns the numbers of the shard that holds a chunk. */
  long[] shard(long[] chunk) {
    final long[] shard = new long[chunk.length];
    for (int axis = 0; axis < chunk.length; axis++) {
      shard[axis] = chunk[axis] / counts[axis];
    }
    return shard;
  }

  private int place(long[] chunk) {
    int place = 0;
    for (int axis = 0; axis < chunk.length; axis++) {
      place = place * counts[axis] + (int) (chunk[axis] % counts[axis]);
    }
    return place;
  }

  /**
   * Reads the stored bytes of a chunk.
   *
   * @param most how many they may be
   * @return null if the shard does not hold it
   * @throws IOException if the file is not there, or in a few words, if it is not what it should be
   */
  byte[] read(Path file, long[] chunk, int most) throws IOException {
    final int count = count(counts);
    // Only check sums can follow the index, as its size must be known.
    final int size = count * ENTRY + Integer.BYTES * indexCompressions.size();
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] index = bytes(channel, indexAtStart ? 0 : channel.size() - size, size);
      for (int i = indexCompressions.size() - 1; i >= 0; i--) {
        index = indexCompressions.get(i).decodeOrSay(index, size);
      }
      final ByteBuffer entry =
          ByteBuffer.wrap(index, place(chunk) * ENTRY, ENTRY).order(ByteOrder.LITTLE_ENDIAN);
      final long offset = entry.getLong();
      final long length = entry.getLong();
      if (offset == -1 && length == -1) {
        return null;
      }
      if (length < 0 || length > most) {
        throw new IOException("its index is broken");
      }
      return bytes(channel, offset, (int) length);
    }
  }

  private static byte[] bytes(FileChannel channel, long from, int length) throws IOException {
    if (from < 0 || from > channel.size() - length) {
      throw new IOException("it is cut short");
    }
    final ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("it is cut short");
      }
    }
    return buffer.array();
  }
}
