package sc.fiji.duosegnet.imagej;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import sc.fiji.duosegnet.model.OneLine;

/** Files of ROIs as ImageJ writes them: one ROI ({@code .roi}) or many ({@code .zip}). */
final class RoiFiles {

  private static final String ROI = ".roi";

  /** ImageJ's own ROIs are a few hundred bytes; the largest traced outline stays far below. */
  private static final int MOST_BYTES = 16 << 20;

  /** What a file may hold in all, as a zip file can unpack to a thousand times its size. */
  private static final long MOST_BYTES_IN_ALL = 256L << 20;

  private static final int MOST_ROIS = 200_000;

  private RoiFiles() {}

  /** Tells by its name, and for a zip by its first entry, whether a file holds ROIs. */
  static boolean isRoiFile(Path file) throws IOException {
    final String name = file.toFile().getName().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".zip")) {
      return name.endsWith(ROI);
    }
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      final ZipEntry first = zip.getNextEntry();
      return first != null && isRoi(first);
    } catch (final IOException | IllegalArgumentException e) {
      throw new IOException(
          "File '" + file + "' cannot be read as a zip file (" + OneLine.of(e) + "); make it anew.",
          e);
    }
  }

  private static boolean isRoi(ZipEntry entry) {
    return entry.getName().toLowerCase(Locale.ROOT).endsWith(ROI);
  }

  /**
   * Reads all ROIs of a file.
   *
   * @throws IOException in one sentence, if the file can't be read or holds no ROI
   */
  static List<Roi> read(Path file) throws IOException {
    final List<Roi> rois = new ArrayList<>();
    try (InputStream input = Files.newInputStream(file)) {
      if (file.toFile().getName().toLowerCase(Locale.ROOT).endsWith(ROI)) {
        rois.add(decode(bytes(input), ImageFolder.stem(file)));
      } else {
        unzip(new ZipInputStream(input), rois);
      }
    } catch (final IOException | RuntimeException e) {
      throw new IOException(
          "ROI file '"
              + file
              + "' cannot be read ("
              + OneLine.of(e)
              + "); save the ROIs again from the ROI Manager.",
          e);
    }
    if (rois.isEmpty()) {
      throw new IOException(
          "ROI file '" + file + "' holds no ROI; save one named 'background' for an empty image.");
    }
    return rois;
  }

  private static void unzip(ZipInputStream zip, List<Roi> rois) throws IOException {
    long left = MOST_BYTES_IN_ALL;
    int entries = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      final byte[] bytes = bytes(zip);
      left -= bytes.length;
      if (++entries > MOST_ROIS || left < 0) {
        throw new IOException("it holds more than " + MOST_ROIS + " ROIs or 256 MB");
      }
      if (isRoi(entry)) {
        final String name = entry.getName();
        rois.add(decode(bytes, name.substring(0, name.length() - ROI.length())));
      }
    }
  }

  private static byte[] bytes(InputStream input) throws IOException {
    final byte[] bytes = input.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("one of its ROIs has more than 16 MB");
    }
    return bytes;
  }

  private static Roi decode(byte[] bytes, String name) throws IOException {
    RoiBytes.check(bytes, name);
    final Roi roi = new RoiDecoder(bytes, name).getRoi();
    if (roi == null) {
      throw new IOException("'" + OneLine.of(name) + "' is no ROI");
    }
    return roi;
  }
}
