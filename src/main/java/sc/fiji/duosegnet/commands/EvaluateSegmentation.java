package sc.fiji.duosegnet.commands;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.Task;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.MaskComparison;
import sc.fiji.duosegnet.imagej.MaskFolders;
import sc.fiji.duosegnet.imagej.OutputFile;
import sc.fiji.duosegnet.imagej.ScoreTable;
import sc.fiji.duosegnet.metrics.SetScores;

/** Compares predicted masks with true ones. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Evaluate Segmentation",
    label = "Evaluate Segmentation",
    description =
        "Compares predicted masks with true ones, of open images or of folders. If folders are"
            + " given, open images are left alone.")
public final class EvaluateSegmentation extends DuoSegNetCommand {

  @Parameter(
      label = "Predicted mask",
      description =
          "Title of the open mask or stack of masks to judge: 0 is background, any other value"
              + " foreground.",
      attrs = @Attr(name = "optional"),
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus prediction;

  @Parameter(
      label = "True mask",
      description = "Title of the open mask or stack to compare with, of the same size.",
      attrs = @Attr(name = "optional"),
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus truth;

  // Fiji's dialog always chooses one of the open images, so there must be a choice that means none.
  @Parameter(
      label = "Confidence",
      description =
          "Title of the open confidence image of the prediction, 32 bit, 0 to 1. None, or the"
              + " predicted or the true mask: no AUROC.",
      attrs = @Attr(name = "optional"),
      autoFill = false,
      required = false,
      persist = false)
  private ImagePlus confidence;

  @Parameter(
      label = "Folder of predicted masks",
      description =
          "Files named as the true masks are, or with -mask added, as Segment Image names them."
              + " Stacks are compared slice by slice.",
      style = FileWidget.DIRECTORY_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File prediction_folder;

  @Parameter(
      label = "Folder of true masks",
      description = "One file for each file of predicted masks; the extension may differ.",
      style = FileWidget.DIRECTORY_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File truth_folder;

  @Parameter(
      label = "Folder of confidence images",
      description =
          "Files named as the true masks are, or with -confidence added; may be the folder of the"
              + " predicted masks. Blank: no AUROC.",
      style = FileWidget.DIRECTORY_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File confidence_folder;

  @Parameter(
      label = "Subfolders too",
      description =
          "Compare the files of subfolders of the same names as well, as Segment Folder writes them.",
      required = false,
      persist = false)
  private boolean recursive;

  @Parameter(
      label = "CSV file",
      description = "File to write the table to. Blank: none.",
      style = FileWidget.SAVE_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File csv_file;

  @Parameter(
      label = "Overwrite an existing file",
      description = "Without this, a file that exists already is left alone.",
      required = false,
      persist = false)
  private boolean overwrite;

  @Override
  void execute() throws IOException {
    final Path csv = output("CSV file", csv_file, overwrite);
    final ScoreTable table = new ScoreTable();
    final Task task = createTask();
    task.start();
    try {
      if (isGiven(prediction_folder) || isGiven(truth_folder) || isGiven(confidence_folder)) {
        addFolders(table, task);
      } else {
        addImages(table, task);
      }
    } finally {
      task.finish();
      IJ.showProgress(1.0);
    }
    if (csv != null) {
      OutputFile.write(csv, table.toCsv());
    }
    table.show();
    summarize(table.scores());
  }

  private void addFolders(ScoreTable table, Task task) throws IOException {
    final Path predictions =
        need("prediction_folder", prediction_folder, "the folder of predicted masks").toPath();
    final Path truths = need("truth_folder", truth_folder, "the folder of true masks").toPath();
    final List<MaskFolders.Files> all =
        MaskFolders.pair(
            predictions,
            truths,
            isGiven(confidence_folder) ? confidence_folder.toPath() : null,
            recursive);
    for (int i = 0; i < all.size(); i++) {
      final MaskComparison images = all.get(i).open();
      for (int plane = 0; plane < images.planes(); plane++) {
        checkCanceled(task);
        table.add(images, plane);
      }
      progress(task, "file", i + 1, all.size());
    }
  }

  private void addImages(ScoreTable table, Task task) {
    if (!isGiven(prediction) && !isGiven(truth)) {
      throw new IllegalArgumentException(
          "Inputs 'prediction' and 'truth' are missing; open both masks and give their titles, or"
              + " give prediction_folder and truth_folder.");
    }
    Images.need("prediction", prediction);
    Images.need("truth", truth);
    if (prediction == truth) {
      throw new IllegalArgumentException(
          "Inputs 'prediction' and 'truth' are both '"
              + truth.getTitle()
              + "'; give two different images.");
    }
    final boolean hasConfidence =
        isGiven(confidence) && confidence != prediction && confidence != truth;
    final MaskComparison images =
        new MaskComparison(
            prediction.getTitle(), prediction, truth, hasConfidence ? confidence : null);
    for (int plane = 0; plane < images.planes(); plane++) {
      checkCanceled(task);
      table.add(images, plane);
      progress(task, "slice", plane + 1, images.planes());
    }
  }

  private static void progress(Task task, String kind, int done, int all) {
    task.setProgressMaximum(all);
    task.setProgressValue(done);
    IJ.showStatus("Compared " + kind + " " + done + " of " + all);
    IJ.showProgress(done, all);
  }

  private void summarize(SetScores scores) {
    log()
        .info(
            String.format(
                Locale.ROOT,
                "%d images: Dice %.4f pooled, %.4f +- %.4f per image",
                scores.images(),
                scores.pooled().dice(),
                scores.dice().mean(),
                scores.dice().standardDeviation()));
  }
}
