package sc.fiji.duosegnet.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Size of an image's pixels in the unit of its calibration.
 *
 * @param width distance between columns, above 0
 * @param height distance between rows, above 0
 * @param unit name of the unit
 */
public record PixelSize(double width, double height, String unit) {

  /** Sizes that differ by a factor of up to this count as alike. */
  public static final double TOLERANCE = 1.2;

  private static final double INCH = 25_400;

  /** Micrometers of the units that microscopes and ImageJ write, in lower case. */
  private static final Map<String, Double> MICROMETERS =
      Map.ofEntries(
          Map.entry("nm", 1e-3),
          Map.entry("nanometer", 1e-3),
          Map.entry("um", 1.0),
          Map.entry("\u00b5m", 1.0), // micro sign
          Map.entry("\u03bcm", 1.0), // Greek mu
          Map.entry("micron", 1.0),
          Map.entry("micrometer", 1.0),
          Map.entry("mm", 1e3),
          Map.entry("millimeter", 1e3),
          Map.entry("cm", 1e4),
          Map.entry("centimeter", 1e4),
          Map.entry("m", 1e6),
          Map.entry("meter", 1e6),
          Map.entry("inch", INCH));

  public PixelSize {
    if (!isLength(width) || !isLength(height) || unit == null || unit.isBlank()) {
      throw new IllegalArgumentException(
          "Pixel size is "
              + width
              + " x "
              + height
              + " "
              + unit
              + "; give two numbers above 0 and a unit.");
    }
  }

  private static boolean isLength(final double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  /**
   * What the pixels of one size are in pixels of another one.
   *
   * @param x columns of the other size that one column of this one is wide
   * @param y the same for rows
   */
  public record Factor(double x, double y) {

    /** No difference. */
    public static final Factor NONE = new Factor(1, 1);

    /** Returns the larger of both factors, or of their inverses: 1 or more. */
    public double most() {
      return Math.max(Math.max(x, 1 / x), Math.max(y, 1 / y));
    }
  }

  /**
   * Compares with another size.
   *
   * @return what pixels of this size are in pixels of the other one; null if the units are not
   *     known and differ
   */
  public Factor in(final PixelSize other) {
    final double units;
    if (unit.equals(other.unit)) {
      units = 1;
    } else {
      final Double own = micrometers(unit);
      final Double others = micrometers(other.unit);
      if (own == null || others == null) {
        return null;
      }
      units = own / others;
    }
    return new Factor(width / other.width * units, height / other.height * units);
  }

  /** Returns the micrometers of a unit of length, or null if it is not known. */
  public static Double micrometers(final String unit) {
    return MICROMETERS.get(singular(unit));
  }

  private static String singular(final String unit) {
    final String name = unit.trim().toLowerCase(Locale.ROOT).replaceFirst("metre", "meter");
    return name.length() > 2 && name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
  }

  /**
   * Returns the size that images have in common.
   *
   * @param sizes their sizes; null for one without calibration
   * @return the first of them, or null if there is none, or one is unknown or not alike
   */
  public static PixelSize common(final List<PixelSize> sizes) {
    if (sizes.isEmpty() || sizes.stream().anyMatch(Objects::isNull)) {
      return null;
    }
    final PixelSize first = sizes.get(0);
    for (final PixelSize size : sizes) {
      final Factor factor = size.in(first);
      if (factor == null || factor.most() > TOLERANCE) {
        return null;
      }
    }
    return first;
  }

  /** Returns the size for people, such as {@code 0.25 x 0.25 micron}. */
  public String text() {
    return number(width) + " x " + number(height) + " " + unit;
  }

  private static String number(final double value) {
    final String digits = String.format(Locale.ROOT, "%.4g", value);
    return digits.contains(".") && !digits.contains("e")
        ? digits.replaceFirst("\\.?0+$", "")
        : digits;
  }
}
