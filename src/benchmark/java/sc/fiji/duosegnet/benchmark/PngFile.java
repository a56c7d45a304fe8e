package sc.fiji.duosegnet.benchmark;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/** Writes pictures through a temporary file that is moved in place. */
final class PngFile {

  private PngFile() {}

  /**
   * @param picture what to write
   * @param file its place; folders are made, an older file is replaced
   * @throws IOException if it can't be written
   */
  static void write(BufferedImage picture, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "picture", ".png");
    try {
      if (!ImageIO.write(picture, "png", temporary.toFile())) {
        throw new IOException(
            "The picture '" + file + "' can't be written: this Java has no PNG writer.");
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
