package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.engine.Checkpointing;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * A small training in a JVM of its own, for drivers that end it: {@link KillDriver} and {@link
 * ExitDriver}. Says on the standard output which iterations it has finished.
 */
public final class EndedTraining {

  /** Begins the line after each iteration, before its number. */
  static final String ITERATION = "iteration ";

  private static final int SIZE = 96;
  private static final int LABELED = 6;
  private static final int UNLABELED = 8;

  private EndedTraining() {}

  /**
   * @param args {@code model=<file> method=<constant> iterations=<n> interval=<iterations between
   *     checkpoints>}, and with {@code exit=<n>} a call of {@code System.exit} on another thread
   *     after that iteration
   */
  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final int exit = arguments.get("exit", 0);
    final TrainingSettings settings = settings(arguments);
    final List<Sample> samples = samples();
    final ModelTraining.Request request =
        new ModelTraining.Request(
            settings,
            samples,
            split(samples, settings),
            "Synthetic nuclei.",
            Path.of(arguments.get("model", "target/ended.zip")),
            new Checkpointing(Checkpointing.Resume.OR_REFUSE, arguments.get("interval", 5), 0));
    ModelTraining.run(request, new Speaking(exit));
  }

  static Split split(List<Sample> samples, TrainingSettings settings) {
    return Split.draw(
        samples.stream().filter(Sample::labeled).map(Sample::name).toList(),
        samples.stream().filter(sample -> !sample.labeled()).map(Sample::name).toList(),
        settings,
        settings.seed());
  }

  /** Returns settings of a small training, changed by arguments. */
  static TrainingSettings settings(Arguments arguments) {
    return Preset.LAPTOP
        .settings(1)
        .with("method", Method.valueOf(arguments.get("method", "DUO_SEGNET_STRONG")))
        .with("sampling.validation_fraction", 0.2)
        .with("sampling.patch_size", 32)
        .with("network.width", arguments.get("width", 8))
        .with("network.depth", 3)
        .with("augmentation.labeled_probability", 0.5)
        .with("iterations", arguments.get("iterations", 60))
        .with("validation_interval", 10)
        .with("threads", 2)
        .with("seed", 3);
  }

  static List<Sample> samples() {
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < LABELED + UNLABELED; i++) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(i, SIZE, SIZE);
      samples.add(
          Sample.of(
              "nuclei" + i,
              ArrayImgs.unsignedShorts(field.pixels(), SIZE, SIZE, 1),
              i < LABELED ? ArrayImgs.unsignedBytes(field.mask(), SIZE, SIZE) : null));
    }
    return samples;
  }

  /** Says each iteration and each message, one a line. */
  private static final class Speaking implements TrainingMonitor {

    private final int exit;

    /**
     * @param exit iteration after which Java is to end; 0 for never
     */
    Speaking(int exit) {
      this.exit = exit;
    }

    @Override
    public void report(TrainingProgress progress) {
      System.out.println(ITERATION + progress.iteration());
      if (progress.iteration() == exit) {
        new Thread(() -> System.exit(0), "exit").start();
      }
    }

    @Override
    public void message(String line) {
      System.out.println(line);
    }

    @Override
    public boolean canceled() {
      return false;
    }
  }
}
