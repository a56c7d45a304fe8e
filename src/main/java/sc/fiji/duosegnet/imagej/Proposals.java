package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * ROIs in which a model proposes objects, for a person to correct: {@code proposal-0007-0012} for
 * object 12 of all, which is on slice 7, and {@code proposal-background-0007} where it found none.
 * They have a color of their own. As labels they count like all other ROIs.
 */
public final class Proposals {

  /** How the names of all proposals begin. */
  public static final String PREFIX = "proposal-";

  private static final Color COLOR = Color.MAGENTA;

  private Proposals() {}

  /**
   * Makes the proposals for some planes.
   *
   * @param image the image that they are drawn on
   * @param found what was found on these planes of the image
   * @param planes numbers of the planes, from 0
   */
  public static List<Roi> of(ImagePlus image, FoundObjects found, Collection<Integer> planes) {
    final List<Roi> proposals = new ArrayList<>(found.rois(image));
    proposals.forEach(roi -> roi.setName(roi.getName().replaceFirst(FoundObjects.PREFIX, PREFIX)));
    final SortedSet<Integer> empty = new TreeSet<>(planes);
    found.all().forEach(object -> empty.remove(object.plane()));
    for (final int plane : empty) {
      final Roi background = LabelRois.background(image);
      background.setName(LabelRois.name(PREFIX + RoiLabels.BACKGROUND + "-", plane));
      RoiPosition.set(image, background, plane);
      proposals.add(background);
    }
    proposals.forEach(roi -> roi.setStrokeColor(COLOR));
    return proposals;
  }

  /** Tells whether a ROI is a proposal, by its name. */
  static boolean isProposal(Roi roi) {
    return name(roi).startsWith(PREFIX);
  }

  /**
   * Tells whether a ROI says that there is nothing on its plane, by its name. A proposal that does
   * not cover the whole plane anymore is what somebody has drawn in its place, and an object.
   *
   * @param width columns of the plane
   * @param height rows of the plane
   */
  static boolean isBackground(Roi roi, int width, int height) {
    if (isProposal(roi)) {
      return name(roi).startsWith(PREFIX + RoiLabels.BACKGROUND)
          && roi.getType() == Roi.RECTANGLE
          && roi.getBounds().equals(new Rectangle(width, height));
    }
    return name(roi).startsWith(RoiLabels.BACKGROUND);
  }

  private static String name(Roi roi) {
    return roi.getName() == null ? "" : roi.getName().toLowerCase(Locale.ROOT);
  }
}
