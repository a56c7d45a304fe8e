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

  /**
   * For a look at all devices that there are.
   *
   * @param threads threads of the program; 0 means all processors
   */
  static ConfigProto anyDevice(int threads) {
    return builder(false, threads).build();
  }

  /**
   * For inference.
   *
   * @param computation device and precision
   * @param threads threads to use; 0 means all processors
   */
  static ConfigProto inference(Computation computation, int threads) {
    return builder(!computation.onGpu(), threads)
        .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(precision(computation)))
        .build();
  }

  /** For a graph of a few ops, less than is optimized otherwise, that is to be in bfloat16. */
  static ConfigProto bfloat16Trial() {
    return builder(true, 1)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(
                    RewriterConfig.newBuilder()
                        .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON)
                        .setMinGraphNodes(-1)))
        .build();
  }

  /**
   * For training: without the graph optimizer's fusion of ops, which takes the bias before a leaky
   * ReLU away from that one's gradient and then gives up with an error.
   *
   * @param computation device and precision
   * @param threads threads to use; 0 means all processors
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

  /**
   * The two views do not need each other, so they share the threads: one op has at most half of
   * them. With two threads, where ops would hand each other's parts over all the time, an iteration
   * so takes two thirds of the time in bfloat16 and four fifths in single precision.
   *
   * <p>TensorFlow has one pool for the insides of ops in a whole process, which the first to ask
   * for devices makes. The pool between ops is the session's own, of as many threads as it is to
   * use.
   *
   * <p>GPUs give memory as it is needed: others may want some, too.
   */
  private static ConfigProto.Builder builder(boolean onCpu, int threads) {
    final int count = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    final ConfigProto.Builder builder =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(Math.max(1, count / 2))
            .setInterOpParallelismThreads(count)
            .setUsePerSessionThreads(true)
            .setAllowSoftPlacement(true)
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    return onCpu ? builder.putDeviceCount("GPU", 0) : builder;
  }
}
