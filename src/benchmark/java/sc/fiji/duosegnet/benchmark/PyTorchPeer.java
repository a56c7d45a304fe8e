package sc.fiji.duosegnet.benchmark;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;

/**
 * PyTorch's side of the speed comparison, in a process of its own, because the native libraries of
 * TensorFlow and PyTorch (each with its own oneDNN and threads) are better not mixed in one.
 *
 * <p>It takes the name of a {@link SpeedCase} as its argument, says {@code ready}, and then answers
 * each line {@code go} on standard input with the seconds that one step took. It ends with its
 * input.
 */
public final class PyTorchPeer {

  /** What the driver sends. */
  static final String GO = "go";

  /** What the worker says when it can take the first {@link #GO}. */
  static final String READY = "ready";

  private PyTorchPeer() {}

  /**
   * @param arguments name of a case
   * @throws IOException if the driver is gone
   */
  public static void main(String[] arguments) throws IOException {
    // The channel is taken as a file, so that nothing a library prints can come between answers.
    PrintWriter answers =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.US_ASCII),
            true);
    System.setOut(System.err);
    SpeedCase speedCase = SpeedCase.valueOf(arguments[0]);
    try (TorchDuoSegNet network = new TorchDuoSegNet(speedCase.network())) {
      serve(work(network, speedCase), answers);
    }
  }

  private static TimedSide.Work work(TorchDuoSegNet network, SpeedCase speedCase) {
    RandomImages random = new RandomImages(1);
    if (speedCase.training()) {
      TrainingBatch batch = random.trainingBatch(speedCase.batch(), speedCase.patch());
      return () -> network.iterate(batch);
    }
    ImageBatch images = random.images(speedCase.batch(), speedCase.patch());
    return () -> network.predict(images);
  }

  private static void serve(TimedSide.Work work, PrintWriter answers) throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    answers.println(READY);
    for (String line = requests.readLine(); GO.equals(line); line = requests.readLine()) {
      answers.println(TimedSide.time(work));
    }
  }
}
