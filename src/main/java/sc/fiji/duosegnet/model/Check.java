package sc.fiji.duosegnet.model;

/**
 * The one place where settings are refused: each message names the setting, its value and what is
 * wanted.
 */
final class Check {

  private Check() {}

  static void atLeast(final String name, final long value, final long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Setting '" + name + "' is " + value + "; give " + least + " or more.");
    }
  }

  static void within(final String name, final double value, final double least, final double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "Setting '"
              + name
              + "' is "
              + value
              + "; give a number from "
              + least
              + " to "
              + most
              + ".");
    }
  }

  static void given(final String name, final Object value) {
    if (value == null) {
      throw new IllegalArgumentException("Setting '" + name + "' is missing.");
    }
  }
}
