package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.duosegnet.model.OneLine;

/** Which plane of an image a ROI belongs to; planes are Z x T positions in stack order, from 0. */
final class RoiPosition {

  /** What the ROI Manager calls a ROI of a stack's slice: slice, center y, center x. */
  private static final Pattern SLICE_NAME = Pattern.compile("(\\d{4,9})-\\d{4,}-\\d{4,}(-\\d+)?");

  private RoiPosition() {}

  /**
   * Returns the plane from 0. A ROI may have a hyperstack position (channel, Z, T; 0 is all), or
   * one number only: as where ImageJ's ROI Manager goes when such a ROI is selected, this is the Z
   * slice, or the frame if there is one slice, however many channels there are. Without both the
   * name counts that the ROI Manager has given it, with the index in the stack.
   *
   * @param source what the ROI is from, as the beginning of a sentence
   * @throws IllegalArgumentException in one sentence, if it belongs to none or to several planes
   */
  static int plane(ImagePlus image, Roi roi, String source) {
    final int slices = image.getNSlices();
    final int frames = image.getNFrames();
    final int position = roi.getPosition();
    int slice = 0;
    int frame = 0;
    if (roi.hasHyperStackPosition()) {
      slice = roi.getZPosition();
      frame = roi.getTPosition();
    } else if (position > 0) {
      if (slices * frames == 1 && position <= image.getStackSize()) {
        return 0; // there the number is the channel's
      }
      slice = slices > 1 || frames == 1 ? position : 0;
      frame = slice > 0 ? 0 : position;
    } else {
      final int named = indexInName(roi);
      if (named > 0) {
        final int plane = (named - 1) / image.getNChannels();
        slice = frames == 1 ? plane + 1 : plane % slices + 1;
        frame = frames == 1 ? 1 : plane / slices + 1;
      }
    }
    slice = slice == 0 && slices == 1 ? 1 : slice;
    frame = frame == 0 && frames == 1 ? 1 : frame;
    if (slice == 0 || frame == 0 || slice > slices || frame > frames) {
      throw new IllegalArgumentException(
          source
              + " has a ROI '"
              + OneLine.of(roi.getName())
              + "' "
              + place(slice, frame, frames)
              + ", but image '"
              + image.getTitle()
              + "' has "
              + (frames == 1 ? slices + " slices" : slices + " slices and " + frames + " frames")
              + "; select its slice and update the ROI, or delete it.");
    }
    return (frame - 1) * slices + slice - 1;
  }

  private static String place(int slice, int frame, int frames) {
    if (slice == 0) {
      return "that belongs to no slice";
    }
    if (frame == 0) {
      return "on slice " + slice + " that belongs to no frame";
    }
    return frames == 1 && frame == 1
        ? "on slice " + slice
        : "on slice " + slice + " and frame " + frame;
  }

  /** Returns the index in the stack, from 1, that a name of the ROI Manager tells, or 0. */
  private static int indexInName(Roi roi) {
    if (roi.getName() == null) {
      return 0;
    }
    final Matcher matcher = SLICE_NAME.matcher(roi.getName());
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
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

  /**
   * Puts a ROI on a plane of a mask and of the image that the mask was made of, which may have more
   * channels. No position is seen on all channels of the one and on the right slice of the other:
   * ImageJ 1.54p shows channel 0 (all) on each slice of a stack that is no hyperstack, and a single
   * number nowhere on one that has channels. So slices of Z are given for channel 1. In a series of
   * T the ROI Manager would not go to the frame then: there it is the number.
   */
  static void setOnMask(ImagePlus mask, Roi roi, int plane) {
    if (mask.getNSlices() > 1 && mask.getNFrames() == 1) {
      roi.setPosition(1, plane + 1, 1);
    } else {
      set(mask, roi, plane);
    }
  }
}
