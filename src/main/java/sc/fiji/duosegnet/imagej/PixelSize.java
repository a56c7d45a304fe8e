package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.measure.Calibration;

/**
 * Size of an image's pixels in the unit of its calibration.
 *
 * @param width distance between columns, above 0
 * @param height distance between rows, above 0
 * @param unit name of the unit
 */
record PixelSize(double width, double height, String unit) {

  /**
   * Reads an image's calibration.
   *
   * @return the size, or null if the image has no unit of length, or different ones along x and y
   */
  static PixelSize of(ImagePlus image) {
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
