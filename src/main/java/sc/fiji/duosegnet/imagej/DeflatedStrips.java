package sc.fiji.duosegnet.imagej;

import ij.io.FileInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates the strips of a TIFF file, as ImageJ takes what is left of broken ones for black. */
final class DeflatedStrips {

  private static final int BUFFER = 1 << 16;

  private DeflatedStrips() {}

  /**
   * Checks one directory's strips, if they are deflated.
   *
   * @throws IOException in words for the middle of a sentence, if one of them is damaged
   */
  static void check(Path file, FileInfo info) throws IOException {
    if (info.compression != FileInfo.ZIP
        || info.stripOffsets == null
        || info.stripLengths == null) {
      return;
    }
    final Inflater inflater = new Inflater();
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      final int count = Math.min(info.stripOffsets.length, info.stripLengths.length);
      for (int i = 0; i < count; i++) {
        in.seek(Integer.toUnsignedLong(info.stripOffsets[i]));
        inflater.reset();
        inflate(in, Integer.toUnsignedLong(info.stripLengths[i]), inflater);
      }
    } catch (DataFormatException e) {
      throw new IOException("its compressed pixels are damaged, " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static void inflate(RandomAccessFile in, long length, Inflater inflater)
      throws IOException, DataFormatException {
    final byte[] packed = new byte[BUFFER];
    final byte[] pixels = new byte[BUFFER];
    long left = length;
    while (!inflater.finished()) {
      if (inflater.inflate(pixels) == 0 && !inflater.finished()) {
        final int read = in.read(packed, 0, (int) Math.min(left, BUFFER));
        if (read <= 0 || inflater.needsDictionary()) {
          throw new IOException("its compressed pixels are incomplete");
        }
        left -= read;
        inflater.setInput(packed, 0, read);
      }
    }
  }
}
