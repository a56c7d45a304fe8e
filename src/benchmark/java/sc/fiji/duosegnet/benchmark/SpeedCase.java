package sc.fiji.duosegnet.benchmark;

import java.util.Locale;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.LearningRateSchedule;
import sc.fiji.duosegnet.model.LossSettings;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.NormalizationSettings;
import sc.fiji.duosegnet.model.OptimizerSettings;
import sc.fiji.duosegnet.model.SamplingSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What is timed: one training iteration or the segmentation of one batch, at a given size. */
enum SpeedCase {
  /** Batch 1+1+1 of 256x256 as in the paper, with the authors' critic. */
  TRAINING_PIXEL_256(true, 256, 1, CriticKind.PIXEL, 64),
  /** The sizes of the laptop preset. */
  TRAINING_SPATIAL_128(true, 128, 2, CriticKind.SPATIAL, 16),
  /** One tile of usual size. */
  INFERENCE_256(false, 256, 1, CriticKind.PIXEL, 64),
  /** One image of usual size. */
  INFERENCE_512(false, 512, 1, CriticKind.PIXEL, 64);

  private static final int CHANNELS = 3;
  private static final int WIDTH = 16;
  private static final int DEPTH = 5;

  private final boolean training;
  private final int patch;
  private final int batch;
  private final NetworkSettings network;

  SpeedCase(boolean training, int patch, int batch, CriticKind critic, int criticWidth) {
    this.training = training;
    this.patch = patch;
    this.batch = batch;
    network = new NetworkSettings(CHANNELS, WIDTH, DEPTH, critic, criticWidth);
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
    return new TrainingSettings(
        Method.DUO_SEGNET,
        network,
        new LossSettings(1.0, 0.3, 0.2, 0, 0, false, false, false),
        new OptimizerSettings(1e-2, 0.9, LearningRateSchedule.CONSTANT, 5e-5, 0.99, 1, 1, 0.9, 0),
        new SamplingSettings(patch, batch, batch, LabelSplit.SHARED, 0.2),
        NormalizationSettings.DEFAULT,
        1000,
        100,
        threads,
        1);
  }
}
