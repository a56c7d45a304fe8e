package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.view.Views;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** JVMs that are asked to end in the middle of work. */
class OrderlyExitTest {

  private static final int TERMINATED = 143;

  @TempDir Path folder;

  @BeforeEach
  void needSignals() {
    assumeFalse(
        System.getProperty("os.name").startsWith("Windows"), "Windows has no signal that asks");
  }

  @Test
  void theEndWaitsForWork() throws Exception {
    final Process process = start(Working.class, folder.toString());
    await(process, () -> Files.exists(folder.resolve("begun")));
    process.destroy();
    assertEquals(TERMINATED, end(process), this::log);
    assertTrue(Files.exists(folder.resolve("done")), "the work was cut off");
    assertTrue(Files.exists(folder.resolve("nested")), "a part of the work was refused");
  }

  @Test
  void aTrainingThatIsAskedToEndLosesNothing() throws Exception {
    final Path model = folder.resolve("model.zip");
    final Process process = start(Training.class, model.toString());
    await(process, () -> log().contains("iteration 4\n"));
    process.destroy();
    assertEquals(TERMINATED, end(process), this::log);
    assertFalse(Files.exists(folder.resolve("hs_err.log")), "a crash");
    final List<String> lines = log().lines().filter(line -> line.startsWith("iter")).toList();
    final int last = Integer.parseInt(lines.get(lines.size() - 1).substring(10));
    final Checkpoint checkpoint = Checkpoint.open(Checkpoints.of(model));
    assertEquals(List.of("model.zip.checkpoint", "output.txt"), Resumed.files(folder));
    // An iteration whose validation was cut off is kept, but was not reported.
    final boolean cut = (last + 1) % Training.settings().validationInterval() == 0;
    assertTrue(
        checkpoint.iteration() == last || cut && checkpoint.iteration() == last + 1,
        () -> checkpoint.iteration() + " after " + last);
  }

  /** It is cut off, and made up for by the training that goes on. */
  @Test
  void aValidationDoesNotHoldOffTheEnd() throws Exception {
    final Path model = folder.resolve("model.zip");
    final Process process = start(Validating.class, model.toString());
    await(process, () -> log().contains("iteration 2\n"));
    process.destroy();
    assertEquals(TERMINATED, end(process), this::log);
    final int kept = Checkpoint.open(Checkpoints.of(model)).iteration();
    assertTrue(kept == 3 || kept == 2, () -> "kept " + kept); // 2 if Java was slow to hear of it
    final Resumed.Interrupting rest = new Resumed.Interrupting(0);
    ModelTraining.run(Validating.request(model), rest);
    assertEquals(List.of(3, 4), rest.iterations);
    final Path whole = folder.resolve("whole.zip");
    ModelTraining.run(Validating.request(whole), new Resumed.Interrupting(0));
    assertArrayEquals(Resumed.weights(whole), Resumed.weights(model));
    assertEquals(Resumed.course(whole), Resumed.course(model));
  }

  private Process start(Class<?> program, String argument) throws IOException {
    return OtherJava.of(
            List.of(
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log")),
            program,
            argument)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("output.txt"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void await(Process process, BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      assertTrue(process.isAlive(), this::log);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static int end(Process process) throws InterruptedException {
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "no end");
    return process.exitValue();
  }

  /** Works on a thread that Java does not wait for. */
  static final class Working {

    private Working() {}

    public static void main(String[] args) throws Exception {
      final Path folder = Path.of(args[0]);
      final Thread thread = new Thread(() -> work(folder));
      thread.setDaemon(true);
      thread.start();
      Thread.sleep(60_000);
    }

    private static void work(Path folder) {
      try {
        final OrderlyExit.Hold outer = OrderlyExit.hold();
        try (outer) {
          Files.createFile(folder.resolve("begun"));
          while (!OrderlyExit.requested()) {
            Thread.sleep(10);
          }
          OrderlyExit.hold().close();
          Files.createFile(folder.resolve("nested"));
          Thread.sleep(1000);
          Files.createFile(folder.resolve("done"));
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Trains until it is ended. */
  static final class Training {

    private Training() {}

    static TrainingSettings settings() {
      return Resumed.settings(Method.DUO_SEGNET).with("iterations", 100_000);
    }

    /** Time alone would write the first checkpoint after hours. */
    static ModelTraining.Request request(Path model) throws IOException {
      return Resumed.request(
          settings(), model, new Checkpointing(Checkpointing.Resume.OR_REFUSE, 0, 600));
    }

    public static void main(String[] args) throws IOException {
      run(request(Path.of(args[0])));
    }

    static void run(ModelTraining.Request request) throws IOException {
      ModelTraining.run(
          request,
          new Trainings.Monitor() {
            @Override
            public void report(TrainingProgress progress) {
              System.out.println("iteration " + progress.iteration());
            }
          });
    }
  }

  /** Trains for four iterations, each followed by a validation that takes much longer. */
  static final class Validating {

    private Validating() {}

    static ModelTraining.Request request(Path model) throws IOException {
      final List<Sample> samples = new ArrayList<>();
      for (final Sample sample : Trainings.samples()) {
        samples.add(
            sample.labeled()
                ? Sample.of(sample.name(), large(sample.image()), large(sample.mask()))
                : sample);
      }
      return Resumed.request(
          Resumed.settings(Method.SUPERVISED)
              .with("iterations", 4)
              .with("validation_interval", 1)
              .with("sampling.validation_fraction", 0.5),
          samples,
          model,
          new Checkpointing(Checkpointing.Resume.OR_REFUSE, 0, 600));
    }

    private static <T> RandomAccessibleInterval<T> large(RandomAccessibleInterval<T> image) {
      final long[] max = image.maxAsLongArray();
      max[0] = 1151;
      max[1] = 1151;
      return Views.interval(
          Views.extendPeriodic(image), new FinalInterval(image.minAsLongArray(), max));
    }

    public static void main(String[] args) throws IOException {
      Training.run(request(Path.of(args[0])));
    }
  }
}
