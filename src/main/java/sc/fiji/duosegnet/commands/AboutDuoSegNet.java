package sc.fiji.duosegnet.commands;

import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.imagej.TextDisplay;

/** Shows versions, entries, methods, citation and license; needs no network. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>About Duo-SegNet",
    label = "About Duo-SegNet",
    description =
        "Shows the versions of the program and its engine, what the entries and methods"
            + " do, and what to cite.")
public final class AboutDuoSegNet extends DuoSegNetCommand {

  @Override
  void execute() throws IOException {
    TextDisplay.show(label(), AboutText.of(() -> Engines.get().info()));
  }
}
