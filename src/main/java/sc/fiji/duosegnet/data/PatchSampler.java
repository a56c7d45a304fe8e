package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.SamplingSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Draws training batches: the lists of images are cycled independently in orders of their own, of
 * each image a random patch is taken, normalized, scaled, turned and flipped at random, and of
 * unlabeled patches strong views are made for methods that use them. All of it follows from the
 * settings' seed. Not thread-safe.
 */
public final class PatchSampler implements Supplier<TrainingBatch> {

  private final int size;
  private final int channels;
  private final int labeledBatch;
  private final int unlabeledBatch;
  private final PatchSource view1;
  private final PatchSource view2;
  private final PatchSource unlabeled;
  private final StrongAugmentation strong;

  /**
   * @param data images; view lists must not be empty, nor the unlabeled ones if the method uses
   *     them (see {@link SampleChecks})
   * @param settings patch size, batch sizes, channels, augmentation, normalization and seed
   */
  public PatchSampler(TrainingData data, TrainingSettings settings) {
    final NetworkSettings network = settings.network();
    final SamplingSettings sampling = settings.sampling();
    size = sampling.patchSize();
    channels = network.channels();
    labeledBatch = sampling.labeledBatch();
    unlabeledBatch = sampling.unlabeledBatch();
    final ScalingCache scalings = new ScalingCache(settings.normalization());
    // A stream each, so that one list's length doesn't change what is drawn from another, nor
    // changes of intensities which patches are drawn.
    view1 = new PatchSource(data.view1(), scalings, settings, 11, 15);
    view2 = new PatchSource(data.view2(), scalings, settings, 12, 16);
    unlabeled =
        settings.method().usesUnlabeled()
            ? new PatchSource(unlabeled(data, sampling), scalings, settings, 13, 17)
            : null;
    strong =
        settings.method().usesStrongViews()
            ? new StrongAugmentation(settings.augmentation(), new SplitMix(settings.seed(), 14))
            : null;
  }

  /** Returns the images that unlabeled patches are taken from. */
  static List<Sample> unlabeled(TrainingData data, SamplingSettings settings) {
    return settings.onlyAlike() ? PolarityCounts.alike(data) : data.unlabeled();
  }

  /**
   * Says in a sentence each, to be told when a training starts, what is asked for in vain and which
   * images are left out.
   */
  public static List<String> notes(TrainingData data, TrainingSettings settings) {
    final List<String> notes = new ArrayList<>();
    if (settings.method().usesStrongViews()
        && settings.augmentation().cutMix() > 0
        && settings.sampling().unlabeledBatch() == 1) {
      notes.add(
          "Strong views are not mixed with each other (CutMix), as there is only one unlabeled"
              + " patch in a step; give a batch_size of 2 or more to mix them");
    }
    if (settings.method().usesUnlabeled()) {
      final int all = data.unlabeled().size();
      final int used = unlabeled(data, settings.sampling()).size();
      if (used < all) {
        notes.add(
            String.format(
                Locale.ROOT,
                "%d of %d unlabeled images are not learned from, as no labeled image is bright on dark,"
                    + " or dark on bright, as they are (sampling.only_alike)",
                all - used,
                all));
      }
    }
    return notes;
  }

  /** Returns what all later batches follow from. */
  public SamplerState state() {
    return new SamplerState(
        view1.state(),
        view2.state(),
        unlabeled == null ? null : unlabeled.state(),
        strong == null ? 0 : strong.random().state());
  }

  /**
   * Goes on from where a sampler of the same images and settings was.
   *
   * @throws IllegalArgumentException if it had other numbers of images
   */
  public void restore(SamplerState state) {
    view1.restore(state.view1());
    view2.restore(state.view2());
    if (unlabeled != null) {
      if (state.unlabeled() == null) {
        throw new IllegalArgumentException(
            "The state of the unlabeled images is missing; train anew.");
      }
      unlabeled.restore(state.unlabeled());
    }
    if (strong != null) {
      strong.random().restore(state.strong());
    }
  }

  /** Returns the next batch; its arrays are new ones and belong to the caller. */
  @Override
  public TrainingBatch get() {
    final ImageBatch images1 = batch(labeledBatch, channels);
    final ImageBatch masks1 = batch(labeledBatch, 1);
    final ImageBatch images2 = batch(labeledBatch, channels);
    final ImageBatch masks2 = batch(labeledBatch, 1);
    view1.fillLabeled(images1, masks1);
    view2.fillLabeled(images2, masks2);
    if (unlabeled == null) {
      return new TrainingBatch(images1, masks1, images2, masks2, null);
    }
    final ImageBatch weak = batch(unlabeledBatch, channels);
    unlabeled.fill(weak);
    if (strong == null) {
      return new TrainingBatch(images1, masks1, images2, masks2, weak);
    }
    return new TrainingBatch(
        images1, masks1, images2, masks2, weak, strong.view(weak), strong.view(weak));
  }

  private ImageBatch batch(int count, int depth) {
    return new ImageBatch(new float[count * size * size * depth], count, size, size, depth);
  }
}
