package sc.fiji.duosegnet.engine;

import java.util.List;

/**
 * What was really loaded.
 *
 * @param tensorFlowVersion version of the native TensorFlow library, as it reports itself
 * @param devices devices that TensorFlow lists, by their TensorFlow names
 * @param location where the engine's jars were found
 */
public record EngineInfo(String tensorFlowVersion, List<String> devices, String location) {

  /** Tells whether TensorFlow lists a GPU. */
  public boolean hasGpu() {
    return devices.stream().anyMatch(device -> device.contains("GPU"));
  }
}
