package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The labels that an image has so far, in the one place where the labels to come are added: those
 * of a mask stack are turned into ROIs there, so that the next training takes both. Nothing is
 * changed before {@link #keep()}.
 */
public final class EarlierLabels {

  private final ImagePlus image;
  private final RoiPlace place;
  private final SortedSet<Integer> planes;
  private final List<Roi> further;

  private EarlierLabels(
      ImagePlus image, RoiPlace place, SortedSet<Integer> planes, List<Roi> further) {
    this.image = image;
    this.place = place;
    this.planes = planes;
    this.further = further;
  }

  /**
   * Looks at all labels.
   *
   * @param image the image
   * @param place where ROIs are, if there are any
   * @param masksOrNull masks or label images of its size: all above 0 is foreground
   * @param namedOrNull planes, from 0, that are labeled although they may hold no objects; null for
   *     those with objects
   * @throws IllegalArgumentException in one sentence, if a label is not usable
   */
  public static EarlierLabels of(
      ImagePlus image, RoiPlace place, ImagePlus masksOrNull, SortedSet<Integer> namedOrNull) {
    final SortedSet<Integer> planes = new TreeSet<>(RoiLabels.ofAny(image, place).planes());
    final SortedSet<Integer> further = new TreeSet<>();
    final PlaneLabels labels;
    if (masksOrNull == null) {
      labels = new EmptyLabels(image, namedOrNull == null ? new TreeSet<>() : namedOrNull);
    } else {
      labels = MaskLabels.ofNumbers(image, masksOrNull, 0, namedOrNull);
    }
    further.addAll(labels.planes());
    further.removeAll(planes); // these were turned into ROIs before, or drawn anew
    planes.addAll(further);
    return new EarlierLabels(image, place, planes, LabelRois.of(image, labels, further));
  }

  /** Returns the numbers, from 0, of all labeled planes. */
  public SortedSet<Integer> planes() {
    return new TreeSet<>(planes);
  }

  /** Adds the ROIs of those labels that were no ROIs. */
  public void keep() {
    if (!further.isEmpty()) {
      place.add(image, further);
    }
  }
}
