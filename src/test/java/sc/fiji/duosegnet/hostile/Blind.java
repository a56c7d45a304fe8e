package sc.fiji.duosegnet.hostile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Changes of bytes that know nothing of what the bytes mean. */
final class Blind {

  private static final int[] EXTREMES = {
    0, 1, -1, 127, 255, 0x7fff, 0xffff, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, 1 << 30
  };

  private Blind() {}

  /** Returns bytes with one to eight changes of one kind. */
  static byte[] change(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    final int kind = random.nextInt(6);
    for (int times = 1 + random.nextInt(8); times > 0 && changed.length > 8; times--) {
      changed = once(changed, kind, random);
    }
    return changed;
  }

  private static byte[] once(byte[] bytes, int kind, Random random) {
    final int at = random.nextInt(bytes.length);
    switch (kind) {
      case 0:
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
      case 1:
        bytes[at] = (byte) random.nextInt(256);
        return bytes;
      case 2:
        return Arrays.copyOf(bytes, at);
      case 3:
        return without(bytes, at, Math.min(bytes.length - at, 1 + random.nextInt(64)));
      case 4:
        return twice(bytes, at, Math.min(bytes.length - at, 1 + random.nextInt(512)));
      default:
        extreme(bytes, Math.min(at, bytes.length - 4), random);
        return bytes;
    }
  }

  /** Puts a number there that is of no use as a length. */
  static void extreme(byte[] bytes, int at, Random random) {
    final int number = EXTREMES[random.nextInt(EXTREMES.length)];
    ByteBuffer.wrap(bytes).putInt(at, random.nextBoolean() ? number : Integer.reverseBytes(number));
  }

  static byte[] without(byte[] bytes, int at, int length) {
    final byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
    System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
    return shorter;
  }

  private static byte[] twice(byte[] bytes, int at, int length) {
    final byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
    System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
    return longer;
  }
}
