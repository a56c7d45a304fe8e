package sc.fiji.duosegnet.tensorflow;

import java.util.Random;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.StrongView;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.LossSettings;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.Ramp;
import sc.fiji.duosegnet.model.StrongViewSettings;
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

  /** Settings of a method with the smallest networks, the paper's weights and single steps. */
  static TrainingSettings shallow(Method method) {
    return settings(method, CriticKind.SPATIAL, PAPER, 1, 1, 7).with("network.depth", 2);
  }

  /** The same settings with batch norm frozen in the last part of a run. */
  static TrainingSettings frozen(TrainingSettings settings, double fraction) {
    return settings
        .with("optimizer.generator_steps", 1)
        .with("optimizer.critic_steps", 1)
        .with("optimizer.frozen_batch_norm", fraction);
  }

  /** Strong views that learn masks with half Dice loss, from a fifth of the run on. */
  static StrongViewSettings masks(double threshold) {
    return new StrongViewSettings(
        1, new Ramp(0.2, 0.2), threshold, threshold, 0, 0.5, false, 0.5, 0, 0.5);
  }

  static TrainingBatch batch(long seed) {
    final Random random = new Random(seed);
    final ImageBatch one = images(random, CHANNELS);
    final ImageBatch masksOne = masks(random);
    final ImageBatch two = images(random, CHANNELS);
    return batch(random, one, masksOne, two, masks(random));
  }

  private static TrainingBatch batch(
      Random random, ImageBatch one, ImageBatch masksOne, ImageBatch two, ImageBatch masksTwo) {
    final ImageBatch unlabeled = images(random, CHANNELS);
    return new TrainingBatch(
        one,
        masksOne,
        two,
        masksTwo,
        unlabeled,
        strong(random, unlabeled),
        strong(random, unlabeled));
  }

  /** Noisy copies, each with a rectangle of the next one, the last with one of the first. */
  private static StrongView strong(Random random, ImageBatch images) {
    final float[] noisy = images.pixels().clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += (float) (0.2 * random.nextGaussian());
    }
    final float[] mixed = noisy.clone();
    final int pixels = PATCH * PATCH;
    final float[] boxes = new float[images.count() * pixels];
    for (int image = 0; image < images.count(); image++) {
      final int top = random.nextInt(PATCH / 2);
      final int left = random.nextInt(PATCH / 2);
      final int bottom = top + 4 + random.nextInt(PATCH / 2 - 4);
      final int right = left + 4 + random.nextInt(PATCH / 2 - 4);
      final int next = (image + 1) % images.count();
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          boxes[image * pixels + y * PATCH + x] = 1;
          for (int channel = 0; channel < CHANNELS; channel++) {
            mixed[(image * pixels + y * PATCH + x) * CHANNELS + channel] =
                noisy[(next * pixels + y * PATCH + x) * CHANNELS + channel];
          }
        }
      }
    }
    return new StrongView(
        new ImageBatch(mixed, images.count(), PATCH, PATCH, CHANNELS),
        new ImageBatch(boxes, images.count(), PATCH, PATCH, 1));
  }

  /** The same labeled images and masks with the unlabeled images, and strong views, of another. */
  static TrainingBatch withUnlabeled(TrainingBatch batch, TrainingBatch other) {
    return new TrainingBatch(
        batch.labeled1(),
        batch.masks1(),
        batch.labeled2(),
        batch.masks2(),
        other.unlabeled(),
        other.strong1(),
        other.strong2());
  }

  /** A batch whose masks follow from the images: foreground where the first channel is bright. */
  static TrainingBatch learnableBatch(long seed) {
    final Random random = new Random(seed);
    final ImageBatch one = images(random, CHANNELS);
    final ImageBatch two = images(random, CHANNELS);
    return batch(random, one, bright(one), two, bright(two));
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

  /** Numbers of the standard normal distribution. */
  static float[] gaussian(Random random, int length) {
    final float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static ImageBatch masks(Random random) {
    final float[] values = new float[2 * PATCH * PATCH];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() < 0.3f ? 1 : 0;
    }
    return new ImageBatch(values, 2, PATCH, PATCH, 1);
  }
}
