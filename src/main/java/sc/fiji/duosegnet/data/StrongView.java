package sc.fiji.duosegnet.data;

/**
 * Strongly augmented copies of a batch of unlabeled patches, which they match pixel by pixel, but
 * for a rectangle that comes from the next patch of the batch, the last one's from the first
 * (CutMix, Yun et al. 2019).
 *
 * @param images the changed patches, mixed already
 * @param boxes one channel: 1 where a pixel is the next patch's, 0 elsewhere
 */
public record StrongView(ImageBatch images, ImageBatch boxes) {}
