package sc.fiji.duosegnet.imagej;

/**
 * Runs an ImageJ macro in plain ImageJ without a display. Fiji needs no such help: its own {@code
 * --headless -macro} finds the commands.
 *
 * <p>Usage: {@code java -cp ij.jar:plugins/*:plugins/jars/* sc.fiji.duosegnet.imagej.Headless
 * macro.ijm [argument]}. The exit status is 0 when the macro went through to its end or to an
 * {@code exit()} without message, and 1 otherwise, with one sentence on the error stream.
 *
 * <p>Compiled for Java 8, as {@link MenuEntry}.
 */
public final class Headless {

  private Headless() {}

  /**
   * @param arguments path of the macro, and optionally the text that {@code getArgument()} returns
   *     in it
   * @throws ReflectiveOperationException if the plugin's jar is not whole
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    final String problem = HostJava.problem(HostJava.version());
    if (problem != null) {
      System.err.println(problem);
      System.exit(1);
    }
    Class.forName("sc.fiji.duosegnet.imagej.HeadlessMacro")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }
}
