package sc.fiji.duosegnet.model;

/** The version of this program, as its jar says. */
public final class ProgramVersion {

  private static final String DEVELOPMENT = "development";

  private ProgramVersion() {}

  /** Returns the version; {@code development} where the classes come from no jar. */
  public static String text() {
    final String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? DEVELOPMENT : version;
  }
}
