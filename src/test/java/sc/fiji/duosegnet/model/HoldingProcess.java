package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a temporary folder with something in it, and waits to be killed. */
public final class HoldingProcess {

  private HoldingProcess() {}

  /**
   * @param arguments the folder's parent, and a file that is written when it is there
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (TemporaryFolder folder = new TemporaryFolder(Path.of(arguments[0]))) {
      Files.writeString(
          Files.createDirectory(folder.path().resolve("saved-model")).resolve("a"), "b");
      Files.createFile(Path.of(arguments[1]));
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
