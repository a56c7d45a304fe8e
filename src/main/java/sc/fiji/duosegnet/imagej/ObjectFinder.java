package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Measurements;
import ij.measure.ResultsTable;
import ij.plugin.filter.EDM;
import ij.plugin.filter.ParticleAnalyzer;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Finds the objects of a mask: its connected parts, pixels that touch at a corner being connected.
 * Touching objects can be divided before by ImageJ's watershed of the distance map, which draws a
 * line of background between them. Numbering is ImageJ's, of its particle analyzer.
 */
public final class ObjectFinder {

  private static final int MOST_OBJECTS = 65_535;

  private final boolean split;
  private final int minimumSize;
  private final boolean excludeEdges;

  /**
   * @param split whether touching objects are divided
   * @param minimumSize smallest number of pixels of an object; smaller parts are left out
   * @param excludeEdges whether objects that touch the image's border are left out
   */
  public ObjectFinder(boolean split, int minimumSize, boolean excludeEdges) {
    this.split = split;
    this.minimumSize = minimumSize;
    this.excludeEdges = excludeEdges;
  }

  /**
   * What is on one plane.
   *
   * @param labels 16 bit, 0 for background, else the object's number
   * @param objects the objects in the order of their numbers
   */
  public record Found(ImageProcessor labels, List<FoundObject> objects) {}

  /**
   * Finds the objects of a plane.
   *
   * @param plane number of the plane, from 0, that the objects get
   * @param mask axes x, y; 0 is background, anything else foreground; not changed
   * @param confidenceOrNull confidence of the same size, row after row, or null
   * @throws IllegalArgumentException in one sentence, if there are too many to be numbered
   */
  public Found find(
      int plane, RandomAccessibleInterval<? extends RealType<?>> mask, float[] confidenceOrNull) {
    final ByteProcessor foreground = LabelRois.binary(mask);
    if (split) {
      new EDM().toWatershed(foreground);
    }
    foreground.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
    final ResultsTable counter = new ResultsTable();
    final ParticleAnalyzer analyzer =
        new ParticleAnalyzer(
            ParticleAnalyzer.SHOW_ROI_MASKS
                | (excludeEdges ? ParticleAnalyzer.EXCLUDE_EDGE_PARTICLES : 0),
            Measurements.AREA,
            counter,
            minimumSize,
            Double.POSITIVE_INFINITY);
    analyzer.setHideOutputImage(true);
    analyzer.analyze(new ImagePlus("mask", foreground), foreground);
    final int count = counter.size();
    if (count > MOST_OBJECTS) {
      throw new IllegalArgumentException(
          "Slice "
              + (plane + 1)
              + " has "
              + count
              + " objects, more than the "
              + MOST_OBJECTS
              + " that can be numbered; raise the smallest size.");
    }
    final ImageProcessor labels = analyzer.getOutputImage().getProcessor();
    labels.resetMinAndMax();
    return new Found(labels, objects(plane, labels, count, confidenceOrNull));
  }

  /** Sums over the pixels of one object. */
  private static final class Sums {
    private int pixels;
    private double x;
    private double y;
    private double confidence;
    private final Rectangle bounds = new Rectangle(-1, -1);
  }

  private static List<FoundObject> objects(
      int plane, ImageProcessor labels, int count, float[] confidenceOrNull) {
    final Sums[] sums = new Sums[count];
    for (int y = 0; y < labels.getHeight(); y++) {
      for (int x = 0; x < labels.getWidth(); x++) {
        final int number = labels.get(x, y);
        if (number > 0) {
          if (sums[number - 1] == null) {
            sums[number - 1] = new Sums();
          }
          final Sums sum = sums[number - 1];
          sum.pixels++;
          sum.x += x;
          sum.y += y;
          sum.bounds.add(x, y);
          if (confidenceOrNull != null) {
            sum.confidence += confidenceOrNull[y * labels.getWidth() + x];
          }
        }
      }
    }
    final List<FoundObject> objects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      final Sums sum = sums[i];
      objects.add(
          new FoundObject(
              plane,
              i + 1,
              outline(labels, i + 1, sum.bounds),
              sum.pixels,
              sum.x / sum.pixels,
              sum.y / sum.pixels,
              confidenceOrNull == null ? Double.NaN : sum.confidence / sum.pixels));
    }
    return objects;
  }

  /** Traces an object inside its bounds, given by its first and last column and row. */
  private static Roi outline(ImageProcessor labels, int number, Rectangle bounds) {
    labels.setRoi(bounds.x, bounds.y, bounds.width + 1, bounds.height + 1);
    final ImageProcessor part = labels.crop();
    labels.resetRoi();
    part.setThreshold(number, number, ImageProcessor.NO_LUT_UPDATE);
    final Roi outline = new ThresholdToSelection().convert(part);
    outline.setLocation(bounds.x + outline.getXBase(), bounds.y + outline.getYBase());
    return outline;
  }
}
