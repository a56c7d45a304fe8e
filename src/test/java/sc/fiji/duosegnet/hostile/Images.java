package sc.fiji.duosegnet.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.zip.CRC32;

/** Changes of image files where their structure is. */
final class Images {

  private static final int TIFF_ENTRY = 12;
  private static final int PNG_START = 8;
  private static final int[] TYPES = {0, 1, 2, 3, 4, 5, 12, 16, 99};
  private static final int[] TAGS = {256, 257, 258, 259, 262, 270, 273, 277, 278, 279, 320, 50838};

  private Images() {}

  /** Changes a number in one of a TIFF file's directories, or where the next one is. */
  static byte[] changeTiff(byte[] tiff, Random random) {
    final byte[] changed = tiff.clone();
    final ByteBuffer file = ByteBuffer.wrap(changed);
    file.order(changed[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = file.getInt(4);
    for (int skip = random.nextInt(3); skip > 0; skip--) {
      final int next = next(file, at);
      at = next > 0 && next < changed.length - TIFF_ENTRY ? next : at;
    }
    final int count = file.getShort(at) & 0xffff;
    final int entry = at + 2 + TIFF_ENTRY * random.nextInt(count);
    switch (random.nextInt(6)) {
      case 0:
        file.putShort(entry, (short) TAGS[random.nextInt(TAGS.length)]);
        break;
      case 1:
        file.putShort(entry + 2, (short) TYPES[random.nextInt(TYPES.length)]);
        break;
      case 2:
        Blind.extreme(changed, entry + 4, random);
        break;
      case 3:
        Blind.extreme(changed, entry + 8, random);
        break;
      case 4:
        file.putInt(at + 2 + TIFF_ENTRY * count, random.nextBoolean() ? at : file.getInt(4));
        break;
      default:
        file.putInt(entry + 8, random.nextInt(100_000));
    }
    return changed;
  }

  private static int next(ByteBuffer file, int at) {
    return file.getInt(at + 2 + TIFF_ENTRY * (file.getShort(at) & 0xffff));
  }

  /** Changes a PNG file's chunk and makes the chunk's checksum right again. */
  static byte[] changePng(byte[] png, Random random) {
    final byte[] changed = png.clone();
    final ByteBuffer file = ByteBuffer.wrap(changed);
    int at = PNG_START;
    for (int skip = random.nextInt(3); skip > 0; skip--) {
      final int next = at + 12 + file.getInt(at);
      at = next < changed.length - 12 ? next : at;
    }
    final int length = file.getInt(at);
    if (random.nextInt(5) == 0) {
      Blind.extreme(changed, at, random);
      return changed;
    }
    if (length > 4) {
      final int place = at + 8 + random.nextInt(Math.min(length, 16) - 3);
      if (random.nextBoolean()) {
        Blind.extreme(changed, place, random);
      } else {
        changed[place] = (byte) random.nextInt(20);
      }
    }
    final CRC32 sum = new CRC32();
    sum.update(changed, at + 4, length + 4);
    file.putInt(at + 8 + length, (int) sum.getValue());
    return changed;
  }

  /** Changes a number in a ROI's headers. */
  static byte[] changeRoi(byte[] roi, Random random) {
    final byte[] changed = roi.clone();
    if (changed.length < 68) {
      return changed;
    }
    if (random.nextBoolean()) {
      changed[4 + random.nextInt(60)] = (byte) random.nextInt(256);
    } else {
      Blind.extreme(changed, 4 + random.nextInt(changed.length - 8), random);
    }
    if (random.nextInt(4) == 0) {
      changed[6] = (byte) random.nextInt(12); // another type
      changed[51] = (byte) random.nextInt(256); // other options
    }
    return changed;
  }
}
