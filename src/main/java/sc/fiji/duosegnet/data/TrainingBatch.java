package sc.fiji.duosegnet.data;

/**
 * What one training step is fed with. All images have the patch size.
 *
 * @param labeled1 labeled images of view 1
 * @param masks1 their masks, one channel, values 0 or 1
 * @param labeled2 labeled images of view 2
 * @param masks2 their masks
 * @param unlabeled unlabeled images, the same for both views; null where the method takes none
 */
public record TrainingBatch(
    ImageBatch labeled1,
    ImageBatch masks1,
    ImageBatch labeled2,
    ImageBatch masks2,
    ImageBatch unlabeled) {}
