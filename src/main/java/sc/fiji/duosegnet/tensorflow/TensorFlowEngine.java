package sc.fiji.duosegnet.tensorflow;

import java.nio.file.Path;
import org.tensorflow.TensorFlow;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.engine.Engine;
import sc.fiji.duosegnet.engine.EngineInfo;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.engine.TrainingSession;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The engine on TensorFlow Java, created by name from the other side of the boundary. */
public final class TensorFlowEngine implements Engine {

  private final EngineInfo info;
  private Boolean bfloat16;

  /**
   * Loads the native libraries, and has them use what the processor has.
   *
   * @param location where the engine's jars were found, for the log
   * @param threads threads that the first to use the engine wants; 0 means all processors
   */
  public TensorFlowEngine(String location, int threads) {
    try (OneDnn request = OneDnn.request()) {
      info = new EngineInfo(TensorFlow.version(), Devices.list(threads), location);
    }
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public synchronized boolean bfloat16() {
    if (bfloat16 == null) {
      bfloat16 = MixedPrecision.bfloat16();
    }
    return bfloat16;
  }

  @Override
  public TrainingSession openTraining(TrainingSettings settings) {
    return new TrainingGraph(settings, Computation.of(settings, this));
  }

  @Override
  public Predictor openModel(
      Path savedModel,
      NetworkSettings network,
      Computation computation,
      int threads,
      boolean critic) {
    return SavedModels.open(savedModel, network, computation, threads, critic);
  }
}
