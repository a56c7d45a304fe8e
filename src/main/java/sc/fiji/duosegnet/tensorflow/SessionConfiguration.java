package sc.fiji.duosegnet.tensorflow;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.model.Precision;

/** The one place where sessions are configured. */
final class SessionConfiguration {

  private SessionConfiguration() {}

  /** For a look at all devices that there are. */
  static ConfigProto anyDevice() {
    return builder(false, 0).build();
  }

  /**
   * For inference.
   *
   * @param computation device and precision
   * @param threads threads inside and between ops; 0 means all processors
   */
  static ConfigProto inference(Computation computation, int threads) {
    return builder(!computation.onGpu(), threads)
        .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(precision(computation)))
        .build();
  }

  /**
   * For training: without the graph optimizer's fusion of ops, which takes the bias before a leaky
   * ReLU away from that one's gradient and then gives up with an error.
   *
   * @param computation device and precision
   * @param threads threads inside and between ops; 0 means all processors
   */
  static ConfigProto training(Computation computation, int threads) {
    return builder(!computation.onGpu(), threads)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(precision(computation).setRemapping(RewriterConfig.Toggle.OFF)))
        .build();
  }

  private static RewriterConfig.Builder precision(Computation computation) {
    return RewriterConfig.newBuilder()
        .setAutoMixedPrecisionOnednnBfloat16(toggle(computation.precision() == Precision.BFLOAT16))
        .setAutoMixedPrecision(toggle(computation.precision() == Precision.FLOAT16));
  }

  private static RewriterConfig.Toggle toggle(boolean on) {
    return on ? RewriterConfig.Toggle.ON : RewriterConfig.Toggle.OFF;
  }

  /** GPUs give memory as it is needed: others may want some, too. */
  private static ConfigProto.Builder builder(boolean onCpu, int threads) {
    final int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    final ConfigProto.Builder builder =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(count)
            .setInterOpParallelismThreads(count)
            .setAllowSoftPlacement(true)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    return onCpu ? builder.putDeviceCount("GPU", 0) : builder;
  }
}
