package sc.fiji.duosegnet.spark;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import sc.fiji.duosegnet.comparison.CommonSettings;
import sc.fiji.duosegnet.comparison.ComparisonPlan;
import sc.fiji.duosegnet.comparison.MethodComparison;
import sc.fiji.duosegnet.data.NestedSplits;
import sc.fiji.duosegnet.data.SettingsInputs;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.imagej.FolderImages;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * A comparison of methods as its inputs tell, whose keys are those of Compare Methods. Paths are
 * absolute.
 */
record ComparisonJob(
    String images,
    String masks,
    String unlabeled,
    boolean recursive,
    String channels,
    String methods,
    String fractions,
    String seeds,
    String testSplit,
    double testFraction,
    String preset,
    int iterations,
    int width,
    int patchSize,
    int batchSize,
    String settings,
    String output,
    boolean keepModels)
    implements Serializable {

  private static final Set<String> KEYS =
      Set.of(
          "labeled_folder",
          "mask_folder",
          "unlabeled_folder",
          "recursive",
          "channels",
          "methods",
          "label_fractions",
          "seeds",
          "test_split",
          "test_fraction",
          "preset",
          "iterations",
          "width",
          "patch_size",
          "batch_size",
          "settings",
          "output_folder",
          "keep_models");

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException in one sentence, if one is missing or wrong
   */
  static ComparisonJob of(String[] arguments) {
    final JobArguments given = new JobArguments(arguments, KEYS);
    final ComparisonJob job =
        new ComparisonJob(
            given.path("labeled_folder", "the folder of images"),
            given.path("mask_folder", "the folder of their masks"),
            given.text("unlabeled_folder", "").isEmpty()
                ? ""
                : given.path("unlabeled_folder", "a folder"),
            given.isTrue("recursive", false),
            given.text("channels", ""),
            given.text("methods", ""),
            given.text("label_fractions", "0.1,0.3,1"),
            given.text("seeds", "1,2,3"),
            given.text("test_split", "").isEmpty() ? "" : given.file("test_split", "a split file"),
            given.fraction("test_fraction", 0.25),
            given.text("preset", Preset.AUTOMATIC_LABEL),
            given.number("iterations", 0, 0),
            given.number("width", 0, 0),
            given.number("patch_size", 0, 0),
            given.number("batch_size", 0, 0),
            given.text("settings", ""),
            given.path("output_folder", "a folder for the results"),
            given.isTrue("keep_models", true));
    job.plan();
    return job;
  }

  private ComparisonPlan plan() {
    return ComparisonPlan.parse(methods, fractions, seeds);
  }

  /**
   * Lists the images and fits the settings to them, so that both look at the same images and none
   * is read twice.
   */
  MethodComparison.Request request() throws IOException {
    final FolderImages folders = folders();
    final List<String> test = test(folders);
    // The executors compute, so what devices the driver's machine has does not matter.
    final CommonSettings fitting =
        CommonSettings.of(
            new SettingsInputs(
                Preset.of(preset), iterations, width, patchSize, batchSize, settings),
            plan(),
            folders.all(),
            test,
            threads -> false,
            () -> false);
    return request(fitting.settings(), folders, test);
  }

  private FolderImages folders() throws IOException {
    return FolderImages.read(
        Path.of(images),
        Path.of(masks),
        unlabeled.isEmpty() ? null : new File(unlabeled),
        channels,
        recursive);
  }

  /**
   * Lists the images where the settings are known.
   *
   * @param fitting those of {@link #request()}
   */
  MethodComparison.Request request(TrainingSettings fitting) throws IOException {
    final FolderImages folders = folders();
    return request(fitting, folders, test(folders));
  }

  private List<String> test(FolderImages folders) throws IOException {
    return testSplit.isEmpty()
        ? NestedSplits.drawTest(FolderImages.names(folders.labeled()), testFraction)
        : SplitFile.read(Path.of(testSplit)).test();
  }

  private MethodComparison.Request request(
      TrainingSettings fitting, FolderImages folders, List<String> test) {
    return new MethodComparison.Request(
        plan(),
        fitting,
        folders.labeled(),
        folders.unlabeled(),
        test,
        folders.description(),
        Path.of(output),
        keepModels);
  }
}
