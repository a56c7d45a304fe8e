package sc.fiji.duosegnet.commands;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.comparison.CommonSettings;
import sc.fiji.duosegnet.comparison.ComparisonPlan;
import sc.fiji.duosegnet.comparison.MethodComparison;
import sc.fiji.duosegnet.comparison.Run;
import sc.fiji.duosegnet.comparison.Summary;
import sc.fiji.duosegnet.data.NestedSplits;
import sc.fiji.duosegnet.data.SettingsInputs;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.imagej.ComparisonOutput;
import sc.fiji.duosegnet.imagej.ComparisonTable;
import sc.fiji.duosegnet.imagej.FolderImages;
import sc.fiji.duosegnet.imagej.Images;
import sc.fiji.duosegnet.imagej.SettingHelp;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.ui.ComparisonDisplay;

/** Compares training methods on a user's own images, with different numbers of labels. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Duo-SegNet>Compare Methods",
    label = "Compare Methods",
    description =
        "Trains several methods with different numbers of labeled images and compares them on test"
            + " images.")
public final class CompareMethods extends DuoSegNetCommand {

  @Parameter(
      label = "Labeled images",
      description = "Folder of the images that have masks: PNG, TIFF or JPEG, one image per file.",
      style = FileWidget.DIRECTORY_STYLE,
      required = false,
      persist = false)
  private File labeled_folder;

  @Parameter(
      label = "Masks",
      description =
          "Folder of the masks, named as the images are; 0 is background, the other value objects. Or"
              + " of files of ROIs (.zip, .roi): the images' own folder if they lie beside the images,"
              + " of which those without are unlabeled then.",
      style = FileWidget.DIRECTORY_STYLE,
      required = false,
      persist = false)
  private File mask_folder;

  @Parameter(
      label = "Unlabeled images",
      description =
          "Folder of images without masks. Labeled images whose masks a run does not use are"
              + " unlabeled images as well.",
      style = FileWidget.DIRECTORY_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File unlabeled_folder;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Subfolders too",
      description =
          "Take the files of subfolders as well; masks then lie in subfolders of the same names.",
      required = false,
      persist = false)
  private boolean recursive;

  @Parameter(
      label = "Methods (blank = usual ones)",
      description =
          "Methods with commas between. Blank: Supervised U-Net, Duo-SegNet, Duo-SegNet with strong"
              + " views; all: all that there are.",
      required = false,
      persist = false)
  private String methods = "";

  @Parameter(
      label = "Label fractions",
      description =
          "Parts of the images with masks, without the test images, whose masks are used, with"
              + " commas between; 1 uses all.",
      required = false,
      persist = false)
  private String label_fractions = "0.1,0.3,1";

  @Parameter(
      label = "Random seeds",
      description =
          "Seeds with commas between. Each draws its own labeled images; three or more tell how"
              + " much that matters.",
      required = false,
      persist = false)
  private String seeds = "1,2,3";

  @Parameter(
      label = "Test fraction",
      description =
          "Part of the images with masks, 0 to 1, that all runs are scored on and none is trained on."
              + " Raise it if there are fewer than about ten test images. Of the planes of an OME-Zarr"
              + " stack it is a run of neighbors.",
      min = "0",
      max = "1",
      required = false,
      persist = false)
  private double test_fraction = 0.25;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Test split file",
      description =
          "A CSV file with the header image,role: images whose role is test are the test images, in"
              + " place of a drawn part.",
      style = FileWidget.OPEN_STYLE,
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private File test_split;

  @Parameter(
      label = "Channels",
      description = "Channels to learn from, such as 1,3; of RGB images 1 is red. Blank: all.",
      visibility = ItemVisibility.INVISIBLE,
      required = false,
      persist = false)
  private String channels = "";

  @Parameter(
      label = "Preset",
      description =
          "Settings to start from: Automatic fits patches and networks to the images and the"
              + " machine, Laptop is the same for all images, Paper takes the paper's values.",
      choices = {Preset.AUTOMATIC_LABEL, Preset.LAPTOP_LABEL, Preset.PAPER_LABEL},
      required = false,
      persist = false)
  private String preset = Preset.AUTOMATIC_LABEL;

  @Parameter(
      label = "Iterations (0 = preset)",
      description =
          "Number of training steps of each run. Lower it for a first trial, as the time of all runs"
              + " adds up.",
      min = "0",
      required = false,
      persist = false)
  private int iterations;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Network width (0 = preset)",
      description = SettingHelp.WIDTH,
      min = "0",
      required = false,
      persist = false)
  private int width;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Patch size (0 = preset)",
      description = SettingHelp.PATCH_SIZE,
      min = "0",
      required = false,
      persist = false)
  private int patch_size;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Batch size (0 = preset)",
      description = SettingHelp.BATCH_SIZE,
      min = "0",
      required = false,
      persist = false)
  private int batch_size;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Further settings",
      description =
          "Settings by their names in a model's description, for example losses.agreement=0.1"
              + " network.reduction=2, which is for objects of more than about 100 pixels. Blank: as"
              + " planned.",
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private String settings = "";

  @Parameter(
      label = "Output folder",
      description =
          "Folder for tables, pictures, splits and models. With the folder of a comparison that was"
              + " interrupted, this one goes on with it.",
      style = FileWidget.DIRECTORY_STYLE,
      required = false,
      persist = false)
  private File output_folder;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Keep the models",
      description = "Without this, each model is deleted when it is scored.",
      required = false,
      persist = false)
  private boolean keep_models = true;

  @Parameter(label = "Dice by label fraction", type = ItemIO.OUTPUT)
  private ImagePlus plot;

  @Parameter(label = "Masks by method", type = ItemIO.OUTPUT)
  private ImagePlus contact_sheet;

  @Override
  void execute() throws IOException {
    final Path images = need("labeled_folder", labeled_folder, "the folder of images").toPath();
    final Path masks = need("mask_folder", mask_folder, "the folder of their masks").toPath();
    final Path folder = outputFolder();
    final ComparisonPlan plan = ComparisonPlan.parse(methods, label_fractions, seeds);
    final FolderImages folders =
        FolderImages.read(
            images,
            masks,
            isGiven(unlabeled_folder) ? unlabeled_folder : null,
            channels,
            recursive);
    final List<String> test = test(folders);
    final MethodComparison.Result result;
    try (ComparisonDisplay display =
        new ComparisonDisplay(label(), log(), createTask(), cancellation())) {
      result =
          MethodComparison.run(
              new MethodComparison.Request(
                  plan,
                  settings(plan, folders, test, display::canceled),
                  folders.labeled(),
                  folders.unlabeled(),
                  test,
                  folders.description(),
                  folder,
                  keep_models),
              display);
    }
    show(result, folder);
    checkFailures(result.failures(), folder);
  }

  private Path outputFolder() throws IOException {
    final Path folder =
        need("output_folder", output_folder, "a folder for the results").toPath().toAbsolutePath();
    if (Files.exists(folder) && !(Files.isDirectory(folder) && Files.isWritable(folder))) {
      throw new IOException(
          "Output folder '" + folder + "' is no folder that you may write; give another one.");
    }
    return folder;
  }

  private TrainingSettings settings(
      ComparisonPlan plan, FolderImages folders, List<String> test, BooleanSupplier canceled) {
    final CommonSettings common =
        CommonSettings.of(
            new SettingsInputs(
                Preset.of(preset), iterations, width, patch_size, batch_size, settings),
            plan,
            folders.all(),
            test,
            threads -> Engines.get(threads).info().hasGpu(),
            canceled);
    if (!common.text().isEmpty()) {
      log().info(common.text());
    }
    return common.settings();
  }

  private List<String> test(FolderImages folders) throws IOException {
    if (isGiven(test_split)) {
      if (!test_split.isFile()) {
        throw new IOException(
            "Input 'test_split' is '" + test_split + "', which is not a file; check the path.");
      }
      return SplitFile.read(test_split.toPath()).test();
    }
    if (!(test_fraction > 0 && test_fraction < 1)) {
      throw new IllegalArgumentException(
          "Input 'test_fraction' is " + test_fraction + "; give a number between 0 and 1.");
    }
    return NestedSplits.drawTest(FolderImages.names(folders.labeled()), test_fraction);
  }

  private void show(MethodComparison.Result result, Path folder) throws IOException {
    final ComparisonOutput pictures = ComparisonOutput.write(result, folder);
    plot = pictures.plot();
    contact_sheet = pictures.sheet();
    for (final Summary.Row row : result.summary().rows()) {
      log().info(line(row, result.summary()));
    }
    log().info("Tables, pictures and models are in " + folder);
    if (plot != null) {
      ComparisonTable.show(result.summary());
      Images.show(plot);
    }
    if (contact_sheet != null) {
      Images.show(contact_sheet);
    }
  }

  private static String line(Summary.Row row, Summary summary) {
    final String gain =
        row.method() == summary.baseline() || Double.isNaN(row.gain().mean())
            ? ""
            : String.format(
                Locale.ROOT,
                ", %+.4f over %s with the same labels",
                row.gain().mean(),
                summary.baseline().label());
    return String.format(
        Locale.ROOT,
        "%s, label fraction %s: test Dice %.4f over %d %s%s",
        row.method().label(),
        Run.text(row.fraction()),
        row.dicePooled().mean(),
        row.runs(),
        row.runs() == 1 ? "run" : "runs",
        gain);
  }

  private static void checkFailures(Map<Run, String> failures, Path folder) {
    if (!failures.isEmpty()) {
      throw new IllegalStateException(sentence(failures, folder));
    }
  }

  /** One sentence on runs that have failed, with the reason of the first. */
  static String sentence(Map<Run, String> failures, Path folder) {
    final int count = failures.size();
    return (count == 1 ? "1 run" : count + " runs")
        + " failed ("
        + failures.keySet().stream().map(Run::toString).collect(Collectors.joining("; "))
        + "), "
        + (count == 1 ? "because: " : "the first because: ")
        + failures.values().iterator().next().replaceAll("\\.$", "")
        + "; what has finished is in '"
        + folder
        + "', and the same inputs try again what failed.";
  }
}
