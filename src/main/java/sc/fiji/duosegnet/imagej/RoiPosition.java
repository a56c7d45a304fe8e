package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which plane of an image a ROI belongs to; planes are Z x T positions in stack order, from 0. */
final class RoiPosition {

  /** What the ROI Manager calls a ROI of a stack's slice: slice, center y, center x. */
  private static final Pattern SLICE_NAME = Pattern.compile("(\\d{4,})-\\d{4,}-\\d{4,}(-\\d+)?");

  private RoiPosition() {}

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

  /** Puts a ROI on a plane of an image; of several channels it is seen on all. */
  static void set(ImagePlus image, Roi roi, int plane) {
    final int slices = image.getNSlices();
    if (slices * image.getNFrames() == 1) {
      return;
    }
    if (image.getNChannels() > 1 || slices > 1 && image.getNFrames() > 1) {
      roi.setPosition(0, plane % slices + 1, plane / slices + 1);
    } else {
      roi.setPosition(plane + 1);
    }
  }
}
