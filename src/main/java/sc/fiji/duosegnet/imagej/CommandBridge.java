package sc.fiji.duosegnet.imagej;

import ij.Macro;
import ij.plugin.PlugIn;
import java.awt.GraphicsEnvironment;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/**
 * Runs a SciJava command in plain ImageJ, which knows nothing of them, for {@link MenuEntry}.
 * Inputs come from the macro's options or from a dialog made from the command's inputs; both use
 * the same keys as Fiji does.
 */
public final class CommandBridge implements PlugIn {

  private static Context context;

  /**
   * @param arg fully qualified name of the command's class
   */
  @Override
  public void run(String arg) {
    final boolean macro = isMacro();
    if (macro || RunningMacro.isOnThisThread()) {
      run(arg, macro);
    } else {
      RunningMacro.fromMenu(() -> run(arg, false));
    }
  }

  private static void run(String arg, boolean macro) {
    final LogService log = context().service(LogService.class);
    String label = arg;
    try {
      final CommandInfo info = info(arg);
      label = info.getLabel();
      final Module module = info.createModule();
      context().inject(module.getDelegateObject());
      if (macro) {
        final String options = Macro.getOptions();
        MacroInputs.fill(info, module, options == null ? "" : options);
        module.run();
      } else if (InputDialog.fill(info, module, InputDialog.Recording.ALL)) {
        module.run();
      }
    } catch (final ModuleException | RuntimeException | LinkageError e) {
      if (!Macro.MACRO_CANCELED.equals(e.getMessage())) {
        Failures.report(label, e, log);
      }
    }
  }

  private static boolean isMacro() {
    return Macro.getOptions() != null || GraphicsEnvironment.isHeadless();
  }

  /**
   * Describes a command by its annotation, so that SciJava's index of the class path is not needed
   * for it.
   *
   * @throws IllegalArgumentException if there is no such command
   */
  static CommandInfo info(String className) {
    try {
      final Class<?> type = Class.forName(className, false, CommandBridge.class.getClassLoader());
      final Plugin annotation = type.getAnnotation(Plugin.class);
      if (annotation != null && Command.class.isAssignableFrom(type)) {
        return new CommandInfo(type.asSubclass(Command.class), annotation);
      }
    } catch (final ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "Command '" + className + "' is not in the plugin's jar; install the plugin again.", e);
    }
    throw new IllegalArgumentException(
        "Class '" + className + "' is not a SciJava command; correct the line in plugins.config.");
  }

  /** The context of this JVM, made at the first use and kept. */
  static synchronized Context context() {
    if (context == null) {
      final Thread thread = Thread.currentThread();
      final ClassLoader before = thread.getContextClassLoader();
      // SciJava looks for its services here; a macro's thread only knows ij.jar.
      thread.setContextClassLoader(CommandBridge.class.getClassLoader());
      try {
        context = new Context(LogService.class, StatusService.class, TaskService.class);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
    return context;
  }
}
