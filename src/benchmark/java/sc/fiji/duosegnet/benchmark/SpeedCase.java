package sc.fiji.duosegnet.benchmark;

import java.util.Locale;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What is timed: one training iteration or the segmentation of one batch, at a given size. */
enum SpeedCase {
  /** Batch 1+1+1 of 256x256 as in the paper, with the authors' critic. */
  TRAINING_PIXEL_256(true, 256, 1, CriticKind.PIXEL, 64),
  /** The sizes of the laptop preset. */
  TRAINING_SPATIAL_128(true, 128, 2, CriticKind.SPATIAL, 16),
  /** The first in bfloat16. */
  TRAINING_PIXEL_256_BFLOAT16(TRAINING_PIXEL_256, 16, Precision.BFLOAT16),
  /** The second in bfloat16. */
  TRAINING_SPATIAL_128_BFLOAT16(TRAINING_SPATIAL_128, 16, Precision.BFLOAT16),
  /** The first with networks twice as wide. */
  TRAINING_PIXEL_256_WIDTH_32(TRAINING_PIXEL_256, 32, Precision.FLOAT32),
  /** The same in bfloat16. */
  TRAINING_PIXEL_256_WIDTH_32_BFLOAT16(TRAINING_PIXEL_256, 32, Precision.BFLOAT16),
  /** Batch 4+4+4. */
  TRAINING_SPATIAL_128_BATCH_4(true, 128, 4, CriticKind.SPATIAL, 16),
  /** The same in bfloat16. */
  TRAINING_SPATIAL_128_BATCH_4_BFLOAT16(TRAINING_SPATIAL_128_BATCH_4, 16, Precision.BFLOAT16),
  /** Sizes that {@link CostBenchmark} trains. */
  TRAINING_SPATIAL_128_WIDTH_8(TRAINING_SPATIAL_128, 8, Precision.FLOAT32),
  /** See there. */
  TRAINING_SPATIAL_128_WIDTH_32(TRAINING_SPATIAL_128, 32, Precision.FLOAT32),
  /** See there. */
  TRAINING_SPATIAL_256(true, 256, 2, CriticKind.SPATIAL, 16),
  /** See there. */
  TRAINING_SPATIAL_256_WIDTH_8(TRAINING_SPATIAL_256, 8, Precision.FLOAT32),
  /** See there. */
  TRAINING_SPATIAL_256_WIDTH_32(TRAINING_SPATIAL_256, 32, Precision.FLOAT32),
  /** One tile of usual size. */
  INFERENCE_256(false, 256, 1, CriticKind.PIXEL, 64),
  /** One image of usual size. */
  INFERENCE_512(false, 512, 1, CriticKind.PIXEL, 64),
  /** The tile in bfloat16. */
  INFERENCE_256_BFLOAT16(INFERENCE_256, 16, Precision.BFLOAT16),
  /** The image in bfloat16. */
  INFERENCE_512_BFLOAT16(INFERENCE_512, 16, Precision.BFLOAT16);

  private static final int CHANNELS = 3;
  private static final int WIDTH = 16;
  private static final int DEPTH = 5;

  private final boolean training;
  private final int patch;
  private final int batch;
  private final NetworkSettings network;
  private final Precision precision;

  SpeedCase(boolean training, int patch, int batch, CriticKind critic, int criticWidth) {
    this.training = training;
    this.patch = patch;
    this.batch = batch;
    network = new NetworkSettings(CHANNELS, WIDTH, DEPTH, 1, 2, critic, criticWidth);
    precision = Precision.FLOAT32;
  }

  SpeedCase(SpeedCase like, int width, Precision precision) {
    training = like.training;
    patch = like.patch;
    batch = like.batch;
    final NetworkSettings other = like.network;
    network =
        new NetworkSettings(CHANNELS, width, DEPTH, 1, 2, other.critic(), other.criticWidth());
    this.precision = precision;
  }

  /** Tells a training iteration from inference. */
  boolean training() {
    return training;
  }

  /** Returns width and height of the images in pixels. */
  int patch() {
    return patch;
  }

  /** Returns the images in one batch: of each of X1, X2 and U in training. */
  int batch() {
    return batch;
  }

  /** Returns the size of the networks. */
  NetworkSettings network() {
    return network;
  }

  /** Returns the precision of this project's side; PyTorch's is always single. */
  Precision precision() {
    return precision;
  }

  /** Returns the name in the table of results, for example {@code training-pixel}. */
  String label() {
    return (training ? "training-" : "inference-")
        + network.critic().name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param threads threads of the engine
   * @return settings under which an iteration computes every loss with its full weight
   */
  TrainingSettings settings(int threads) {
    return Preset.PAPER
        .settings(CHANNELS)
        .with("network", network)
        .with("sampling.patch_size", patch)
        .with("sampling.labeled_batch", batch)
        .with("sampling.unlabeled_batch", batch)
        .with("sampling.label_split", LabelSplit.SHARED)
        .with("iterations", 1000)
        .with("precision", precision)
        .with("threads", threads);
  }
}
