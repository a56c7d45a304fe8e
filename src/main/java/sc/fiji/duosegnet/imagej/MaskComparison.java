package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.util.Locale;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * A stack of predicted masks beside one of true masks and, where there is one, the confidence of
 * the prediction. Planes are read one at a time, so virtual stacks may be larger than memory.
 *
 * <p>The pixel size is that of the prediction, or if it is not calibrated that of the truth.
 */
public final class MaskComparison {

  private final String name;
  private static final String PREDICTION = "prediction";

  private final ImagePlus prediction;
  private final ImagePlusAdapter predicted;
  private final ImagePlusAdapter truth;
  private final ConfidencePlanes confidence;
  private final PixelSize size;

  /**
   * @param name what the planes are called, with a number where there are several
   * @param prediction gray image or stack: 0 is background, anything else foreground
   * @param truth true masks in the same order
   * @param confidenceOrNull 32-bit image of 0..1 in the same order, or null
   * @throws IllegalArgumentException if width, height or number of planes differ, or the confidence
   *     is not of 32 bits
   */
  public MaskComparison(
      String name, ImagePlus prediction, ImagePlus truth, ImagePlus confidenceOrNull) {
    this.name = name;
    this.prediction = prediction;
    predicted = new ImagePlusAdapter(prediction);
    this.truth = new ImagePlusAdapter(truth);
    Images.checkSize("Truth", truth, PREDICTION, prediction);
    confidence =
        confidenceOrNull == null
            ? null
            : new ConfidencePlanes(confidenceOrNull, PREDICTION, prediction);
    final PixelSize own = PixelSizes.of(prediction);
    size = own == null ? PixelSizes.of(truth) : own;
  }

  /** Returns the number of planes, Z x T. */
  public int planes() {
    return predicted.planes();
  }

  /**
   * Reads one plane of each image.
   *
   * @param plane its number, from 0
   * @throws IllegalArgumentException if a mask has channels or colors, or a confidence is not
   *     within 0..1
   */
  MaskPair plane(int plane) {
    return new MaskPair(
        planes() == 1 ? name : name + String.format(Locale.ROOT, "#%04d", plane + 1),
        prediction.getWidth(),
        prediction.getHeight(),
        foreground(predicted.mask(plane)),
        foreground(truth.mask(plane)),
        confidence == null ? null : confidence.plane(plane),
        size);
  }

  private static byte[] foreground(RandomAccessibleInterval<? extends RealType<?>> mask) {
    final byte[] foreground = new byte[Math.toIntExact(Intervals.numElements(mask))];
    final Cursor<? extends RealType<?>> cursor = Views.flatIterable(mask).cursor();
    for (int i = 0; i < foreground.length; i++) {
      foreground[i] = (byte) (cursor.next().getRealDouble() == 0 ? 0 : 1);
    }
    return foreground;
  }
}
