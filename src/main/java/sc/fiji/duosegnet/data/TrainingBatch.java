package sc.fiji.duosegnet.data;

/**
 * What one training step is fed with. All images have the patch size.
 *
 * @param labeled1 labeled images of view 1
 * @param masks1 their masks, one channel, values 0 or 1
 * @param labeled2 labeled images of view 2
 * @param masks2 their masks
 * @param unlabeled unlabeled images, weakly augmented, the same for both views; null where the
 *     method takes none
 * @param strong1 strongly augmented unlabeled images; null where the method takes none
 * @param strong2 the same images with other changes; null where the method takes none
 */
public record TrainingBatch(
    ImageBatch labeled1,
    ImageBatch masks1,
    ImageBatch labeled2,
    ImageBatch masks2,
    ImageBatch unlabeled,
    StrongView strong1,
    StrongView strong2) {

  /** A batch without strong views. */
  public TrainingBatch(
      ImageBatch labeled1,
      ImageBatch masks1,
      ImageBatch labeled2,
      ImageBatch masks2,
      ImageBatch unlabeled) {
    this(labeled1, masks1, labeled2, masks2, unlabeled, null, null);
  }
}
