package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.model.OneLine;

/**
 * Labels from ROIs: the foreground of a plane is what its ROIs cover together. Labeled are the
 * planes with a ROI, and those that the user names besides. A ROI whose name begins with {@code
 * background} makes its plane a labeled one and covers nothing. {@link Proposals} count like all
 * others.
 */
public final class RoiLabels implements PlaneLabels {

  /** How the names of ROIs begin that say that nothing is on their plane. */
  static final String BACKGROUND = "background";

  /** A ROI's mask is made as large as itself, so it must not be much larger than the image. */
  private static final long MOST_BEYOND = 8;

  private static final long LEAST_AREA = 1 << 24;

  private final int width;
  private final int height;
  private final SortedMap<Integer, List<Roi>> byPlane = new TreeMap<>();
  private final SortedSet<Integer> planes;
  private final SortedSet<Integer> proposed = new TreeSet<>();

  private RoiLabels(int width, int height, SortedSet<Integer> further) {
    this.width = width;
    this.height = height;
    planes = new TreeSet<>(further);
  }

  /**
   * Labels from the ROIs in the ROI Manager.
   *
   * @param image the image that they were drawn on
   * @param further labeled planes, from 0, besides those with a ROI
   * @throws IllegalArgumentException in one sentence, if there are none, or one that is no area or
   *     belongs to no slice
   */
  public static RoiLabels ofManager(ImagePlus image, Collection<Integer> further) {
    final List<Roi> rois = RoiPlace.MANAGER.rois(image);
    return of(image, rois, "The ROI Manager", "add the outlines of objects to it", further);
  }

  /**
   * Labels from the ROIs in an image's overlay.
   *
   * @param image the image
   * @param further labeled planes, from 0, besides those with a ROI
   * @throws IllegalArgumentException in one sentence, as for {@link #ofManager}
   */
  public static RoiLabels ofOverlay(ImagePlus image, Collection<Integer> further) {
    return of(
        image,
        RoiPlace.OVERLAY.rois(image),
        "The overlay of image '" + image.getTitle() + "'",
        "add the outlines of objects to it (Image > Overlay > Add Selection)",
        further);
  }

  /**
   * Labels from the ROIs of a place; unlike the others, there may be none.
   *
   * @throws IllegalArgumentException in one sentence, if a ROI is no area or belongs to no slice
   */
  public static RoiLabels ofAny(ImagePlus image, RoiPlace place) {
    final List<Roi> rois = place.rois(image);
    if (rois.isEmpty()) {
      return new RoiLabels(image.getWidth(), image.getHeight(), new TreeSet<>());
    }
    return place == RoiPlace.MANAGER ? ofManager(image, List.of()) : ofOverlay(image, List.of());
  }

  /**
   * Labels from the ROIs of a file, for an image of one plane.
   *
   * @param source what they are from, as the beginning of a sentence
   * @throws IllegalArgumentException in one sentence, if one of them is no area
   */
  static RoiLabels ofFile(int width, int height, List<Roi> rois, String source) {
    final RoiLabels labels = new RoiLabels(width, height, new TreeSet<>());
    labels.planes.add(0);
    for (final Roi roi : rois) {
      labels.add(0, roi, source);
    }
    return labels;
  }

  private static RoiLabels of(
      ImagePlus image, List<Roi> rois, String source, String remedy, Collection<Integer> further) {
    if (rois.isEmpty()) {
      throw new IllegalArgumentException(source + " has no ROI; " + remedy + ".");
    }
    final RoiLabels labels =
        new RoiLabels(image.getWidth(), image.getHeight(), new TreeSet<>(further));
    for (final Roi roi : rois) {
      final int plane = RoiPosition.plane(image, roi, source);
      labels.planes.add(plane);
      labels.add(plane, roi, source);
    }
    return labels;
  }

  private void add(int plane, Roi roi, String source) {
    if (Proposals.isProposal(roi)) {
      proposed.add(plane);
    }
    if (Proposals.isBackground(roi, width, height)) {
      return;
    }
    if (!roi.isArea()) {
      throw new IllegalArgumentException(
          source
              + " has a ROI '"
              + OneLine.of(roi.getName())
              + "' of type "
              + roi.getTypeAsString()
              + ", which covers no area; outline objects with an area selection, or delete it.");
    }
    final Rectangle bounds = roi.getBounds();
    if ((long) bounds.width * bounds.height > MOST_BEYOND * width * height + LEAST_AREA) {
      throw new IllegalArgumentException(
          source
              + " has a ROI '"
              + OneLine.of(roi.getName())
              + "' of "
              + bounds.width
              + "x"
              + bounds.height
              + " pixels, but the image has "
              + width
              + "x"
              + height
              + "; draw it again on this image.");
    }
    byPlane.computeIfAbsent(plane, key -> new ArrayList<>()).add(roi);
  }

  @Override
  public SortedSet<Integer> planes() {
    return Collections.unmodifiableSortedSet(planes);
  }

  @Override
  public SortedSet<Integer> proposed() {
    return Collections.unmodifiableSortedSet(proposed);
  }

  @Override
  public RandomAccessibleInterval<? extends RealType<?>> mask(int plane) {
    final ByteProcessor mask = new ByteProcessor(width, height);
    mask.setValue(255);
    for (final Roi roi : byPlane.getOrDefault(plane, List.of())) {
      mask.fill(roi);
    }
    return ArrayImgs.unsignedBytes((byte[]) mask.getPixels(), width, height);
  }
}
