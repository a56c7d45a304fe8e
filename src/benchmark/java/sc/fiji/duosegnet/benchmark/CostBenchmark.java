package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.engine.Checkpointing;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * After how many iterations a training has a Dice of 0.80, 0.85 and 0.87 on Nuclei, 5 % labeled:
 * with the times of {@link SpeedBenchmark} that makes minutes, for this project and for PyTorch. A
 * quarter of the held-out training images is segmented every {@code validation_interval}
 * iterations: all of them would take longer than the training. Adds a row, or does nothing if that
 * run has its row already. Arguments: {@code data=<folder> results=<csv> runs=<folder>}, and
 * settings such as {@code method=DUO_SEGNET network.width=16 sampling.patch_size=128
 * iterations=1500 validation_interval=100 seed=1}.
 */
public final class CostBenchmark {

  private static final double[] TARGETS = {0.80, 0.85, 0.87};

  /** One of so many held-out images. */
  private static final int LOOKED_AT = 4;

  private static final String HEADER =
      "method,width,patch,batch,seed,iterations,interval,to_080,to_085,to_087,best,commit";

  private CostBenchmark() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final Dataset dataset =
        Dataset.open("nuclei", Path.of(arguments.get("data", "../shared/data/nuclei")));
    final TrainingSettings settings = arguments.settings(dataset.channels());
    final ResultFile results =
        new ResultFile(Path.of(arguments.get("results", "src/benchmark/results/cost.csv")), HEADER);
    final String key =
        String.format(
            Locale.ROOT,
            "%s,%d,%d,%d,%d",
            settings.method().label(),
            settings.network().width(),
            settings.sampling().patchSize(),
            settings.sampling().labeledBatch(),
            settings.seed());
    if (results.has(key)) {
      System.err.println("Already done: " + key);
      return;
    }
    final String commit = Commit.current(); // what would be lacking at the end
    final Path folder =
        Path.of(arguments.get("runs", "target/benchmark"))
            .resolve("cost")
            .resolve(key.replace(',', '-').replace(' ', '-').toLowerCase(Locale.ROOT));
    Files.createDirectories(folder);
    final Split drawn =
        dataset.split(new Dataset.Labeling("spread", 0.05, true), settings, settings.seed());
    final List<String> looked =
        IntStream.range(0, drawn.test().size())
            .filter(i -> i % LOOKED_AT == 0)
            .mapToObj(drawn.test()::get)
            .toList();
    final Split split =
        new Split(drawn.view1(), drawn.view2(), looked, drawn.unlabeled(), List.of());
    final History history =
        ModelTraining.run(
                new ModelTraining.Request(
                    settings,
                    List.copyOf(dataset.samples()),
                    split,
                    dataset.source(),
                    folder.resolve("model.duosegnet.zip"),
                    new Checkpointing(Checkpointing.Resume.NEVER, 0, 0)),
                new ConsoleMonitor())
            .history();
    Files.writeString(folder.resolve("history.csv"), history.toCsv());
    final List<TrainingRow> rows = history.rows();
    if (rows.isEmpty() || rows.get(rows.size() - 1).iteration() < settings.iterations()) {
      System.err.println("Ended early: " + key); // as the program was told to end
      return;
    }
    final StringBuilder row = new StringBuilder(key);
    row.append(',').append(settings.iterations()).append(',').append(settings.validationInterval());
    for (final double target : TARGETS) {
      row.append(',').append(first(history, target));
    }
    row.append(String.format(Locale.ROOT, ",%.4f,", best(history)));
    results.add(row.append(commit).toString());
  }

  /** Returns the first iteration with that Dice of both views' mean; NaN if there is none. */
  private static String first(History history, double target) {
    return history.rows().stream()
        .filter(row -> row.validationDiceMean() >= target)
        .map(row -> String.valueOf(row.iteration()))
        .findFirst()
        .orElse("NaN");
  }

  private static double best(History history) {
    return history.rows().stream()
        .mapToDouble(TrainingRow::validationDiceMean)
        .filter(dice -> !Double.isNaN(dice))
        .max()
        .orElse(Double.NaN);
  }
}
