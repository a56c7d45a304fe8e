package sc.fiji.duosegnet.imagej;

import java.util.Map;
import java.util.function.Consumer;

/** A command that asks once more before long work, where its inputs came from a dialog. */
public interface AskingCommand {

  /**
   * Called after the dialog, before the command runs; not in macros, scripts and without a display.
   *
   * @param change gives inputs, by their names, other values than the dialog did, so that the
   *     recorder has them and the dialog shows them when it is opened again
   */
  void asked(Consumer<Map<String, Object>> change);
}
