package sc.fiji.duosegnet.model;

/**
 * How training patches are drawn.
 *
 * @param patchSize width and height of a training patch in pixels
 * @param labeledBatch labeled patches per view and step
 * @param unlabeledBatch unlabeled patches per step
 * @param labelSplit which labeled images each view sees
 * @param validationFraction part of the labeled images, 0..0.9, kept for validation; at least one
 *     image where it is above 0
 * @param areaExponent 0..1, how much oftener patches are taken from large images than from small
 *     ones: as often as the number of patches that the image holds, to this power. 0 for equally
 *     often, 1 for each region of each image equally often
 * @param onlyAlike whether unlabeled images are left out that are dark on bright where all labeled
 *     ones are bright on dark, or the reverse
 */
public record SamplingSettings(
    int patchSize,
    int labeledBatch,
    int unlabeledBatch,
    LabelSplit labelSplit,
    double validationFraction,
    double areaExponent,
    boolean onlyAlike) {

  public SamplingSettings {
    Check.within("patch_size", patchSize, 16, 4096);
    Check.within("batch_size", labeledBatch, 1, 1024);
    Check.within("unlabeled_batch_size", unlabeledBatch, 1, 1024);
    Check.given("label_split", labelSplit);
    Check.within("validation_fraction", validationFraction, 0, 0.9);
    Check.within("area_exponent", areaExponent, 0, 1);
  }
}
