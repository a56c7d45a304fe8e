package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Labels turned into ROIs from which {@link RoiLabels} makes the same masks again: one ROI for each
 * labeled plane, {@code label-0004}, or {@code background-0004} if nothing is on it.
 */
public final class LabelRois {

  private LabelRois() {}

  /**
   * Makes the ROIs of some planes.
   *
   * @param image the image that they are drawn on
   * @param labels labels of planes of its size
   * @param planes numbers of labeled planes, from 0
   */
  public static List<Roi> of(ImagePlus image, PlaneLabels labels, Collection<Integer> planes) {
    final List<Roi> rois = new ArrayList<>();
    for (final int plane : planes) {
      final Roi outline = outline(binary(labels.mask(plane)));
      final Roi roi = outline == null ? background(image) : outline;
      roi.setName(name(outline == null ? RoiLabels.BACKGROUND + "-" : "label-", plane));
      RoiPosition.set(image, roi, plane);
      rois.add(roi);
    }
    return rois;
  }

  /** Returns a ROI of the whole image, for a plane that holds no objects. */
  static Roi background(ImagePlus image) {
    return new Roi(0, 0, image.getWidth(), image.getHeight());
  }

  /** Returns a name that ends with the number of a plane. */
  static String name(String prefix, int plane) {
    return prefix + String.format(Locale.ROOT, "%04d", plane + 1);
  }

  /**
   * Traces what is 255 in a mask.
   *
   * @return the outline, of several parts if there are several; null if there are none
   */
  static Roi outline(ByteProcessor mask) {
    final ImageProcessor copy = mask.duplicate();
    copy.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
    return new ThresholdToSelection().convert(copy);
  }

  /** Returns a mask (x, y) as 0 and 255. */
  static ByteProcessor binary(RandomAccessibleInterval<? extends RealType<?>> mask) {
    final int width = Math.toIntExact(mask.dimension(0));
    final int height = Math.toIntExact(mask.dimension(1));
    final ByteProcessor foreground = new ByteProcessor(width, height);
    final RandomAccess<? extends RealType<?>> access = mask.randomAccess();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (access.setPositionAndGet(x + mask.min(0), y + mask.min(1)).getRealDouble() != 0) {
          foreground.set(x, y, 255);
        }
      }
    }
    return foreground;
  }
}
