package sc.fiji.duosegnet.data;

import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.model.AugmentationSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Takes patches from one list of images: which image, which part of it, how scaled and turned. Has
 * an order and random numbers of its own. Not thread-safe.
 */
final class PatchSource {

  private final SampleCycle cycle;
  private final ScalingCache scalings;
  private final int size;
  private final int channels;
  private final AugmentationSettings augmentation;
  private final SplitMix random;
  private final SplitMix photometric;

  /**
   * @param samples images, not empty
   * @param scalings how their intensities are normalized
   * @param settings patch size, channels, augmentation and seed
   * @param stream separates this list's random numbers from others of the seed
   * @param photometricStream the same for the changes of labeled patches' intensities
   */
  PatchSource(
      List<Sample> samples,
      ScalingCache scalings,
      TrainingSettings settings,
      long stream,
      long photometricStream) {
    this.scalings = scalings;
    size = settings.sampling().patchSize();
    channels = settings.network().channels();
    augmentation = settings.augmentation();
    random = new SplitMix(settings.seed(), stream);
    photometric = new SplitMix(settings.seed(), photometricStream);
    cycle = new SampleCycle(samples, random, settings.sampling());
  }

  /** Returns what all later patches follow from. */
  SamplerState.Source state() {
    return new SamplerState.Source(
        random.state(), photometric.state(), cycle.order(), cycle.position());
  }

  /** Goes on from where a source of the same images was. */
  void restore(SamplerState.Source state) {
    random.restore(state.random());
    photometric.restore(state.photometric());
    cycle.restore(state.order(), state.position());
  }

  /**
   * Writes the next patches.
   *
   * @param images filled with weakly augmented patches
   */
  void fill(ImageBatch images) {
    for (int i = 0; i < images.count(); i++) {
      take(i, images, null);
    }
  }

  /**
   * Writes the next patches of labeled images.
   *
   * @param images filled with patches, their intensities changed with the probability for labeled
   *     ones
   * @param masks filled with their masks
   */
  void fillLabeled(ImageBatch images, ImageBatch masks) {
    final int values = size * size * channels;
    for (int i = 0; i < images.count(); i++) {
      take(i, images, masks);
      Photometric.draw(augmentation, augmentation.labeledProbability(), photometric)
          .apply(images.pixels(), i * values, size, channels, photometric);
    }
  }

  private void take(int index, ImageBatch images, ImageBatch masksOrNull) {
    final Sample sample = cycle.next();
    final RandomAccessibleInterval<? extends RealType<?>> image = sample.image();
    final PatchWindow window = window(image.dimension(0), image.dimension(1));
    // Drawn in any case, so that the setting decides about the turns alone.
    final Symmetry drawn = Symmetry.draw(random);
    final Symmetry symmetry = augmentation.symmetries() ? drawn : Symmetry.IDENTITY;
    final float[] patch = new float[size * size * channels];
    window.copyImage(image, scalings.of(sample, image), channels, patch);
    symmetry.apply(patch, size, channels, images.pixels(), index * patch.length);
    if (masksOrNull != null) {
      final float[] mask = new float[size * size];
      window.copyMask(sample.mask(), mask);
      symmetry.apply(mask, size, 1, masksOrNull.pixels(), index * mask.length);
    }
  }

  /** Draws a part of an image; a smaller image is mirrored at its end. */
  private PatchWindow window(long width, long height) {
    final double scaling = augmentation.scaling();
    if (scaling == 1) {
      final long x = wholeStart(width);
      return new PlainPatch(x, wholeStart(height), size);
    }
    final double factor = random.logBetween(1 / scaling, scaling);
    final double x = start(width, size / factor);
    return new ScaledPatch(x, start(height, size / factor), factor, size);
  }

  private long wholeStart(long length) {
    return length <= size ? 0 : random.nextInt((int) (length - size + 1));
  }

  private double start(long length, double extent) {
    return length <= extent ? 0 : random.between(0, length - extent);
  }
}
