package sc.fiji.duosegnet.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sc.fiji.duosegnet.model.FileReplacement;

/** Writes small files that are there complete or not at all, as {@link FileReplacement} does. */
public final class WholeFile {

  private WholeFile() {}

  /**
   * Writes a text as UTF-8.
   *
   * @param file the file, in a folder that exists; an older one is replaced
   * @throws IOException if it can't be written; an older file is then as it was
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes.
   *
   * @param file the file, in a folder that exists; an older one is replaced
   * @throws IOException if it can't be written; an older file is then as it was
   */
  public static void write(Path file, byte[] content) throws IOException {
    FileReplacement.write(file, out -> out.write(content), written -> {});
  }
}
