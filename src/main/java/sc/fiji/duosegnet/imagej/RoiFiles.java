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

/** Files of ROIs as ImageJ writes them: one ROI ({@code .roi}) or many ({@code .zip}). */
final class RoiFiles {

  private static final String ROI = ".roi";

  /** ImageJ's own ROI files are a few kilobytes; the largest traced outline stays far below. */
  private static final int MOST_BYTES = 64 << 20;

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
        rois.add(decode(input, ImageFolder.stem(file)));
      } else {
        final ZipInputStream zip = new ZipInputStream(input);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          if (isRoi(entry)) {
            final String name = entry.getName();
            rois.add(decode(zip, name.substring(0, name.length() - ROI.length())));
          }
        }
      }
    } catch (final IOException | RuntimeException e) {
      throw new IOException(
          "ROI file '"
              + file
              + "' cannot be read ("
              + e.getMessage()
              + "); save the ROIs again from the ROI Manager.",
          e);
    }
    if (rois.isEmpty()) {
      throw new IOException(
          "ROI file '" + file + "' holds no ROI; save one named 'background' for an empty image.");
    }
    return rois;
  }

  private static Roi decode(InputStream input, String name) throws IOException {
    final byte[] bytes = input.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("'" + name + "' is larger than " + MOST_BYTES + " bytes");
    }
    final Roi roi = new RoiDecoder(bytes, name).getRoi();
    if (roi == null) {
      throw new IOException("'" + name + "' is no ROI");
    }
    return roi;
  }
}
