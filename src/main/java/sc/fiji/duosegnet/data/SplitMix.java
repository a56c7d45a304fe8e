package sc.fiji.duosegnet.data;

import java.util.List;

/**
 * SplitMix64 (Steele, Lea and Flood 2014). A generator of our own, because splits, patches and
 * synthetic images must be the same with every Java version, which the JDK promises for none that
 * is cheap to seed.
 */
final class SplitMix {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * @param seed any number
   * @param stream separates the uses of one seed
   */
  SplitMix(long seed, long stream) {
    state = mix(seed) + mix(stream * GOLDEN + 1);
  }

  /** Returns what all later numbers follow from, for {@link #restore}. */
  long state() {
    return state;
  }

  /** Goes on from where a generator of the same kind was. */
  void restore(long former) {
    state = former;
  }

  long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Returns a number from {@code from} to {@code to}. */
  double between(double from, double to) {
    return from + nextDouble() * (to - from);
  }

  /**
   * Returns a number from {@code from} to {@code to}, both above 0, whose logarithm is uniformly
   * distributed.
   */
  double logBetween(double from, double to) {
    final double value = StrictMath.exp(between(StrictMath.log(from), StrictMath.log(to)));
    return Math.min(to, Math.max(from, value)); // rounding may lead outside
  }

  /** Returns a number from 0 to {@code bound - 1}; bounds far below 2^63 leave no visible bias. */
  int nextInt(int bound) {
    return (int) Math.floorMod(nextLong() >>> 1, (long) bound);
  }

  /** Returns a number of the standard normal distribution (Marsaglia's polar method). */
  double nextGaussian() {
    while (true) {
      final double u = between(-1, 1);
      final double v = between(-1, 1);
      final double s = u * u + v * v;
      if (s > 0 && s < 1) {
        return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  /** Shuffles a list in place (Fisher and Yates). */
  void shuffle(List<?> list) {
    shuffleTyped(list);
  }

  private <T> void shuffleTyped(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      final int j = nextInt(i + 1);
      final T swapped = list.get(i);
      list.set(i, list.get(j));
      list.set(j, swapped);
    }
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
