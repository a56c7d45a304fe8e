package sc.fiji.duosegnet.commands;

import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.log.LogService;
import org.scijava.module.ModuleException;
import org.scijava.task.TaskService;

/** Commands as a host makes them, to be given inputs and run. */
final class CommandModules {

  private CommandModules() {}

  /** Returns a new module of a command, in a context of its own with a log and tasks. */
  static CommandModule of(Class<? extends Command> type) throws ModuleException {
    final Context context = new Context(LogService.class, TaskService.class);
    final CommandModule module = (CommandModule) new CommandInfo(type).createModule();
    context.inject(module.getCommand());
    return module;
  }
}
