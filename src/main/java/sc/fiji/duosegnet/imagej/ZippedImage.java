package sc.fiji.duosegnet.imagej;

import ij.io.FileInfo;
import ij.io.TiffDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A zip file that ImageJ opens as the image that is its first entry. */
final class ZippedImage {

  private static final int MEGA = 1 << 20;

  private ZippedImage() {}

  /**
   * Checks the image inside as one that is not zipped.
   *
   * @throws IOException in words for the middle of a sentence, if it is none that is to be opened
   */
  static void check(Path file) throws IOException {
    final long most = Math.min(Integer.MAX_VALUE - MEGA, Runtime.getRuntime().maxMemory() / 3);
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      final ZipEntry entry = zip.getNextEntry();
      if (entry == null || !entry.getName().endsWith(".tif") && !entry.getName().endsWith(".dcm")) {
        throw new IOException("it does not hold an image");
      }
      final byte[] bytes = zip.readNBytes((int) most + 1);
      if (bytes.length > most) {
        throw ImageClaims.noMemory("more than " + most / MEGA + " MB", 3 * most);
      }
      if (entry.getName().endsWith(".tif")) {
        TiffStructure.check(bytes);
        final FileInfo[] infos =
            new TiffDecoder(new ByteArrayInputStream(bytes), "image.tif").getTiffInfo();
        if (infos == null) {
          throw new IOException("not a TIFF file");
        }
        ImageFiles.checkExtras(infos[0]);
        for (final FileInfo info : infos) {
          ImageClaims.checkTiff(info, bytes.length);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("its names are no text", e);
    }
  }
}
