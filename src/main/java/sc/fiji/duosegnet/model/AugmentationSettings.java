package sc.fiji.duosegnet.model;

/**
 * Random changes of training patches. Weak augmentation (symmetries, scaling) moves pixels, and
 * every patch gets it; strong augmentation changes intensities. Intensities are normalized ones,
 * whose standard deviation over the image is 1.
 *
 * @param symmetries flips and quarter turns
 * @param scaling largest factor, 1..2, by which a patch is enlarged or reduced; 1 for never
 * @param brightness largest shift of all intensities, either way
 * @param contrast largest part, 0..0.9, by which the distance to the patch's mean grows or shrinks
 * @param gamma largest exponent, 1..4, on the patch's intensities between its extremes, or one over
 *     it
 * @param blur largest standard deviation of a Gaussian blur, in pixels
 * @param noise largest standard deviation of Gaussian noise
 * @param probability probability, 0..1, of each of these changes in a strong view
 * @param labeledProbability the same for labeled patches; 0 leaves their intensities as they are
 * @param inversion probability, 0..1, that in a labeled patch or a strong view bright becomes dark,
 *     and dark bright
 * @param cutMix probability, 0..1, that a rectangle of a strong view comes from another image of
 *     the batch (Yun et al. 2019); without effect where a step has one unlabeled patch only
 */
public record AugmentationSettings(
    boolean symmetries,
    double scaling,
    double brightness,
    double contrast,
    double gamma,
    double blur,
    double noise,
    double probability,
    double labeledProbability,
    double inversion,
    double cutMix) {

  /** Flips and turns for all patches, strong views much changed. */
  public static final AugmentationSettings DEFAULT =
      new AugmentationSettings(true, 1, 0.5, 0.5, 1.5, 1.5, 0.2, 0.5, 0, 0, 0.5);

  public AugmentationSettings {
    Check.within("scaling", scaling, 1, 2);
    Check.within("brightness", brightness, 0, 10);
    Check.within("contrast", contrast, 0, 0.9);
    Check.within("gamma", gamma, 1, 4);
    Check.within("blur", blur, 0, 20);
    Check.within("noise", noise, 0, 10);
    Check.within("probability", probability, 0, 1);
    Check.within("labeled_probability", labeledProbability, 0, 1);
    Check.within("inversion", inversion, 0, 1);
    Check.within("cut_mix", cutMix, 0, 1);
  }
}
