package sc.fiji.duosegnet.data;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.SamplingSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Draws training batches: the lists of images are cycled independently in orders of their own, of
 * each image a random patch is taken, normalized, and turned and flipped at random. All of it
 * follows from the settings' seed. Not thread-safe.
 */
public final class PatchSampler implements Supplier<TrainingBatch> {

  private final PercentileNormalization normalization;
  private final int size;
  private final int channels;
  private final Source view1;
  private final Source view2;
  private final Source unlabeled;
  private final Map<Sample, Scaling> scalings = new IdentityHashMap<>();

  /**
   * @param data images; view lists must not be empty, nor the unlabeled ones if the method uses
   *     them (see {@link SampleChecks})
   * @param settings patch size, batch sizes, channels, normalization and seed
   */
  public PatchSampler(TrainingData data, TrainingSettings settings) {
    final NetworkSettings network = settings.network();
    final SamplingSettings sampling = settings.sampling();
    normalization = new PercentileNormalization(settings.normalization());
    size = sampling.patchSize();
    channels = network.channels();
    final long seed = settings.seed();
    // A stream each, so that one list's length doesn't change what is drawn from another.
    view1 = new Source(data.view1(), sampling.labeledBatch(), new SplitMix(seed, 11));
    view2 = new Source(data.view2(), sampling.labeledBatch(), new SplitMix(seed, 12));
    unlabeled =
        settings.method().usesUnlabeled()
            ? new Source(data.unlabeled(), sampling.unlabeledBatch(), new SplitMix(seed, 13))
            : null;
  }

  /** Returns the next batch; its arrays are new ones and belong to the caller. */
  @Override
  public TrainingBatch get() {
    final ImageBatch images1 = images(view1.count);
    final ImageBatch masks1 = masks(view1.count);
    final ImageBatch images2 = images(view2.count);
    final ImageBatch masks2 = masks(view2.count);
    fill(view1, images1.pixels(), masks1.pixels());
    fill(view2, images2.pixels(), masks2.pixels());
    ImageBatch third = null;
    if (unlabeled != null) {
      third = images(unlabeled.count);
      fill(unlabeled, third.pixels(), null);
    }
    return new TrainingBatch(images1, masks1, images2, masks2, third);
  }

  private void fill(Source source, float[] images, float[] masks) {
    final float[] patch = new float[size * size * channels];
    final float[] mask = new float[size * size];
    for (int i = 0; i < source.count; i++) {
      final Sample sample = source.cycle.next();
      final RandomAccessibleInterval<? extends RealType<?>> image = sample.image();
      final long x = source.start(image.dimension(0), size);
      final long y = source.start(image.dimension(1), size);
      final Symmetry symmetry = Symmetry.draw(source.random);
      Patches.copyNormalized(image, scaling(sample, image), x, y, size, size, channels, patch, 0);
      symmetry.apply(patch, size, channels, images, i * patch.length);
      if (masks != null) {
        Patches.copyMask(sample.mask(), x, y, size, size, mask, 0);
        symmetry.apply(mask, size, 1, masks, i * mask.length);
      }
    }
  }

  private Scaling scaling(Sample sample, RandomAccessibleInterval<? extends RealType<?>> image) {
    return scalings.computeIfAbsent(sample, key -> normalization.scaling(image));
  }

  private ImageBatch images(int count) {
    return new ImageBatch(new float[count * size * size * channels], count, size, size, channels);
  }

  private ImageBatch masks(int count) {
    return new ImageBatch(new float[count * size * size], count, size, size, 1);
  }

  /** A list of images with its own order and random numbers. */
  private static final class Source {

    private final int count;
    private final SplitMix random;
    private final SampleCycle cycle;

    Source(List<Sample> samples, int count, SplitMix random) {
      this.count = count;
      this.random = random;
      this.cycle = new SampleCycle(samples, random);
    }

    /** Returns where a patch starts along one axis; a smaller image is mirrored at its end. */
    long start(long length, int size) {
      return length <= size ? 0 : random.nextInt((int) (length - size + 1));
    }
  }
}
