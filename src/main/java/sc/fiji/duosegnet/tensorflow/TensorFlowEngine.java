package sc.fiji.duosegnet.tensorflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import sc.fiji.duosegnet.engine.Engine;
import sc.fiji.duosegnet.engine.EngineInfo;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.engine.TrainingSession;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The engine on TensorFlow Java, created by name from the other side of the boundary. */
public final class TensorFlowEngine implements Engine {

  private final EngineInfo info;

  /**
   * Loads the native libraries.
   *
   * @param location where the engine's jars were found, for the log
   */
  public TensorFlowEngine(String location) {
    info = new EngineInfo(TensorFlow.version(), devices(), location);
  }

  /** Asks TensorFlow itself, as a wish for a GPU in some setting says nothing of what works. */
  private static List<String> devices() {
    final List<String> names = new ArrayList<>();
    final TFE_ContextOptions options = tensorflow.TFE_NewContextOptions();
    try (TF_Status status = TF_Status.newStatus()) {
      final TFE_Context context = tensorflow.TFE_NewContext(options, status);
      status.throwExceptionIfNotOK();
      final TF_DeviceList devices = tensorflow.TFE_ContextListDevices(context, status);
      status.throwExceptionIfNotOK();
      for (int i = 0; i < tensorflow.TF_DeviceListCount(devices); i++) {
        final String name = tensorflow.TF_DeviceListName(devices, i, status).getString();
        names.add(name.substring(name.indexOf("device:") + "device:".length()));
      }
      tensorflow.TF_DeleteDeviceList(devices);
      tensorflow.TFE_DeleteContext(context);
    } finally {
      tensorflow.TFE_DeleteContextOptions(options);
    }
    return List.copyOf(names);
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public TrainingSession openTraining(TrainingSettings settings) {
    return new TrainingGraph(settings);
  }

  @Override
  public Predictor openModel(Path savedModel, NetworkSettings network, int threads) {
    return SavedModels.open(savedModel, network, threads);
  }
}
