package sc.fiji.duosegnet.engine;

import java.nio.file.Path;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The numerical engine, seen from the outside. Nothing in this interface or in what it returns
 * refers to TensorFlow, whose classes live in a class loader of their own.
 *
 * @see Engines#get()
 */
public interface Engine {

  /** Returns what was loaded. */
  EngineInfo info();

  /**
   * Tells whether {@link sc.fiji.duosegnet.model.Precision#BFLOAT16} is to be had on this
   * processor. The first to ask waits for a trial of a fraction of a second.
   */
  boolean bfloat16();

  /**
   * Builds networks, losses and optimizers, with initial weights drawn from the settings' seed.
   *
   * @return a session which the caller closes
   * @throws IllegalArgumentException in one sentence, if the settings name a GPU that is not there
   */
  TrainingSession openTraining(TrainingSettings settings);

  /**
   * Opens trained networks.
   *
   * @param savedModel folder that {@link TrainingSession#export(Path)} wrote
   * @param network size of the networks in it
   * @param computation device and precision; a GPU's number is not heeded, it is the first one
   * @param threads threads to use; 0 means all processors
   * @param critic whether predictions have the critic's map, if there is one
   * @return a predictor which the caller closes
   */
  Predictor openModel(
      Path savedModel,
      NetworkSettings network,
      Computation computation,
      int threads,
      boolean critic);
}
