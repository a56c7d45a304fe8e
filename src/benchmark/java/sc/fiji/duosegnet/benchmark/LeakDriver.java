package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.engine.Checkpointing;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Trains a little, segments and closes all, over and over in one JVM; every third training is
 * canceled. What the process holds must not grow after a warm-up: the slope of a straight line
 * through heap, resident memory, threads and open files is limited. One row for each round.
 *
 * <p>Arguments: {@code rounds=100 warmup=30 results=<csv> folder=<scratch>}.
 */
public final class LeakDriver {

  private static final double MOST_HEAP = 20; // kilobytes a round: 20 MB in a thousand trainings

  /** The C library's allocator scatters blocks, so that this is not 0 without any leak. */
  private static final double MOST_RESIDENT = 1000;

  private static final double MOST_THREADS = 0.01;
  private static final double MOST_FILES = 0.01;
  private static final int ITERATIONS = 4;
  private static final int CANCELED = 3;

  private LeakDriver() {}

  /** See the class. The exit status is 1 if anything grows. */
  public static void main(String[] args) throws Exception {
    final Arguments arguments = new Arguments(args);
    final int rounds = arguments.get("rounds", 100);
    final int warmup = arguments.get("warmup", 30);
    final Path folder = Path.of(arguments.get("folder", "target/leaks")).toAbsolutePath();
    Files.createDirectories(folder);
    final TrainingSettings settings = EndedTraining.settings(arguments).with("network.width", 4);
    final List<Sample> samples = EndedTraining.samples();
    final String commit = Commit.current(); // there may be others before the end
    final List<ProcessState> states = new ArrayList<>();
    final List<String> rows = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      round(settings, samples, folder.resolve("model.zip"), round % CANCELED == 0);
      final ProcessState state = ProcessState.now();
      System.out.println(round + ": " + state);
      rows.add(round + "," + state + "," + commit);
      if (round > warmup) {
        states.add(state);
      }
    }
    new CsvTable(
            Path.of(arguments.get("results", "src/benchmark/results/leaks.csv")),
            "round," + ProcessState.HEADER + ",commit")
        .append(rows);
    final boolean flat =
        flat("heap", states, ProcessState::heapKilobytes, MOST_HEAP)
            & flat("resident memory", states, ProcessState::residentKilobytes, MOST_RESIDENT)
            & flat("threads", states, ProcessState::threads, MOST_THREADS)
            & flat("native threads", states, ProcessState::nativeThreads, MOST_THREADS)
            & flat("open files", states, ProcessState::files, MOST_FILES);
    System.exit(flat ? 0 : 1);
  }

  private static void round(
      TrainingSettings settings, List<Sample> samples, Path model, boolean cancel)
      throws IOException, InterruptedException {
    ModelTraining.run(
        new ModelTraining.Request(
            settings.with("iterations", ITERATIONS).with("validation_interval", 2),
            samples,
            EndedTraining.split(samples, settings),
            "Synthetic nuclei.",
            model,
            new Checkpointing(Checkpointing.Resume.NEVER, 2, 0)),
        new Following(cancel));
    if (cancel) {
      TimeUnit.SECONDS.sleep(1); // the running iteration ends in the background
      return;
    }
    try (Segmenter segmenter = Segmenter.open(model, 0, 2)) {
      segmenter.segment(samples.get(0).image(), () -> false);
    }
  }

  /** Tells whether the slope of a value over the rounds is small, and says so. */
  private static boolean flat(
      String name, List<ProcessState> states, ToDoubleFunction<ProcessState> value, double most) {
    final double middle = (states.size() - 1) / 2.0;
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < states.size(); i++) {
      numerator += (i - middle) * value.applyAsDouble(states.get(i));
      denominator += (i - middle) * (i - middle);
    }
    final double slope = numerator / denominator;
    System.out.printf(Locale.ROOT, "%s: slope %.3f per round, at most %.3f%n", name, slope, most);
    return slope <= most;
  }

  /** Says nothing; cancels in the middle if told to. */
  private static final class Following implements TrainingMonitor {

    private final boolean cancel;
    private volatile boolean reached;

    Following(boolean cancel) {
      this.cancel = cancel;
    }

    @Override
    public void report(TrainingProgress progress) {
      reached = progress.iteration() >= 2;
    }

    @Override
    public void message(String line) {
      // of no interest here
    }

    @Override
    public boolean canceled() {
      return cancel && reached;
    }
  }
}
