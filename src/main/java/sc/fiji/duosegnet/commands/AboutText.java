package sc.fiji.duosegnet.commands;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.engine.EngineInfo;
import sc.fiji.duosegnet.imagej.TextDisplay;
import sc.fiji.duosegnet.model.Citation;
import sc.fiji.duosegnet.model.Method;

/** What this program says of itself, from nothing but its own jar. */
final class AboutText {

  /** The entries in the order in which one comes to use them. */
  static final List<Class<? extends Command>> ENTRIES =
      List.of(
          SampleImages.class,
          Train.class,
          TrainOnFolders.class,
          SegmentImage.class,
          SegmentFolder.class,
          FindObjects.class,
          AnnotateNext.class,
          EvaluateSegmentation.class,
          CompareMethods.class,
          ModelInformation.class,
          AboutDuoSegNet.class);

  private static final int COLUMNS = 84; // as many as fit into the window

  private AboutText() {}

  /**
   * Returns the text.
   *
   * @param engine tells what was loaded, or throws an {@link EngineException}
   */
  static String of(Supplier<EngineInfo> engine) throws IOException {
    final String version = AboutText.class.getPackage().getImplementationVersion();
    final StringBuilder text = new StringBuilder("Duo-SegNet for Fiji ");
    text.append(version == null ? "(development version)" : version).append('\n');
    text.append("Semi-supervised segmentation: learns from a few annotated images and all others.");
    text.append("\n").append(engine(engine)).append("\n\n");
    text.append("ENTRIES (Plugins > Duo-SegNet)\n\n");
    for (final Class<? extends Command> entry : ENTRIES) {
      final Plugin plugin = entry.getAnnotation(Plugin.class);
      text.append(plugin.label()).append(": ").append(plugin.description()).append('\n');
    }
    text.append(
        "\nThe Help button of each dialog explains its inputs and names their macro keys.\n\n");
    text.append("METHODS (and what they add to supervision on the labeled images)\n\n");
    for (final Method method : Method.values()) {
      text.append(method.label()).append(": ").append(method.summary()).append(".\n");
    }
    text.append("\nCITATION\n\nIf you publish results, please cite\n");
    text.append(Citation.TEXT).append('\n').append(Citation.link()).append("\n\n");
    text.append("LICENSE (Simplified BSD)\n\n").append(license().trim());
    return TextDisplay.wrap(text.toString(), COLUMNS);
  }

  /** Without its engine the program can't work, but it can say so. */
  private static String engine(Supplier<EngineInfo> engine) {
    try {
      final EngineInfo info = engine.get();
      return "Engine: TensorFlow "
          + info.tensorFlowVersion()
          + " on "
          + String.join(", ", info.devices())
          + (info.hasGpu() ? "" : " (no GPU that it can use)")
          + ", from "
          + info.location();
    } catch (final EngineException e) {
      return "Engine: not there. " + e.getMessage();
    }
  }

  private static String license() throws IOException {
    try (InputStream in = AboutText.class.getResourceAsStream("/sc/fiji/duosegnet/LICENSE")) {
      if (in == null) {
        throw new IOException("The plugin's jar has no LICENSE; install the plugin again.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
