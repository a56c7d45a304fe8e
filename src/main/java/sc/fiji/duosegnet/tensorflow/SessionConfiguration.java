package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The one place where sessions are configured. */
final class SessionConfiguration {

  private SessionConfiguration() {}

  /**
   * For inference.
   *
   * @param threads threads inside and between ops; 0 means all processors
   */
  static ConfigProto inference(int threads) {
    return builder(threads).build();
  }

  /**
   * For training: without the graph optimizer's fusion of ops, which takes the bias before a leaky
   * ReLU away from that one's gradient and then gives up with an error.
   *
   * @param settings threads and precision
   */
  static ConfigProto training(TrainingSettings settings) {
    return builder(settings.threads())
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(
                    RewriterConfig.newBuilder()
                        .setAutoMixedPrecisionOnednnBfloat16(
                            settings.precision() == Precision.BFLOAT16
                                ? RewriterConfig.Toggle.ON
                                : RewriterConfig.Toggle.OFF)
                        .setRemapping(RewriterConfig.Toggle.OFF)))
        .build();
  }

  private static ConfigProto.Builder builder(int threads) {
    final int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(count)
        .setInterOpParallelismThreads(count)
        .setAllowSoftPlacement(true)
        .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
  }
}
