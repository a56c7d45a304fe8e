package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.plugin.frame.RoiManager;
import java.awt.HeadlessException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Where the ROIs of an image's slices are kept. What is there is added to and never taken away. */
public enum RoiPlace {
  /** The ROI Manager, which all images share. */
  MANAGER(RoiPlace.MANAGER_LABEL) {
    @Override
    List<Roi> all(ImagePlus image) {
      final RoiManager manager = RoiManager.getInstance2();
      return manager == null ? List.of() : List.of(manager.getRoisAsArray());
    }

    @Override
    public void add(ImagePlus image, List<Roi> rois) {
      final RoiManager manager = openManager();
      // It gives ROIs without a position the current slice of the active image, if that is a stack.
      final ImagePlus before = WindowManager.getTempCurrentImage();
      WindowManager.setTempCurrentImage(image);
      try {
        rois.forEach(manager::addRoi);
      } finally {
        WindowManager.setTempCurrentImage(before);
      }
      if (image.getWindow() != null) {
        manager.runCommand(image, "Show All");
      }
    }
  },
  /** The overlay of the image itself. */
  OVERLAY(RoiPlace.OVERLAY_LABEL) {
    @Override
    List<Roi> all(ImagePlus image) {
      final Overlay overlay = image.getOverlay();
      return overlay == null ? List.of() : List.of(overlay.toArray());
    }

    @Override
    public void add(ImagePlus image, List<Roi> rois) {
      final Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
      rois.forEach(overlay::add);
      image.setOverlay(overlay);
    }
  };

  // Constants, since annotations of inputs name them.
  public static final String MANAGER_LABEL = "ROI Manager";
  public static final String OVERLAY_LABEL = "Overlay";

  /** How ImageJ names the parts of a scale bar and of a calibration bar, rectangles among them. */
  private static final Set<String> BARS = Set.of("|SB|", "|CB|");

  private final String label;

  RoiPlace(String label) {
    this.label = label;
  }

  /**
   * Finds a place by the name that users know it by.
   *
   * @throws IllegalArgumentException in one sentence, if there is none of that name
   */
  public static RoiPlace of(String input, String label) {
    return Arrays.stream(values())
        .filter(place -> place.label.equalsIgnoreCase(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Input '"
                        + input
                        + "' is '"
                        + label
                        + "'; give "
                        + MANAGER_LABEL
                        + " or "
                        + OVERLAY_LABEL
                        + "."));
  }

  /** Returns the first place that has area selections, or null. */
  static RoiPlace holding(ImagePlus image) {
    return Arrays.stream(values())
        .filter(place -> place.rois(image).stream().anyMatch(Roi::isArea))
        .findFirst()
        .orElse(null);
  }

  /** Returns the name that users know it by. */
  String label() {
    return label;
  }

  /**
   * Returns the ROIs that are there, of all slices, except for what somebody sees besides: texts
   * such as slice labels and time stamps, pictures, scale bars and calibration bars. ImageJ takes
   * them for areas, but nobody outlines objects with them.
   */
  public final List<Roi> rois(ImagePlus image) {
    return all(image).stream().filter(roi -> !isDecoration(roi)).toList();
  }

  private static boolean isDecoration(Roi roi) {
    return roi instanceof TextRoi
        || roi instanceof ImageRoi
        || roi.getName() != null && BARS.contains(roi.getName());
  }

  abstract List<Roi> all(ImagePlus image);

  /**
   * Adds ROIs, which have their positions, behind those that are there.
   *
   * @throws IllegalArgumentException in one sentence, if there is no display for the ROI Manager
   */
  public abstract void add(ImagePlus image, List<Roi> rois);

  /**
   * Checks that ROIs can be added, opening the ROI Manager.
   *
   * @throws IllegalArgumentException in one sentence, if there is no display for it
   */
  public void check() {
    if (this == MANAGER) {
      openManager();
    }
  }

  private static RoiManager openManager() {
    final RoiManager known = RoiManager.getInstance2();
    if (known != null) {
      return known;
    }
    try {
      return RoiManager.getRoiManager();
    } catch (final HeadlessException e) {
      throw new IllegalArgumentException(
          "The ROI Manager needs a display, and there is none; choose '" + OVERLAY_LABEL + "'.", e);
    }
  }
}
