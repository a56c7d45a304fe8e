package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.PluginService;
import org.scijava.widget.InputHarvester;

/** What SciJava is told of inputs that nobody gives; the dialog itself is in DialogsIT. */
class HostDialogTest {

  /** A command of somebody else. */
  public static final class Foreign implements Command {

    @Parameter private int number;

    @Override
    public void run() {
      throw new IllegalStateException("not to be run, but had " + number);
    }
  }

  private static Iterable<ModuleItem<?>> inputs(Module module) {
    return module.getInfo().inputs();
  }

  @Test
  void withoutWindowsNoInputIsLeftToAskFor() throws Exception {
    try (Context context = new Context(CommandService.class, PluginService.class)) {
      final Module module =
          context.service(CommandService.class).getCommand(SampleImages.class).createModule();
      module.setInput("size", 100);
      module.resolveInput("size");
      final HostDialog dialog = new HostDialog();
      context.inject(dialog);
      dialog.process(module);
      assertFalse(dialog.isCanceled());
      assertEquals(100, module.getInput("size"));
      assertTrue(
          StreamSupport.stream(inputs(module).spliterator(), false)
              .allMatch(item -> module.isInputResolved(item.getName())));
    }
  }

  @Test
  void otherPluginsKeepTheirDialogs() throws Exception {
    try (Context context = new Context(CommandService.class)) {
      final Module module = new CommandInfo(Foreign.class).createModule();
      final HostDialog dialog = new HostDialog();
      context.inject(dialog);
      dialog.process(module);
      assertFalse(module.isInputResolved("number"));
    }
  }

  /** SciJava's own dialogs must find nothing left, and macro options must have been seen. */
  @Test
  void comesRightBeforeTheHostsDialogs() {
    try (Context context = new Context(PluginService.class)) {
      final var info = context.service(PluginService.class).getPlugin(HostDialog.class);
      assertEquals(PreprocessorPlugin.class, info.getPluginType());
      assertEquals(InputHarvester.PRIORITY + 1, info.getPriority());
    }
  }
}
