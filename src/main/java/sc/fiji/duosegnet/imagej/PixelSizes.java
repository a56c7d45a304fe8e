package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.measure.Calibration;
import sc.fiji.duosegnet.model.PixelSize;

/** Reads pixel sizes from calibrations. */
public final class PixelSizes {

  private PixelSizes() {}

  /**
   * Reads an image's calibration.
   *
   * @return the size, or null if the image has no unit of length, or different ones along x and y
   */
  public static PixelSize of(ImagePlus image) {
    final Calibration calibration = image.getCalibration();
    final String unit = calibration.getXUnit();
    final boolean known =
        unit != null && !unit.isBlank() && !unit.matches("(?i)pixels?") && calibration.scaled();
    return known
            && unit.equals(calibration.getYUnit())
            && isLength(calibration.pixelWidth)
            && isLength(calibration.pixelHeight)
        ? new PixelSize(calibration.pixelWidth, calibration.pixelHeight, unit)
        : null;
  }

  private static boolean isLength(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }
}
