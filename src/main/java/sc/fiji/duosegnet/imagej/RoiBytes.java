package sc.fiji.duosegnet.imagej;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import sc.fiji.duosegnet.model.OneLine;

/**
 * Checks the numbers of a ROI's bytes that ImageJ's decoder makes arrays of before it looks whether
 * they are there. Big-endian, with a header of 64 bytes and a second one where the first says.
 */
final class RoiBytes {

  private static final int HEADER = 64;
  private static final int HEADER2 = 64;
  private static final int TYPE = 6;
  private static final int COUNT = 16;
  private static final int LARGE_COUNT = 18;
  private static final int SHAPE_SIZE = 36;
  private static final int SUBTYPE = 48;
  private static final int IMAGE_SIZE = 32;
  private static final int TEXT_HEADER = 16;
  private static final int TEXT = 1;
  private static final int IMAGE = 4;
  private static final int OPTIONS = 50;
  private static final int HEADER2_OFFSET = 60;
  private static final int NAME_OFFSET = 16;
  private static final int NAME_LENGTH = 20;
  private static final int PROPERTIES_OFFSET = 40;
  private static final int PROPERTIES_LENGTH = 44;
  private static final int POLYGON = 0;
  private static final int RECTANGLE = 1;
  private static final int OVAL = 2;
  private static final int LINE = 3;
  private static final int NOTHING = 6;
  private static final int SUB_PIXEL = 128;

  /** Beyond, the fields of ImageJ's geometry overflow; no image is nearly as wide. */
  private static final float MOST = 1e6f;

  private RoiBytes() {}

  /**
   * Checks an outline.
   *
   * @param bytes a file of a ROI
   * @param name its name, for messages
   * @throws IOException in words for the middle of a sentence, as {@link #checkNumbers}, or if it
   *     is a text or a picture
   */
  static void check(byte[] bytes, String name) throws IOException {
    checkNumbers(bytes, name);
    final int subtype = ByteBuffer.wrap(bytes).getShort(SUBTYPE);
    if (subtype == TEXT || subtype == IMAGE) {
      throw new IOException("'" + OneLine.of(name) + "' is a text or a picture, no outline");
    }
  }

  /**
   * Checks a ROI of any kind.
   *
   * @throws IOException in words for the middle of a sentence, if it says that it has more than it
   *     has, or lies at places that no image has
   */
  static void checkNumbers(byte[] bytes, String name) throws IOException {
    final ByteBuffer roi = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER) {
      throw new IOException("'" + OneLine.of(name) + "' ends within its header");
    }
    if (!first(roi) || !text(roi) || !second(roi)) {
      throw new IOException("'" + OneLine.of(name) + "' is damaged");
    }
    picture(roi);
  }

  private static boolean first(ByteBuffer roi) {
    final int shape = roi.getInt(SHAPE_SIZE);
    final int type = roi.get(TYPE);
    final boolean subPixel = (roi.getShort(OPTIONS) & SUB_PIXEL) != 0;
    if (shape > 0) {
      return floats(roi, HEADER, shape);
    }
    if (type == POLYGON || type > LINE && type != NOTHING) {
      return polygon(roi, subPixel);
    }
    return type != LINE && (!subPixel || type != RECTANGLE && type != OVAL)
        || floats(roi, COUNT + 2, 4);
  }

  private static boolean text(ByteBuffer roi) {
    if (roi.getShort(SUBTYPE) != TEXT) {
      return true;
    }
    final int room = roi.limit() - HEADER - TEXT_HEADER;
    if (room < 0) {
      return false;
    }
    final long font = roi.getInt(HEADER + 8);
    final long text = roi.getInt(HEADER + 12);
    return font >= 0 && text >= 0 && 2 * (font + text) <= room;
  }

  /** A picture is a TIFF file within the ROI. */
  private static void picture(ByteBuffer roi) throws IOException {
    final int at = roi.getInt(HEADER2_OFFSET);
    if (roi.getShort(SUBTYPE) == IMAGE && at > 0 && at <= roi.limit() - HEADER2) {
      final int size = roi.getInt(at + IMAGE_SIZE);
      if (size > 0) {
        TiffStructure.check(Arrays.copyOfRange(roi.array(), HEADER, HEADER + size));
      }
    }
  }

  private static boolean polygon(ByteBuffer roi, boolean subPixel) {
    final int small = roi.getShort(COUNT) & 0xffff;
    final long count = small == 0 ? roi.getInt(LARGE_COUNT) : small;
    final long whole = HEADER + 4 * count;
    return count <= 0 || whole <= roi.limit() && (!subPixel || floats(roi, whole, 2 * count));
  }

  private static boolean floats(ByteBuffer roi, long from, long count) {
    if (from + Float.BYTES * count > roi.limit()) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (!(Math.abs(roi.getFloat((int) from + Float.BYTES * i)) <= MOST)) {
        return false; // nor is NaN
      }
    }
    return true;
  }

  private static boolean second(ByteBuffer roi) {
    final int at = roi.getInt(HEADER2_OFFSET);
    if (at <= 0 || at > roi.limit() - HEADER2) {
      return true; // the decoder leaves it out as well
    }
    return roi.getInt(at + IMAGE_SIZE) <= roi.limit() - HEADER
        && part(roi, roi.getInt(at + NAME_OFFSET), 2L * roi.getInt(at + NAME_LENGTH))
        && part(roi, roi.getInt(at + PROPERTIES_OFFSET), 2L * roi.getInt(at + PROPERTIES_LENGTH));
  }

  private static boolean part(ByteBuffer roi, long from, long length) {
    return length <= 0 || from >= 0 && from + length <= roi.limit();
  }
}
