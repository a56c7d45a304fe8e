package sc.fiji.duosegnet.imagej;

import ij.gui.Roi;

/**
 * A connected part of a mask's foreground.
 *
 * @param plane number of its plane, from 0
 * @param number its number, from 1
 * @param outline what it covers, without a position
 * @param pixels number of its pixels
 * @param x mean column of its pixels, of their centers
 * @param y mean row of its pixels, of their centers
 * @param confidence mean confidence of its pixels, 0..1; NaN without a confidence image
 */
public record FoundObject(
    int plane, int number, Roi outline, int pixels, double x, double y, double confidence) {

  /** Returns the same object with another number. */
  FoundObject renumbered(int other) {
    return new FoundObject(plane, other, outline, pixels, x, y, confidence);
  }
}
