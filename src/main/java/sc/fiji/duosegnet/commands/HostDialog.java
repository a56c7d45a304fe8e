package sc.fiji.duosegnet.commands;

import ij.IJ;
import java.awt.GraphicsEnvironment;
import org.scijava.command.CommandInfo;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputHarvester;
import sc.fiji.duosegnet.imagej.Failures;
import sc.fiji.duosegnet.imagej.InputDialog;

/**
 * Gives this plugin's commands the same dialogs in Fiji as in plain ImageJ, just before Fiji would
 * make its own, which leave out what is among the advanced settings, know no help, and put the
 * inputs that commands share before those of the command itself.
 *
 * <p>In a macro, inputs without an option keep their values, as in plain ImageJ; Fiji would ask for
 * each of them.
 */
@Plugin(type = PreprocessorPlugin.class, priority = InputHarvester.PRIORITY + 1)
public final class HostDialog extends AbstractPreprocessorPlugin {

  @Parameter private LogService log;

  @Override
  public void process(Module module) {
    if (!(module.getDelegateObject() instanceof DuoSegNetCommand)
        || !(module.getInfo() instanceof CommandInfo info)) {
      return;
    }
    final boolean asks =
        !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null && !IJ.isMacro();
    if (asks && !isFilled(info, module)) {
      cancel(""); // without a reason, so that no window tells the user what the user did
      return;
    }
    info.inputs().forEach(item -> module.resolveInput(item.getName()));
  }

  private boolean isFilled(CommandInfo info, Module module) {
    try {
      return InputDialog.fill(info, module, InputDialog.Recording.ADVANCED_ONLY);
    } catch (final IllegalArgumentException e) {
      Failures.report(info.getLabel(), e, log);
      return false;
    }
  }
}
