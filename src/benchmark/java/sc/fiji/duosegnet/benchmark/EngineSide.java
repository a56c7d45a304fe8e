package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.engine.Engine;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.engine.TrainingSession;
import sc.fiji.duosegnet.model.TrainingSettings;

/** This project's side of the speed comparison, through the engine's public boundary. */
final class EngineSide implements TimedSide {

  private static final double PROGRESS = 0.5;

  private final TrainingSession session;
  private final Work work;
  private Predictor predictor;

  /**
   * @param speedCase what is to be done
   * @param threads threads of the engine
   */
  EngineSide(SpeedCase speedCase, int threads) {
    Engine engine = Engines.get(threads);
    session = engine.openTraining(speedCase.settings(threads));
    RandomImages random = new RandomImages(1);
    if (speedCase.training()) {
      TrainingBatch batch = random.trainingBatch(speedCase.batch(), speedCase.patch());
      work = () -> session.iterate(() -> batch, PROGRESS);
    } else {
      ImageBatch images = random.images(speedCase.batch(), speedCase.patch());
      predictor = saved(engine, session, speedCase.settings(threads));
      work = () -> predictor.predict(images);
    }
  }

  /** Tells where a case would not be what its name says on this machine, one sentence each. */
  static List<String> notes(SpeedCase speedCase, int threads) {
    return Computation.of(speedCase.settings(threads), Engines.get(threads)).notes();
  }

  /**
   * The networks as a user's segmentation runs them: saved, after an iteration, and opened again.
   * The biases of new ones are zero, and TensorFlow leaves out what adds them.
   */
  static Predictor saved(Engine engine, TrainingSession session, TrainingSettings settings) {
    try {
      Path folder = Files.createTempDirectory("speed").resolve("model");
      TrainingBatch batch =
          new RandomImages(2)
              .trainingBatch(settings.sampling().labeledBatch(), settings.sampling().patchSize());
      session.iterate(() -> batch, PROGRESS);
      session.export(folder);
      return engine.openModel(
          folder, settings.network(), Computation.of(settings, engine), settings.threads(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public double seconds() {
    return TimedSide.time(work);
  }

  @Override
  public void close() {
    if (predictor != null) {
      predictor.close();
    }
    session.close();
  }
}
