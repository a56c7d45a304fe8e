package sc.fiji.duosegnet.model;

/**
 * How much memory the networks need outside of Java's heap, roughly: within a fifth of the peaks
 * that were measured with TensorFlow 2.18 on Linux, at widths of 16 and 32, patches of 128 to 512
 * and tiles of 640 and 1280 pixels.
 */
public final class MemoryEstimate {

  /** Bytes of the libraries, the graph and its optimization, whatever the networks' size. */
  private static final double GRAPH = 700e6;

  /** The same for segmentation alone. */
  private static final double INFERENCE_GRAPH = 400e6;

  /** Copies of the weights: graph, session, optimizer's slots, averages, reading and writing. */
  private static final double COPIES = 8;

  /** Adam has one slot more than momentum. */
  private static final double COPIES_WITH_ADAM = COPIES + 1;

  /** Weights of a U-Net of 5 levels by the square of its width. */
  private static final double WEIGHTS = 7666;

  /**
   * Bytes of activations and gradients per input pixel, view, patch and feature map of the first
   * level: 14 maps of full size in each direction, and half as much on the lower levels.
   */
  private static final double ACTIVATIONS = 1.05 * 14 * 1.5 * 4 * 2;

  /** Bytes of a tile's activations per pixel and feature map of the first level. */
  private static final double TILE = 65;

  /** The same per pixel of the image, whatever the networks' reduction. */
  private static final double TILE_IMAGE = 40;

  private MemoryEstimate() {}

  /** Returns how many bytes a training needs at its peak, in the precision that is wanted. */
  public static long training(final TrainingSettings settings) {
    return training(settings, settings.precision());
  }

  /**
   * Returns how many bytes a training needs at its peak.
   *
   * @param used precision that the machine computes in, whatever the settings want
   */
  public static long training(final TrainingSettings settings, final Precision used) {
    final NetworkSettings network = settings.network();
    final SamplingSettings sampling = settings.sampling();
    final double side = (double) sampling.patchSize() / network.reduction();
    final double patches =
        sampling.labeledBatch() + unlabeledPasses(settings) * (double) sampling.unlabeledBatch();
    final double copies =
        settings.optimizer().rule() == UpdateRule.ADAM ? COPIES_WITH_ADAM : COPIES;
    final double precision = used == Precision.FLOAT32 ? 1 : 0.6;
    return (long)
        (GRAPH
            + copies * weights(network)
            + precision * ACTIVATIONS * side * side * network.views() * network.width() * patches);
  }

  /** Returns how many bytes the segmentation of a tile needs at its peak. */
  public static long tile(final NetworkSettings network, final int size) {
    return (long)
        (INFERENCE_GRAPH
            + 2 * weights(network)
            + tilePixel(network, network.reduction()) * size * size);
  }

  /** Returns how many bytes a pixel of a tile needs with networks that see it reduced so much. */
  static double tilePixel(final NetworkSettings network, final int reduction) {
    return TILE * network.width() / ((double) reduction * reduction) + TILE_IMAGE;
  }

  /** Bytes of all views' weights. */
  private static double weights(final NetworkSettings network) {
    final double width = network.width();
    return 4 * network.views() * WEIGHTS * width * width * Math.pow(4, network.depth() - 5.0);
  }

  /** How often a step keeps the activations of an unlabeled patch for gradients. */
  private static int unlabeledPasses(final TrainingSettings settings) {
    return switch (settings.method()) {
      case SUPERVISED -> 0;
      case UNIMATCH, DEEP_CO_TRAINING -> 3;
      default -> 1;
    };
  }
}
