package sc.fiji.duosegnet.tensorflow;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Folds batch norm, as inference applies it, into the convolution before it: with s = scale /
 * sqrt(variance + epsilon), kernel' = kernel * s and bias = offset - mean * s, per output channel.
 */
final class Folding {

  private static final String KERNEL = "/kernel";

  private Folding() {}

  /**
   * @param weights weights and buffers of networks with batch norm, by name
   * @return weights of the same networks without; kernels that no batch norm follows are kept
   */
  static Map<String, float[]> fold(Map<String, float[]> weights) {
    final Map<String, float[]> folded = new LinkedHashMap<>();
    weights.forEach(
        (name, values) -> {
          final String layer = name.substring(0, name.lastIndexOf('/'));
          final boolean normalized = weights.containsKey(layer + "/variance");
          if (!normalized) {
            folded.put(name, values);
          } else if (name.endsWith(KERNEL)) {
            fold(layer, weights, folded);
          }
        });
    return folded;
  }

  private static void fold(
      String layer, Map<String, float[]> weights, Map<String, float[]> folded) {
    final float[] scale = weights.get(layer + "/scale");
    final float[] offset = weights.get(layer + "/offset");
    final float[] mean = weights.get(layer + "/mean");
    final float[] variance = weights.get(layer + "/variance");
    final float[] kernel = weights.get(layer + KERNEL).clone();
    final float[] bias = new float[scale.length];
    final double[] factor = new double[scale.length];
    for (int channel = 0; channel < scale.length; channel++) {
      factor[channel] = scale[channel] / Math.sqrt(variance[channel] + BatchNorm.EPSILON);
      bias[channel] = (float) (offset[channel] - mean[channel] * factor[channel]);
    }
    // Output channels are the last axis of a kernel.
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (kernel[i] * factor[i % scale.length]);
    }
    folded.put(layer + KERNEL, kernel);
    folded.put(layer + "/bias", bias);
  }
}
