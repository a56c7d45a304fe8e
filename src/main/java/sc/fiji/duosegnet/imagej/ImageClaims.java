package sc.fiji.duosegnet.imagej;

import ij.io.FileInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * What an image file says of itself, before memory is taken for it: a few bytes can say that they
 * are an image of any size. All messages are words for the middle of a sentence.
 */
final class ImageClaims {

  /**
   * No compression of TIFF or PNG files gives more bytes for one than deflate, which gives 1032.
   */
  private static final long MOST_RATIO = 1100;

  private static final int MEGA = 1 << 20;

  private ImageClaims() {}

  /** Checks the size that the header of a PNG or JPEG file gives. */
  static void checkHeader(Path file, boolean deflated) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      final Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("no decoder for it");
      }
      final ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        final int width = reader.getWidth(0);
        final int height = reader.getHeight(0);
        checkPlane(width, height);
        checkMemory((long) width * height * Integer.BYTES);
        if (deflated && (long) width * height / Byte.SIZE > MOST_RATIO * Files.size(file)) {
          throw tooLarge(width, height, Files.size(file));
        }
      } finally {
        reader.dispose();
      }
    }
  }

  /**
   * Checks what ImageJ's decoder found in a TIFF file.
   *
   * @param info one directory of it
   * @param length the file's length in bytes
   */
  static void checkTiff(FileInfo info, long length) throws IOException {
    checkPlane(info.width, info.height);
    final long images = Math.max(1, info.nImages);
    final long bytes = packedBytes(info);
    final boolean compressed =
        info.compression != FileInfo.COMPRESSION_NONE
            && info.compression != FileInfo.COMPRESSION_UNKNOWN;
    if (compressed) {
      if (bytes > MOST_RATIO * length / images) {
        throw tooLarge(info.width, info.height, length);
      }
      checkStrips(info, length);
      return;
    }
    final boolean strips = info.stripOffsets != null && info.stripOffsets.length > 1;
    if (strips) {
      checkStrips(info, length);
    }
    if (info.getOffset() + (strips ? 0 : bytes * images) > length || bytes > length) {
      throw new IOException("it is cut short");
    }
  }

  /** Returns what a plane takes in the file, if it is not compressed, or a little less. */
  private static long packedBytes(FileInfo info) {
    final long pixels = (long) info.width * info.height;
    if (info.fileType == FileInfo.BITMAP) {
      return pixels / Byte.SIZE;
    }
    return info.fileType == FileInfo.GRAY12_UNSIGNED
        ? pixels * 3 / 2
        : pixels * info.getBytesPerPixel();
  }

  private static void checkStrips(FileInfo info, long length) throws IOException {
    if (info.stripOffsets == null || info.stripLengths == null) {
      return;
    }
    final int count = Math.min(info.stripOffsets.length, info.stripLengths.length);
    for (int i = 0; i < count; i++) {
      final long end =
          Integer.toUnsignedLong(info.stripOffsets[i])
              + Integer.toUnsignedLong(info.stripLengths[i]);
      if (end > length) {
        throw new IOException("it is cut short");
      }
    }
  }

  private static void checkPlane(int width, int height) throws IOException {
    if (width <= 0 || height <= 0 || (long) width * height > Integer.MAX_VALUE - MEGA) {
      throw new IOException("it says that it is of " + width + "x" + height + " pixels");
    }
  }

  /**
   * Checks that pixels fit into memory at all.
   *
   * @param bytes what the pixels take in memory
   */
  static void checkMemory(long bytes) throws IOException {
    final long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw noMemory(bytes / MEGA + " MB", most);
    }
  }

  /** Returns what to say when memory has not sufficed. */
  static IOException noMemory(String wanted, long most) {
    return new IOException(
        "it needs " + wanted + ", more than the " + most / MEGA + " MB of memory that are allowed");
  }

  private static IOException tooLarge(int width, int height, long length) {
    return new IOException(
        "it says that it is of " + width + "x" + height + " pixels, but has " + length + " bytes");
  }

  /** Returns what an image's pixels take in memory, in bytes. */
  static long bytes(FileInfo info) {
    return (long) info.width * info.height * info.getBytesPerPixel() * Math.max(1, info.nImages);
  }
}
