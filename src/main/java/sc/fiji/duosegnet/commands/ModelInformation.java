package sc.fiji.duosegnet.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.OutputFile;
import sc.fiji.duosegnet.imagej.TextDisplay;
import sc.fiji.duosegnet.imagej.TrainingCurves;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.ModelFile;
import sc.fiji.duosegnet.model.OneLine;

/** Shows what a model file says of itself. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Model Information",
    label = "Model Information",
    description =
        "Shows what a model was trained on, its scores, its settings and the course of its"
            + " training.")
public final class ModelInformation extends DuoSegNetCommand {

  @Parameter(
      label = "Model file",
      description = "A model that Train or Train on Folders has written.",
      style = FileWidget.OPEN_STYLE,
      required = false,
      persist = false)
  private File model;

  @Parameter(
      label = "Text file",
      description = "File to write the description to. Blank: none.",
      style = FileWidget.SAVE_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File text_file;

  @Parameter(
      label = "CSV file of the training",
      description = "File to write the losses and validation scores to. Blank: none.",
      style = FileWidget.SAVE_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File history_file;

  @Parameter(
      label = "CSV file of the images",
      description = "File to write the list of images and their uses to. Blank: none.",
      style = FileWidget.SAVE_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File split_file;

  @Parameter(
      label = "Show the curves",
      description = "Plots losses and validation Dice against the iterations.",
      required = false,
      persist = false)
  private boolean curves = true;

  @Parameter(
      label = "Overwrite existing files",
      description = "Without this, files that exist already are left alone.",
      required = false,
      persist = false)
  private boolean overwrite;

  @Parameter(label = "Losses", type = ItemIO.OUTPUT)
  private ImagePlus losses;

  @Override
  void execute() throws IOException {
    final File file = need("model", model, "the file of a trained model");
    final Path textPath = output("Text file", text_file, overwrite);
    final Path historyPath = output("History file", history_file, overwrite);
    final Path splitPath = output("Split file", split_file, overwrite);
    try (ModelFile opened = ModelFile.open(file.toPath())) {
      final String text = opened.description().text();
      write(textPath, text);
      write(historyPath, opened.historyCsv());
      write(splitPath, opened.splitCsv());
      TextDisplay.show(file.getName(), text);
      final History history = curves ? history(file, opened) : new History();
      if (!history.rows().isEmpty()) {
        losses = TrainingCurves.LOSSES.image(history, "Losses of " + file.getName());
        Images.show(losses);
        final ImagePlus dice =
            TrainingCurves.VALIDATION.image(history, "Validation Dice of " + file.getName());
        if (dice != null) {
          Images.show(dice);
        }
      }
    }
  }

  private static History history(File file, ModelFile opened) throws IOException {
    try {
      return History.parse(opened.historyCsv());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Model file '"
              + file
              + "' is damaged in the course of its training ("
              + OneLine.of(e)
              + "); give curves=false, or copy or download it again.",
          e);
    }
  }

  private static void write(Path pathOrNull, String text) throws IOException {
    if (pathOrNull != null) {
      OutputFile.write(pathOrNull, text);
    }
  }
}
