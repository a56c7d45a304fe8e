package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.engine.Engine;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.engine.TrainingSession;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Whether several tiles in one run of the saved networks are faster than one after the other: for
 * each size of tiles, the seconds per tile of batches in turn, and their ratios to single tiles.
 *
 * <p>Arguments: {@code rounds=9 threads=2 results=<csv>} and settings such as {@code
 * precision=BFLOAT16 network.width=16}.
 */
public final class TileBatchBenchmark {

  private static final int[] SIZES = {128, 256, 512};
  private static final int[] BATCHES = {1, 2, 4, 8};
  private static final int WARMUP = 2;
  private static final String HEADER = "precision,width,tile,batch,seconds_per_tile,ratio,commit";

  private TileBatchBenchmark() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final int threads = arguments.get("threads", 2);
    final TrainingSettings settings = arguments.settings(3).with("threads", threads);
    final Path results =
        Path.of(arguments.get("results", "src/benchmark/results/tile-batches.csv"));
    final String commit = Commit.current();
    final PrintWriter console = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    final List<String> rows = new ArrayList<>();
    final Engine engine = Engines.get(threads);
    try (TrainingSession session = engine.openTraining(settings);
        Predictor predictor = EngineSide.saved(engine, session, settings)) {
      for (final int size : SIZES) {
        final double[][] seconds = measure(predictor, size, arguments.get("rounds", 9));
        for (int i = 0; i < BATCHES.length; i++) {
          final double[] ratios = new double[seconds[i].length];
          for (int round = 0; round < ratios.length; round++) {
            ratios[round] = seconds[i][round] / seconds[0][round];
          }
          rows.add(
              String.format(
                  Locale.ROOT,
                  "%s,%d,%d,%d,%.4f,%.3f,%s",
                  settings.precision(),
                  settings.network().width(),
                  size,
                  BATCHES[i],
                  SpeedRow.median(seconds[i]),
                  SpeedRow.median(ratios),
                  commit));
          console.println(rows.get(rows.size() - 1));
        }
      }
    }
    new CsvTable(results, HEADER).append(rows);
  }

  /** Returns seconds per tile, by batch and round. */
  private static double[][] measure(Predictor predictor, int size, int rounds) {
    final double[][] seconds = new double[BATCHES.length][rounds];
    final RandomImages random = new RandomImages(1);
    for (int round = -WARMUP; round < rounds; round++) {
      for (int i = 0; i < BATCHES.length; i++) {
        final ImageBatch tiles = random.images(BATCHES[i], size);
        final double time = TimedSide.time(() -> predictor.predict(tiles)) / BATCHES[i];
        if (round >= 0) {
          seconds[i][round] = time;
        }
      }
    }
    return seconds;
  }
}
