package sc.fiji.duosegnet.imagej;

/** Tells whether the host's Java can run the plugin. Compiled for Java 8, as {@link MenuEntry}. */
final class HostJava {

  private static final int NEEDED = 17;

  private HostJava() {}

  /** Returns the version of the Java that runs this, such as "1.8" or "17". */
  static String version() {
    return System.getProperty("java.specification.version");
  }

  /**
   * Says why a Java can't run the plugin.
   *
   * @param version as {@link #version()} gives it
   * @return null if it can
   */
  static String problem(String version) {
    final String number = version.startsWith("1.") ? version.substring(2) : version;
    if (Integer.parseInt(number) >= NEEDED) {
      return null;
    }
    return "Duo-SegNet needs Java "
        + NEEDED
        + " or newer, but ImageJ runs with Java "
        + number
        + " ("
        + System.getProperty("java.home")
        + "); start ImageJ with a newer Java, or use Fiji-Latest, which brings one.";
  }
}
