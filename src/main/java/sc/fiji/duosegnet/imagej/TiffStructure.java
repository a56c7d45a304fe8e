package sc.fiji.duosegnet.imagej;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Walks through the directories of a TIFF file before ImageJ's decoder does, which believes all
 * counts in them and follows a chain of directories however often it comes back to its beginning.
 */
final class TiffStructure {

  private static final int HEADER = 8;
  private static final int LITTLE = 0x4949;
  private static final int BIG = 0x4d4d;
  private static final int CLASSIC = 42;
  private static final int ENTRY = 12;

  /** ImageJ takes a directory with more entries for no directory, too. */
  private static final int MOST_ENTRIES = 1000;

  private static final int MOST_DIRECTORIES = 1_000_000;

  /** Length in bytes of the values of each type, from 0; 0 where there is no such type. */
  private static final int[] LENGTHS = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private static final int IMAGE_DESCRIPTION = 270;

  /** No description that anybody reads is longer. */
  private static final int MOST_DESCRIPTION = 1 << 28;

  private static final int META_DATA_COUNTS = 50838;
  private static final int META_DATA = 50839;
  private static final int META_DATA_MAGIC = 0x494a494a; // "IJIJ"

  private final ImageInputStream file;
  private final long length;
  private long[] metaDataCounts = {};
  private int directories;
  private byte[] description = {};

  /**
   * What a file says of itself.
   *
   * @param text the description in the first directory; empty if there is none
   * @param directories their number, which is that of the planes
   */
  record Description(byte[] text, int directories) {}

  private TiffStructure(ImageInputStream file, long length) {
    this.file = file;
    this.length = length;
  }

  /**
   * Checks a file.
   *
   * @throws IOException in words for the middle of a sentence, if it has directories that refer to
   *     each other, or values that it has no room for; other files than TIFF pass
   */
  static void check(Path path) throws IOException {
    try (ImageInputStream file = new FileImageInputStream(path.toFile())) {
      new TiffStructure(file, file.length()).check();
    }
  }

  /** Does the same with the bytes of a file. */
  static void check(byte[] bytes) throws IOException {
    try (ImageInputStream file = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      new TiffStructure(file, bytes.length).check();
    }
  }

  /**
   * Reads the description.
   *
   * @return null if the file is not a TIFF file, or one that {@link #check} refuses
   */
  static Description description(Path path) {
    try (ImageInputStream file = new FileImageInputStream(path.toFile())) {
      final TiffStructure structure = new TiffStructure(file, file.length());
      structure.check();
      return structure.directories == 0
          ? null
          : new Description(structure.description, structure.directories);
    } catch (final IOException e) {
      return null;
    }
  }

  private void check() throws IOException {
    if (length < HEADER) {
      return;
    }
    final int order = file.readUnsignedShort();
    file.setByteOrder(order == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (order != LITTLE && order != BIG || file.readUnsignedShort() != CLASSIC) {
      return;
    }
    final Set<Long> seen = new HashSet<>();
    for (long at = file.readUnsignedInt(); at > 0; ) {
      if (!seen.add(at) || seen.size() > MOST_DIRECTORIES) {
        throw new IOException("its directories refer to each other in a circle");
      }
      at = directory(at);
    }
  }

  /** Checks the directory at an offset and returns the offset of the next, or 0. */
  private long directory(long at) throws IOException {
    if (at > length - 2) {
      throw new IOException("it is cut short");
    }
    file.seek(at);
    final int count = file.readUnsignedShort();
    if (count < 1 || count > MOST_ENTRIES) {
      return 0;
    }
    directories++;
    final long end = at + 2 + (long) ENTRY * count;
    if (end + Integer.BYTES > length) {
      throw new IOException("it is cut short");
    }
    for (int i = 0; i < count; i++) {
      file.seek(at + 2 + (long) ENTRY * i);
      final int tag = file.readUnsignedShort();
      final int type = file.readUnsignedShort();
      final long values = file.readUnsignedInt();
      final int size = type < LENGTHS.length ? LENGTHS[type] : 0;
      // Readers pass over types that they do not know, but no value is shorter than a byte.
      final long bytes = values * Math.max(1, size);
      final long where = file.readUnsignedInt();
      if (bytes > Integer.BYTES && where + bytes > length || values > Integer.MAX_VALUE) {
        throw new IOException("its tag " + tag + " has " + values + " values beyond its end");
      }
      if (tag == IMAGE_DESCRIPTION && directories == 1 && bytes <= MOST_DESCRIPTION) {
        file.seek(bytes > Integer.BYTES ? where : file.getStreamPosition() - Integer.BYTES);
        description = new byte[(int) bytes];
        file.readFully(description);
      } else if (tag == META_DATA_COUNTS) {
        if (size == 0 || values * Integer.BYTES > length) {
          throw new IOException(
              "its tag " + tag + " has " + values + " values of type " + type + ", not of 4 bytes");
        }
        metaDataCounts =
            counts(bytes > Integer.BYTES ? where : file.getStreamPosition() - 4, values);
      } else if (tag == META_DATA) {
        metaData(where);
      }
    }
    file.seek(end);
    return file.readUnsignedInt();
  }

  private long[] counts(long at, long count) throws IOException {
    final long[] counts = new long[(int) count];
    file.seek(at);
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = file.readUnsignedInt();
      sum += counts[i];
    }
    if (sum > length) {
      throw new IOException("its metadata are larger than itself");
    }
    return counts;
  }

  /** Checks the header of ImageJ's metadata, which has how many parts there are of each type. */
  private void metaData(long at) throws IOException {
    if (metaDataCounts.length == 0 || metaDataCounts[0] < ENTRY || at > length - ENTRY) {
      return;
    }
    file.seek(at);
    if (file.readUnsignedInt() != META_DATA_MAGIC) {
      return;
    }
    long parts = 0;
    for (long left = (metaDataCounts[0] - 4) / 8; left > 0; left--) {
      if (file.getStreamPosition() > length - 8) {
        throw new IOException("it is cut short");
      }
      file.readUnsignedInt(); // the type
      parts += file.readUnsignedInt();
    }
    if (parts >= metaDataCounts.length) {
      throw new IOException("its metadata are incomplete");
    }
  }
}
