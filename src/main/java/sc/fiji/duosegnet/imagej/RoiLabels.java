package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import ij.process.ByteProcessor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;

/**
 * Labels from ROIs: the foreground of a plane is what its ROIs cover together. Labeled are the
 * planes with a ROI, and those that the user names besides. A ROI whose name begins with {@code
 * background} makes its plane a labeled one and covers nothing.
 */
public final class RoiLabels implements PlaneLabels {

  private static final String BACKGROUND = "background";

  /** What the ROI Manager calls a ROI of a stack's slice: slice, center y, center x. */
  private static final Pattern SLICE_NAME = Pattern.compile("(\\d{4,})-\\d{4,}-\\d{4,}(-\\d+)?");

  private final int width;
  private final int height;
  private final SortedMap<Integer, List<Roi>> byPlane = new TreeMap<>();
  private final SortedSet<Integer> planes;

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
    final RoiManager manager = RoiManager.getInstance2();
    final List<Roi> rois = manager == null ? List.of() : List.of(manager.getRoisAsArray());
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
    final Overlay overlay = image.getOverlay();
    final List<Roi> rois = overlay == null ? List.of() : List.of(overlay.toArray());
    return of(
        image,
        rois,
        "The overlay of image '" + image.getTitle() + "'",
        "add the outlines of objects to it (Image > Overlay > Add Selection)",
        further);
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
    final int count = new ImagePlusAdapter(image).planes();
    for (final Roi roi : rois) {
      final int plane = plane(image, roi);
      if (plane < 0 || plane >= count) {
        throw new IllegalArgumentException(
            source
                + " has a ROI '"
                + roi.getName()
                + "' "
                + (plane < 0 ? "that belongs to no slice" : "on slice " + (plane + 1))
                + ", but image '"
                + image.getTitle()
                + "' has "
                + count
                + " slices; select its slice and update the ROI, or delete it.");
      }
      labels.planes.add(plane);
      labels.add(plane, roi, source);
    }
    return labels;
  }

  private void add(int plane, Roi roi, String source) {
    final String name = roi.getName();
    if (name != null && name.toLowerCase(Locale.ROOT).startsWith(BACKGROUND)) {
      return;
    }
    if (!roi.isArea()) {
      throw new IllegalArgumentException(
          source
              + " has a ROI '"
              + name
              + "' of type "
              + roi.getTypeAsString()
              + ", which covers no area; outline objects with an area selection, or delete it.");
    }
    byPlane.computeIfAbsent(plane, key -> new ArrayList<>()).add(roi);
  }

  /**
   * Returns the plane from 0, or -1 for none: the position, or what the ROI Manager's name says.
   */
  static int plane(ImagePlus image, Roi roi) {
    final int slices = image.getNSlices();
    if (roi.hasHyperStackPosition()) {
      final int slice = roi.getZPosition() == 0 && slices == 1 ? 1 : roi.getZPosition();
      final int frame = roi.getTPosition() == 0 && image.getNFrames() == 1 ? 1 : roi.getTPosition();
      return slice == 0 || frame == 0 ? -1 : (frame - 1) * slices + slice - 1;
    }
    int position = roi.getPosition();
    if (position == 0 && roi.getName() != null) {
      final Matcher matcher = SLICE_NAME.matcher(roi.getName());
      position = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
    if (position == 0) {
      return slices * image.getNFrames() == 1 ? 0 : -1;
    }
    return (position - 1) / image.getNChannels();
  }

  @Override
  public SortedSet<Integer> planes() {
    return Collections.unmodifiableSortedSet(planes);
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
