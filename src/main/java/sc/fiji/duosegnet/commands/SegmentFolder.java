package sc.fiji.duosegnet.commands;

import ij.IJ;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.Task;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.imagej.FileSegmentation;
import sc.fiji.duosegnet.imagej.FileTree;
import sc.fiji.duosegnet.imagej.FolderSummary;
import sc.fiji.duosegnet.imagej.OutputFile;
import sc.fiji.duosegnet.imagej.SegmentationModel;
import sc.fiji.duosegnet.imagej.SegmentationStack;

/** Segments all images and stacks of a folder with a trained model. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Segment Folder",
    label = "Segment Folder",
    description =
        "Segments all images and stacks of a folder with a trained model. Results that are there"
            + " already are kept; a file that fails is reported, and the others go on.")
public final class SegmentFolder extends DuoSegNetCommand {

  @Parameter(
      label = "Input folder",
      description = "Folder of images and stacks.",
      style = FileWidget.DIRECTORY_STYLE,
      required = false,
      persist = false)
  private File input_folder;

  @Parameter(
      label = "File name pattern",
      description =
          "Which files count, such as *.tif or scan-??.{tif,png}. Blank: all but texts, tables and"
              + " files of ROIs.",
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private String pattern = "";

  @Parameter(
      label = "Subfolders too",
      description = "Looks in subfolders as well; results go to subfolders of the same names.",
      required = false,
      persist = false)
  private boolean recursive;

  @Parameter(
      label = "Model file",
      description = "A model that Train or Train on Folders has written.",
      style = FileWidget.OPEN_STYLE,
      required = false,
      persist = false)
  private File model;

  @Parameter(
      label = "Output folder",
      description =
          "Folder for name-mask.tif, the other outputs and summary.csv; made if it is missing.",
      style = FileWidget.DIRECTORY_STYLE,
      required = false,
      persist = false)
  private File output_folder;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Channels",
      description =
          "Channels that the model takes, such as 1,3; of RGB images 1 is red. Blank: all.",
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private String channels = "";

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Match the model's pixel size",
      description =
          "Scales images to the pixel size that the model was trained on, and the results back. For"
              + " images of another magnification than the training's.",
      required = false,
      persist = false)
  private boolean match_pixel_size;

  @Parameter(
      label = "Outputs, with commas between",
      description =
          "Some of mask, confidence, probability (the mean of both networks'), views (each network's"
              + " probability), agreement (of the networks) and critic (how far the critic takes the"
              + " masks for drawn ones).",
      required = false,
      persist = false)
  private String outputs = SegmentationStack.USUAL;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Tile size (0 = automatic)",
      description =
          "Width and height in pixels of the pieces that large images are cut into. Lower it if memory"
              + " is short; the result is the same.",
      min = "0",
      required = false,
      persist = false)
  private int tile_size;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Precision",
      description =
          "FLOAT32; BFLOAT16 is faster on processors with AVX-512 BF16 or AMX, FLOAT16 on GPUs, both"
              + " with slightly other results.",
      choices = {"FLOAT32", "BFLOAT16", "FLOAT16"},
      required = false,
      persist = false)
  private String precision = "FLOAT32";

  @Parameter(
      label = "Overwrite existing results",
      description =
          "Without this, only results that are missing are made; those that are there stay as they"
              + " are.",
      required = false,
      persist = false)
  private boolean overwrite;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Part",
      description =
          "Which part of the files this run does, from 1. Leave it at 1 unless several runs share the"
              + " work.",
      min = "1",
      required = false,
      persist = false)
  private int part = 1;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "of Parts",
      description =
          "How many runs share the work, for example the jobs of a cluster's array. Leave it at 1 for"
              + " a run alone.",
      min = "1",
      required = false,
      persist = false)
  private int parts = 1;

  @Override
  void execute() throws IOException {
    final Path input = need("input_folder", input_folder, "the folder of images").toPath();
    final Path output = need("output_folder", output_folder, "the folder for the results").toPath();
    if (part > parts) {
      throw new IllegalArgumentException(
          "Input 'part' is " + part + ", but 'parts' is " + parts + "; give one from 1 to parts.");
    }
    final Path modelFile = modelFile(model);
    final Set<SegmentationStack> wanted = SegmentationStack.parse("outputs", outputs);
    final SegmenterOptions options = SegmenterOptions.of(tile_size, precision, 0);
    final FileTree tree = FileTree.list(input, pattern, recursive, output);
    final Path table = summaryFile(output);
    final FolderSummary summary = new FolderSummary();
    final FileSegmentation segmentation =
        new FileSegmentation(label(), channels, wanted, overwrite);
    final Task task = createTask();
    task.start();
    try (SegmentationModel opened =
        SegmentationModel.open(modelFile, options, wanted, match_pixel_size, this::warn)) {
      final List<Path> own = tree.part(part, parts);
      task.setProgressMaximum(own.size());
      for (int i = 0; i < own.size(); i++) {
        IJ.showStatus("Segmenting file " + (i + 1) + " of " + own.size());
        summary.add(segment(tree, own.get(i), output, segmentation, opened, task));
        OutputFile.write(table, summary.toCsv());
        task.setProgressValue(i + 1);
        IJ.showProgress(i + 1, own.size());
      }
    } finally {
      task.finish();
      IJ.showProgress(1.0);
    }
    OutputFile.write(table, summary.toCsv());
    summary.show();
    report(summary, table);
  }

  private Path summaryFile(Path output) throws IOException {
    final String name = parts == 1 ? "summary.csv" : "summary-" + part + "-of-" + parts + ".csv";
    return OutputFile.inFolder("Summary file", output, name);
  }

  /** Segments one file, or says why not. */
  private FolderSummary.Row segment(
      FileTree tree,
      Path file,
      Path output,
      FileSegmentation segmentation,
      SegmentationModel opened,
      Task task) {
    final Path twin = tree.twin(file);
    final Path results = output.resolve(file).toAbsolutePath().getParent();
    final FolderSummary.Row row =
        twin != null
            ? FolderSummary.Row.failed(file.toString(), FileTree.twinProblem(twin))
            : segmentation.segment(
                tree.folder().resolve(file),
                file.toString(),
                results,
                results,
                opened,
                this::warn,
                () -> cancelRequested(task));
    if (row.state() == FolderSummary.State.FAILED) {
      log().warn(file + ": " + row.problem());
    }
    return row;
  }

  private void report(FolderSummary summary, Path table) throws IOException {
    final String counts = summary.counts();
    log().info(counts + "; see " + table);
    if (summary.count(FolderSummary.State.FAILED) > 0) {
      throw new IOException(
          counts
              + " (the first one is "
              + summary.firstProblem()
              + "); all reasons are in '"
              + table
              + "'.");
    }
  }
}
