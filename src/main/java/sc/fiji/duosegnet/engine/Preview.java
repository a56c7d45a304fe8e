package sc.fiji.duosegnet.engine;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.data.Scaling;

/**
 * How the networks in training segment an image, or the middle of a large one.
 *
 * @param name name of the image
 * @param iteration finished iterations
 * @param image intensities of the part shown, with the axes x, y, channel
 * @param scaling scaling of the whole image's intensities
 * @param segmented what the networks say of this part
 * @param truth mask of this part with the axes x, y, nonzero in the foreground; null for an
 *     unlabeled image
 */
public record Preview(
    String name,
    int iteration,
    RandomAccessibleInterval<? extends RealType<?>> image,
    Scaling scaling,
    SegmentedPlane segmented,
    RandomAccessibleInterval<? extends RealType<?>> truth) {}
