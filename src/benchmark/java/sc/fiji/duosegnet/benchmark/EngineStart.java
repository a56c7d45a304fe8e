package sc.fiji.duosegnet.benchmark;

import java.util.Locale;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.engine.TrainingSession;

/**
 * Loads the engine in a JVM of its own, builds the laptop preset's graph and makes a few
 * iterations. Prints the seconds of each: loading, building, first iteration, median of the later
 * ones.
 */
final class EngineStart {

  /** Begins the line of results. */
  static final String RESULT = "seconds: ";

  private static final int LATER = 7;

  private EngineStart() {}

  /** See the class. */
  public static void main(String[] arguments) {
    final double load = TimedSide.time(Engines::get);
    final SpeedCase size = SpeedCase.TRAINING_SPATIAL_128;
    final TrainingSession[] session = new TrainingSession[1];
    final double build =
        TimedSide.time(() -> session[0] = Engines.get().openTraining(size.settings(0)));
    try (TrainingSession opened = session[0]) {
      final TrainingBatch batch = new RandomImages(1).trainingBatch(size.batch(), size.patch());
      final double first = TimedSide.time(() -> opened.iterate(() -> batch, 0.5));
      final double[] later = new double[LATER];
      for (int i = 0; i < LATER; i++) {
        later[i] = TimedSide.time(() -> opened.iterate(() -> batch, 0.5));
      }
      System.out.printf(
          Locale.ROOT,
          "%s%.2f,%.2f,%.2f,%.3f%n",
          RESULT,
          load,
          build,
          first,
          SpeedRow.median(later));
    }
  }
}
