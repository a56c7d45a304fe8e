package sc.fiji.duosegnet.imagej;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sc.fiji.duosegnet.data.WholeFile;

/** Text files that commands write. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Checks before the work starts that a file can be written.
   *
   * @param kind what the file is, for messages, such as {@code CSV file}
   * @param file the file
   * @param overwrite whether it may exist already
   * @return its absolute path
   * @throws IOException if it is a folder, exists, or its folder cannot be written
   */
  public static Path check(String kind, File file, boolean overwrite) throws IOException {
    final Path path = file.toPath().toAbsolutePath();
    if (Files.isDirectory(path)) {
      throw new IOException(kind + " '" + path + "' is a folder; give the name of a file in it.");
    }
    if (Files.exists(path) && !overwrite) {
      throw new IOException(
          kind + " '" + path + "' exists already; give overwrite=true or another name.");
    }
    final Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IOException(
          kind + " '" + path + "' cannot be written; give one in a folder that you may write.");
    }
    return path;
  }

  /**
   * Makes a folder, if it is not there, and checks that a file can be written in it. The file may
   * be there already.
   *
   * @param kind what the file is, for messages
   * @param name the file's name
   * @return its absolute path
   * @throws IOException in one sentence, if the folder can't be made or written
   */
  public static Path inFolder(String kind, Path folder, String name) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (final IOException e) {
      throw new IOException(
          "Folder '" + folder + "' cannot be written; give a folder of your own.", e);
    }
    return check(kind, folder.resolve(name).toFile(), true);
  }

  /**
   * Writes a text as UTF-8. The file appears complete or not at all; an older one is replaced.
   *
   * @throws IOException if it can't be written
   */
  public static void write(Path file, String text) throws IOException {
    WholeFile.write(file, text);
  }
}
