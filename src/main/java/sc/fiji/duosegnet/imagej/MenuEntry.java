package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import java.awt.GraphicsEnvironment;

/**
 * What {@code plugins.config} names for each entry of plain ImageJ's menu, with the command's class
 * as argument. It is compiled for Java 8, with which ImageJ still starts, so that it can be read
 * there and say that a newer one is needed; all else is behind names that are looked up when the
 * version was found to do. Nor may other classes name this one, or it would be compiled with them.
 */
public final class MenuEntry implements PlugIn {

  private static final String COMMANDS = "sc.fiji.duosegnet.imagej.CommandBridge";

  private final String version;

  /** Called by ImageJ. */
  public MenuEntry() {
    this(HostJava.version());
  }

  /**
   * @param version of Java, as {@link HostJava#version()} gives it
   */
  MenuEntry(String version) {
    this.version = version;
  }

  /**
   * @param arg fully qualified name of the command's class
   */
  @Override
  public void run(String arg) {
    final String problem = HostJava.problem(version);
    if (problem == null) {
      commands().run(arg);
      return;
    }
    final Interpreter macro = Interpreter.getInstance();
    if (GraphicsEnvironment.isHeadless()) {
      System.err.println(problem);
      if (macro == null) {
        throw new IllegalStateException(problem);
      }
      stop(macro, null);
    } else if (macro == null) {
      IJ.error("Duo-SegNet", lines(problem));
    } else {
      stop(macro, lines(problem));
    }
  }

  /** Ends a macro; it would go on if the command threw an exception. */
  private static void stop(Interpreter macro, String text) {
    try {
      macro.abort(text);
    } catch (final RuntimeException e) {
      if (!Macro.MACRO_CANCELED.equals(e.getMessage())) {
        throw e;
      }
    }
  }

  /** ImageJ's message windows do not break lines. */
  private static String lines(String problem) {
    return problem.replace(", but", ",\nbut").replace("; ", ";\n");
  }

  private static PlugIn commands() {
    try {
      return (PlugIn) Class.forName(COMMANDS).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Class '" + COMMANDS + "' is not in the plugin's jar; install the plugin again.", e);
    }
  }
}
