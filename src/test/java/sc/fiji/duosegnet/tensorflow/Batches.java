package sc.fiji.duosegnet.tensorflow;

import java.util.Random;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.LossSettings;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Small settings and random batches for tests of the graph. */
final class Batches {

  static final int PATCH = 32;
  static final int CHANNELS = 2;

  /** The paper's weights, without ramps. */
  static final LossSettings PAPER = losses(1.0, 0.3, 0.2);

  private Batches() {}

  static LossSettings losses(double supervised, double agreement, double adversarial) {
    return new LossSettings(supervised, agreement, adversarial, 0, 0, false, false, true, true);
  }

  static TrainingSettings settings(
      Method method, CriticKind critic, LossSettings losses, int ks, int kc, long seed) {
    return Preset.PAPER
        .settings(CHANNELS)
        .with("method", method)
        .with("network", new NetworkSettings(CHANNELS, 3, 3, 1, 2, critic, 4))
        .with("losses", losses)
        .with("optimizer.critic_learning_rate", 1e-4)
        .with("optimizer.generator_steps", ks)
        .with("optimizer.critic_steps", kc)
        .with("sampling.patch_size", PATCH)
        .with("sampling.labeled_batch", 2)
        .with("sampling.unlabeled_batch", 2)
        .with("sampling.label_split", LabelSplit.SHARED)
        .with("iterations", 10)
        .with("validation_interval", 5)
        .with("threads", 2)
        .with("seed", seed);
  }

  /** The same settings with batch norm frozen in the last part of a run. */
  static TrainingSettings frozen(TrainingSettings settings, double fraction) {
    return settings
        .with("optimizer.generator_steps", 1)
        .with("optimizer.critic_steps", 1)
        .with("optimizer.frozen_batch_norm", fraction);
  }

  static TrainingBatch batch(long seed) {
    final Random random = new Random(seed);
    return new TrainingBatch(
        images(random, CHANNELS),
        masks(random),
        images(random, CHANNELS),
        masks(random),
        images(random, CHANNELS));
  }

  /** A batch whose masks follow from the images: foreground where the first channel is bright. */
  static TrainingBatch learnableBatch(long seed) {
    final Random random = new Random(seed);
    final ImageBatch one = images(random, CHANNELS);
    final ImageBatch two = images(random, CHANNELS);
    return new TrainingBatch(one, bright(one), two, bright(two), images(random, CHANNELS));
  }

  private static ImageBatch bright(ImageBatch images) {
    final float[] values = new float[2 * PATCH * PATCH];
    for (int i = 0; i < values.length; i++) {
      values[i] = images.pixels()[i * CHANNELS] > 0.7f ? 1 : 0;
    }
    return new ImageBatch(values, 2, PATCH, PATCH, 1);
  }

  private static ImageBatch images(Random random, int channels) {
    final float[] values = new float[2 * PATCH * PATCH * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new ImageBatch(values, 2, PATCH, PATCH, channels);
  }

  private static ImageBatch masks(Random random) {
    final float[] values = new float[2 * PATCH * PATCH];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() < 0.3f ? 1 : 0;
    }
    return new ImageBatch(values, 2, PATCH, PATCH, 1);
  }
}
