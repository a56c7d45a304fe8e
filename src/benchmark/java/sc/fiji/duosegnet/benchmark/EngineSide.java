package sc.fiji.duosegnet.benchmark;

import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.engine.TrainingSession;

/** This project's side of the speed comparison, through the engine's public boundary. */
final class EngineSide implements TimedSide {

  private static final double PROGRESS = 0.5;

  private final TrainingSession session;
  private final Work work;

  /**
   * @param speedCase what is to be done
   * @param threads threads of the engine
   */
  EngineSide(SpeedCase speedCase, int threads) {
    session = Engines.get().openTraining(speedCase.settings(threads));
    RandomImages random = new RandomImages(1);
    if (speedCase.training()) {
      TrainingBatch batch = random.trainingBatch(speedCase.batch(), speedCase.patch());
      work = () -> session.iterate(() -> batch, PROGRESS);
    } else {
      ImageBatch images = random.images(speedCase.batch(), speedCase.patch());
      Predictor predictor = session.predictor();
      work = () -> predictor.predict(images);
    }
  }

  @Override
  public double seconds() {
    return TimedSide.time(work);
  }

  @Override
  public void close() {
    session.close();
  }
}
