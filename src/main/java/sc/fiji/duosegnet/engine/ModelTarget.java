package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sc.fiji.duosegnet.model.ModelFile;

/** The place where a model shall go. */
final class ModelTarget {

  private ModelTarget() {}

  /**
   * Tries, before hours of training, whether a file can be made where the model shall go.
   *
   * @throws IOException in one sentence, if not
   */
  static void check(Path modelFile) throws IOException {
    final Path target = modelFile.toAbsolutePath();
    final Path name = target.getFileName();
    if (name == null || Files.isDirectory(target)) {
      throw new IOException(
          "Model file '" + modelFile + "' is a folder; give the name of a file in it.");
    }
    if (!name.toString().endsWith(".zip")) {
      throw new IOException(
          "Model file '"
              + modelFile
              + "' does not end in .zip; give a name such as '"
              + name
              + ModelFile.EXTENSION
              + "'.");
    }
    Path folder = target.getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    try {
      if (folder == null) {
        throw new IOException("no folder exists on the way");
      }
      Files.delete(Files.createTempFile(folder, "duo-segnet", ".tmp"));
    } catch (IOException e) {
      throw new IOException(
          "Model file '"
              + modelFile
              + "' can't be written, as no file can be made in '"
              + folder
              + "'; choose another folder.",
          e);
    }
  }
}
