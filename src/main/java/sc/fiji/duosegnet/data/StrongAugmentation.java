package sc.fiji.duosegnet.data;

import sc.fiji.duosegnet.model.AugmentationSettings;

/**
 * Makes strong views of unlabeled patches: first each patch's intensities are changed, then patches
 * are mixed, so that each pixel has the change of the image it comes from. Random numbers of its
 * own keep the patches drawn the same with and without strong views.
 */
final class StrongAugmentation {

  private final AugmentationSettings settings;
  private final SplitMix random;

  StrongAugmentation(AugmentationSettings settings, SplitMix random) {
    this.settings = settings;
    this.random = random;
  }

  /** Returns the source of all changes. */
  SplitMix random() {
    return random;
  }

  /**
   * Returns a strong view; each call draws other changes.
   *
   * @param weak square patches; not changed
   */
  StrongView view(ImageBatch weak) {
    final int size = weak.width();
    final int channels = weak.channels();
    final float[] pixels = weak.pixels().clone();
    for (int i = 0; i < weak.count(); i++) {
      Photometric.draw(settings, settings.probability(), random)
          .apply(pixels, i * size * size * channels, size, channels, random);
    }
    final ImageBatch changed = new ImageBatch(pixels, weak.count(), size, size, channels);
    return CutMix.mix(changed, settings.cutMix(), random);
  }
}
