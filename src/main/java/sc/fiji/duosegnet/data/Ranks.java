package sc.fiji.duosegnet.data;

/**
 * Order statistics of finite values by two passes of counting: exact, and linear in the number of
 * values whatever their order, which sorting and quickselect are not.
 */
final class Ranks {

  private static final int HALF = 1 << 16;

  private final int[] keys;
  private final int[] upper = new int[HALF];

  Ranks(float[] values) {
    keys = new int[values.length];
    for (int i = 0; i < keys.length; i++) {
      final int bits = Float.floatToIntBits(values[i] + 0f); // -0 and 0 are one value
      // Unsigned order of the key is the order of the floats.
      keys[i] = bits >= 0 ? bits ^ Integer.MIN_VALUE : ~bits;
      upper[keys[i] >>> 16]++;
    }
  }

  int count() {
    return keys.length;
  }

  /** Returns the value of the given rank; rank 0 is the smallest. */
  double at(int rank) {
    int rest = rank;
    int high = 0;
    while (rest >= upper[high]) {
      rest -= upper[high++];
    }
    final int[] lower = new int[HALF];
    for (final int key : keys) {
      if (key >>> 16 == high) {
        lower[key & 0xffff]++;
      }
    }
    int low = 0;
    while (rest >= lower[low]) {
      rest -= lower[low++];
    }
    final int key = high << 16 | low;
    return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
  }
}
