package sc.fiji.duosegnet.commands;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.FileWidget;
import sc.fiji.duosegnet.data.ImageSurvey;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SettingsInputs;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.TrainingPlan;
import sc.fiji.duosegnet.engine.Checkpointing;
import sc.fiji.duosegnet.engine.Engines;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.imagej.AskingCommand;
import sc.fiji.duosegnet.imagej.OutputFile;
import sc.fiji.duosegnet.imagej.PlanDialog;
import sc.fiji.duosegnet.imagej.SettingHelp;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.ui.TrainingDisplay;

/** Inputs and course of a training, wherever the images come from. */
abstract class TrainingCommand extends DuoSegNetCommand implements AskingCommand {

  @Parameter(
      label = "Channels",
      description =
          "Channels to learn from, such as 1,3; of RGB images 1 is red. Blank: all. Leave out those"
              + " that do not show the objects.",
      attrs = @Attr(name = "optional"),
      required = false,
      persist = false)
  private String channels = "";

  @Parameter(
      label = "Method",
      description =
          "How the model is trained: all but Supervised U-Net also learn from unlabeled images. Take"
              + " Supervised U-Net if there are none, others to compare them.",
      choices = {
        Method.SUPERVISED_LABEL,
        Method.MEAN_TEACHER_LABEL,
        Method.PSEUDO_LABELING_LABEL,
        Method.VAT_LABEL,
        Method.DEEP_CO_TRAINING_LABEL,
        Method.DUO_SEGNET_LABEL,
        Method.UNIMATCH_LABEL,
        Method.DUO_SEGNET_STRONG_LABEL
      },
      required = false,
      persist = false)
  private String method = Method.DUO_SEGNET_STRONG_LABEL;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
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
      description = SettingHelp.ITERATIONS,
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
      visibility = ItemVisibility.INVISIBLE,
      label = "Random seed",
      description =
          "The same seed on the same machine gives the same model. Change it to see how much depends"
              + " on chance.",
      required = false,
      persist = false)
  private long seed = 1;

  @Parameter(
      label = "Model file",
      description = "The file to write the trained model to, a .zip file.",
      style = FileWidget.SAVE_STYLE,
      required = false,
      persist = false)
  private File model_file;

  @Parameter(
      label = "Overwrite an existing model file",
      description = "Without this, a file that exists already is left alone.",
      required = false,
      persist = false)
  private boolean overwrite;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Go on with an interrupted training",
      description =
          "If a training of the same model file with the same inputs was interrupted, goes on from"
              + " its checkpoint. Without this, trains anew.",
      required = false,
      persist = false)
  private boolean resume = true;

  @Parameter(
      visibility = ItemVisibility.INVISIBLE,
      label = "Minutes between checkpoints (0 = none)",
      description =
          "At most so many minutes are lost when the program is ended during a training. Raise it if"
              + " the disk is slow, 0 if it is nearly full.",
      min = "0",
      required = false,
      persist = false)
  private double checkpoint_minutes = Checkpointing.USUAL_MINUTES;

  /** Changes inputs after the dialog; null without a dialog. */
  private Consumer<Map<String, Object>> changes;

  /** What is trained on. */
  record Data(List<Sample> samples, Split split, String description) {}

  /**
   * Collects the images.
   *
   * @param given settings, which say how the split is drawn
   * @param splitSeed seed of the split
   */
  abstract Data data(TrainingSettings given, long splitSeed) throws IOException;

  /** Called after a training that went through. */
  void trained(Data data) throws IOException {}

  @Override
  final void execute() throws IOException {
    final File wanted = need("model_file", model_file, "the file to write the model to");
    // A model that was saved in the course of an interrupted training is no obstacle to going on.
    final boolean goesOn = resume && ModelTraining.isInterrupted(wanted.toPath().toAbsolutePath());
    final Path modelFile = OutputFile.check("Model file", wanted, overwrite || goesOn);
    ModelTraining.check(modelFile); // before images are read and the engine is loaded
    final Method chosen = Method.of(method);
    final Checkpointing checkpointing =
        new Checkpointing(
            resume ? Checkpointing.Resume.OR_REFUSE : Checkpointing.Resume.NEVER,
            0,
            checkpoint_minutes);
    // The split does not depend on what only the images tell.
    final SettingsInputs inputs = settings();
    final TrainingSettings given = inputs.of(chosen, seed);
    final Data data = data(given, seed);
    final ImageSurvey survey = ImageSurvey.of(data.samples(), data.split(), this::cancelRequested);
    final boolean gpu = Engines.get(given.threads()).info().hasGpu();
    final TrainingPlan plan =
        agreed(new TrainingPlan(inputs, chosen, seed, survey, gpu), data.description());
    final String description = data.description() + plan.text();
    final ModelTraining.Request request =
        new ModelTraining.Request(
            plan.settings(), data.samples(), data.split(), description, modelFile, checkpointing);
    final ModelTraining.Result result;
    try (TrainingDisplay display =
        new TrainingDisplay(label(), log(), createTask(), cancellation(), modelFile)) {
      display.describe(description);
      result = ModelTraining.run(request, display);
    }
    if (result.canceled()) {
      throw new CancellationException(label() + " was canceled.");
    }
    trained(data);
    log().info("Model written to " + result.modelFile());
  }

  @Override
  public final void asked(Consumer<Map<String, Object>> change) {
    changes = change;
  }

  /**
   * Lets the user see and change the plan, if the inputs came from a dialog.
   *
   * @throws CancellationException if the user cancels
   */
  private TrainingPlan agreed(TrainingPlan plan, String description) {
    if (changes == null) {
      return plan;
    }
    final TrainingPlan wanted = PlanDialog.ask(label() + ": Plan", description, plan);
    if (wanted == null) {
      throw new CancellationException(label() + " was canceled.");
    }
    if (!wanted.equals(plan)) {
      take(wanted.inputs());
    }
    return wanted;
  }

  /** Puts what the user has changed into the inputs, for the recorder and the next dialog. */
  private void take(SettingsInputs wanted) {
    final SettingsInputs before = settings();
    final Map<String, Object> values = new LinkedHashMap<>();
    put(values, "iterations", before.iterations(), wanted.iterations());
    put(values, "width", before.width(), wanted.width());
    put(values, "patch_size", before.patchSize(), wanted.patchSize());
    put(values, "batch_size", before.batchSize(), wanted.batchSize());
    put(values, "settings", before.changes(), wanted.changes());
    changes.accept(values);
  }

  private static void put(Map<String, Object> values, String name, Object before, Object wanted) {
    if (!wanted.equals(before)) {
      values.put(name, wanted);
    }
  }

  /** Returns the list of channels to take, or an empty text for all. */
  final String channels() {
    return channels == null ? "" : channels.trim();
  }

  private SettingsInputs settings() {
    return new SettingsInputs(
        Preset.of(preset), iterations, width, patch_size, batch_size, settings);
  }
}
