package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** The one place where sessions are configured. */
final class SessionConfiguration {

  private SessionConfiguration() {}

  /**
   * @param threads threads inside and between ops; 0 means all processors
   */
  static ConfigProto of(int threads) {
    final int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(count)
        .setInterOpParallelismThreads(count)
        .setAllowSoftPlacement(true)
        .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
        .build();
  }
}
