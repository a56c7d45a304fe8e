package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/** The planes of a confidence image: 32 bit, 0..1, of the size of the mask it belongs to. */
public final class ConfidencePlanes {

  private final ImagePlusAdapter planes;

  /**
   * @param confidence the image
   * @param role what the mask is, for messages
   * @param mask the mask
   * @throws IllegalArgumentException if width, height or number of planes differ, or the confidence
   *     is not of 32 bits
   */
  public ConfidencePlanes(ImagePlus confidence, String role, ImagePlus mask) {
    Images.checkSize("Confidence", confidence, role, mask);
    planes = new ImagePlusAdapter(confidence);
    if (confidence.getBitDepth() != 32 || planes.channels() != 1) {
      throw new IllegalArgumentException(
          "Confidence '"
              + confidence.getTitle()
              + "' has "
              + planes.channels()
              + (planes.channels() == 1 ? " channel of " : " channels of ")
              + confidence.getBitDepth()
              + " bits; give a gray image of 32 bits with values from 0 to 1, or none.");
    }
  }

  /**
   * Reads a plane.
   *
   * @param plane its number, from 0
   * @return its values, row after row; a new array
   * @throws IllegalArgumentException if a value is not within 0..1
   */
  public float[] plane(int plane) {
    final RandomAccessibleInterval<? extends RealType<?>> pixels = planes.plane(plane);
    final float[] values = new float[Math.toIntExact(Intervals.numElements(pixels))];
    final Cursor<? extends RealType<?>> cursor = Views.flatIterable(pixels).cursor();
    for (int i = 0; i < values.length; i++) {
      values[i] = cursor.next().getRealFloat();
      if (!(values[i] >= 0 && values[i] <= 1)) {
        throw new IllegalArgumentException(
            "Confidence '"
                + planes.name(plane)
                + "' has the value "
                + values[i]
                + "; give an image with values from 0 to 1.");
      }
    }
    return values;
  }

  /** Returns the mean of a plane's values. */
  public static double mean(float[] values) {
    double sum = 0;
    for (final float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
