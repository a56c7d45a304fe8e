package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The objects of all planes of a mask, gathered plane by plane: as a label image in which every
 * object of the stack has a number of its own, and as ROIs with their position in the stack.
 */
public final class FoundObjects {

  /** How the names of the outlines begin. */
  static final String PREFIX = "object-";

  private static final int MOST_IN_16_BIT = 65_535;

  private final ImagePlus mask;
  private final ImagePlusAdapter planes;
  private final List<ImageProcessor> labels = new ArrayList<>();
  private final List<Integer> offsets = new ArrayList<>();
  private final List<FoundObject> objects = new ArrayList<>();

  /**
   * @param mask the image that is searched; gives calibration, dimensions and slice labels
   */
  public FoundObjects(ImagePlus mask) {
    this.mask = mask;
    planes = new ImagePlusAdapter(mask);
  }

  /** Adds the next plane. */
  public void add(ObjectFinder.Found found) {
    final int offset = objects.size();
    offsets.add(offset);
    labels.add(found.labels());
    for (final FoundObject object : found.objects()) {
      objects.add(object.renumbered(offset + object.number()));
    }
  }

  /** Returns all objects in the order of their numbers. */
  public List<FoundObject> all() {
    return List.copyOf(objects);
  }

  ImagePlus mask() {
    return mask;
  }

  /** Returns the label image, not shown: 16 bit, or 32 bit if there are over 65,535 objects. */
  public ImagePlus labelImage() {
    final boolean many = objects.size() > MOST_IN_16_BIT;
    final ImageStack stack = new ImageStack(mask.getWidth(), mask.getHeight());
    for (int plane = 0; plane < labels.size(); plane++) {
      stack.addSlice(planes.label(plane), numbered(labels.get(plane), offsets.get(plane), many));
    }
    final ImagePlus image =
        new ImagePlus(
            SegmentationOutput.baseName(mask.getTitle()).replaceFirst("-mask(-\\d+)?$", "$1")
                + "-objects",
            stack);
    StackOutput.place(image, mask);
    image.setLut(ObjectColors.table());
    image.setDisplayRange(0, ObjectColors.displayMaximum(objects.size()));
    return image;
  }

  private static ImageProcessor numbered(ImageProcessor labels, int offset, boolean many) {
    final ImageProcessor numbered =
        many ? new FloatProcessor(labels.getWidth(), labels.getHeight()) : labels.duplicate();
    for (int i = 0; i < labels.getPixelCount(); i++) {
      if (labels.get(i) > 0) {
        numbered.setf(i, labels.get(i) + offset);
      }
    }
    return numbered;
  }

  /**
   * Returns the objects' outlines, as {@link #rois(ImagePlus)}, each on its slice of the mask and
   * of the image that the mask was made of.
   */
  public List<Roi> rois() {
    return rois(RoiPosition::setOnMask, mask);
  }

  /**
   * Returns the objects' outlines, named {@code object-0003-0017}: slice, number. Names of numbers
   * alone the ROI Manager takes for its own and replaces by others.
   *
   * @param image the image that they are drawn on, of the size of the mask, and with channels
   */
  public List<Roi> rois(ImagePlus image) {
    return rois(RoiPosition::set, image);
  }

  private interface Position {
    void set(ImagePlus image, Roi roi, int plane);
  }

  private List<Roi> rois(Position position, ImagePlus image) {
    final List<Roi> rois = new ArrayList<>();
    for (final FoundObject object : objects) {
      final Roi roi = (Roi) object.outline().clone();
      roi.setName(
          String.format(Locale.ROOT, PREFIX + "%04d-%04d", object.plane() + 1, object.number()));
      position.set(image, roi, object.plane());
      rois.add(roi);
    }
    return rois;
  }

  /**
   * Adds the outlines to the ROI Manager, behind what is there.
   *
   * @throws IllegalArgumentException in one sentence, if there is no display for it
   */
  public void addToManager() {
    RoiPlace.MANAGER.add(mask, rois());
  }

  /** Adds the outlines to an image's overlay, besides what is there. */
  public void addToOverlay(ImagePlus image) {
    RoiPlace.OVERLAY.add(image, rois(image));
  }
}
