package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Begins to write a stack into each of some folders, and waits to be killed. */
public final class UnfinishedPlanes {

  private UnfinishedPlanes() {}

  /**
   * @param arguments the folders, then a file that is written when all is begun
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    final int folders = arguments.length - 1;
    final StackOutput[] outputs = new StackOutput[folders];
    for (int i = 0; i < folders; i++) {
      final ImagePlus source = new ImagePlus("a", new ByteProcessor(7, 5));
      outputs[i] =
          StackOutput.toFile(
              source, "a", StackOutput.Pixels.MASK, Path.of(arguments[i], "other.tif"), false);
      outputs[i].add(new byte[7]);
    }
    Files.createFile(Path.of(arguments[folders]));
    Thread.sleep(Long.MAX_VALUE);
    outputs[0].close(); // held until then
  }
}
