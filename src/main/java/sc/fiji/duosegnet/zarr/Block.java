package sc.fiji.duosegnet.zarr;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of an array that is made of whole chunks, but for what of them lies past the border.
 *
 * @param min first position along each axis, in the order of the file
 * @param size numbers along each axis
 */
public record Block(long[] min, int[] size) implements Serializable {

  /** Returns the number of pixels. */
  public int pixels() {
    int count = 1;
    for (final int length : size) {
      count = Math.multiplyExact(count, length);
    }
    return count;
  }

  /**
   * Cuts an array into blocks: several chunks along the last two axes, y and x, and one along all
   * others.
   *
   * @param limit pixels that a block may have, unless a single chunk has more
   */
  static List<Block> cut(ZarrMetadata metadata, long limit) {
    final int axes = metadata.axes();
    long chunk = 1;
    final int[] steps = metadata.chunks().clone();
    for (int axis = 0; axis < axes; axis++) {
      steps[axis] = (int) Math.min(steps[axis], metadata.shape()[axis]);
      chunk *= steps[axis];
    }
    // As square as chunks allow, since the overlap of tiles around a block is work done twice.
    final double side = Math.sqrt((double) limit * steps[axes - 2] * steps[axes - 1] / chunk);
    for (int axis = axes - 2; axis < axes; axis++) {
      final long shape = metadata.shape()[axis];
      final int length = metadata.chunks()[axis];
      final long chunks = (shape + length - 1) / length;
      final long most = Math.max(1, (long) (side / length));
      final long blocks = (chunks + most - 1) / most;
      steps[axis] = Math.toIntExact(Math.min(shape, (chunks + blocks - 1) / blocks * length));
    }
    final List<Block> blocks = new ArrayList<>();
    final long[] min = new long[axes];
    while (true) {
      final int[] size = new int[axes];
      for (int axis = 0; axis < axes; axis++) {
        size[axis] = (int) Math.min(steps[axis], metadata.shape()[axis] - min[axis]);
      }
      blocks.add(new Block(min.clone(), size));
      int axis = axes - 1;
      while (axis >= 0 && (min[axis] += steps[axis]) >= metadata.shape()[axis]) {
        min[axis--] = 0;
      }
      if (axis < 0) {
        return blocks;
      }
    }
  }

  /** Returns the numbers of all chunks that the block is made of. */
  List<long[]> chunks(ZarrMetadata metadata) {
    final int axes = min.length;
    final long[] first = new long[axes];
    final long[] last = new long[axes];
    for (int axis = 0; axis < axes; axis++) {
      first[axis] = min[axis] / metadata.chunks()[axis];
      last[axis] = (min[axis] + size[axis] - 1) / metadata.chunks()[axis];
    }
    final List<long[]> chunks = new ArrayList<>();
    final long[] chunk = first.clone();
    while (true) {
      chunks.add(chunk.clone());
      int axis = axes - 1;
      while (axis >= 0 && ++chunk[axis] > last[axis]) {
        chunk[axis] = first[axis];
        axis--;
      }
      if (axis < 0) {
        return chunks;
      }
    }
  }
}
