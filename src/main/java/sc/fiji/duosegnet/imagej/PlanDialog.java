package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.gui.GenericDialog;
import java.awt.TextField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import sc.fiji.duosegnet.data.SettingsInputs;
import sc.fiji.duosegnet.data.TrainingPlan;
import sc.fiji.duosegnet.model.MemoryEstimate;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The last question before a training: says what is learned from and what was planned, whose
 * figures can be changed.
 */
public final class PlanDialog {

  private static final int COLUMNS = 8;

  /** One figure of the plan: its setting, label, tooltip and value. */
  private record Figure(
      String path, String label, String description, ToIntFunction<TrainingSettings> value) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure(
              SettingsInputs.ITERATIONS,
              "Iterations:",
              SettingHelp.ITERATIONS,
              TrainingSettings::iterations),
          new Figure(
              SettingsInputs.PATCH,
              "Patch size (pixels):",
              SettingHelp.PATCH_SIZE + " A multiple of 32 times the reduction.",
              settings -> settings.sampling().patchSize()),
          new Figure(
              SettingsInputs.REDUCTION,
              "Reduction of images:",
              "1, 2, 4 or 8: the networks see images at a half, a quarter or an eighth of their size."
                  + " Raise it, and the patch size with it, for objects of more than about 100"
                  + " pixels that their surroundings tell; 1 for small ones.",
              settings -> settings.network().reduction()),
          new Figure(
              SettingsInputs.WIDTH,
              "Network width:",
              SettingHelp.WIDTH,
              settings -> settings.network().width()),
          new Figure(
              SettingsInputs.BATCH,
              "Batch size:",
              SettingHelp.BATCH_SIZE,
              settings -> settings.sampling().labeledBatch()));

  private PlanDialog() {}

  /**
   * Asks, again and again until all figures are valid.
   *
   * @param title title of the window
   * @param data sentences on what is learned from
   * @param plan what was planned
   * @return the plan that the user wants, the given one if nothing was changed; null if the user
   *     has canceled
   */
  public static TrainingPlan ask(String title, String data, TrainingPlan plan) {
    final TrainingSettings settings = plan.settings();
    final String message = message(data, plan, settings);
    final Map<String, String> texts = new LinkedHashMap<>();
    FIGURES.forEach(f -> texts.put(f.path(), "" + f.value().applyAsInt(settings)));
    while (true) {
      if (!show(title, message, texts)) {
        return null;
      }
      try {
        final TrainingPlan wanted = changed(plan, settings, texts);
        final String patch = "" + wanted.settings().sampling().patchSize();
        if (patch.equals(texts.get(SettingsInputs.PATCH))) {
          return wanted;
        }
        texts.put(SettingsInputs.PATCH, patch); // what follows from the others is agreed to as well
        IJ.showMessage(title, Failures.wrap(fitted(patch)));
      } catch (final IllegalArgumentException e) {
        IJ.showMessage(title, Failures.wrap(e.getMessage()));
      }
    }
  }

  private static String fitted(String patch) {
    return "With this reduction patches are of "
        + patch
        + " pixels, the next size that the networks can take; begin the training if you agree.";
  }

  private static String message(String data, TrainingPlan plan, TrainingSettings settings) {
    final String reason = plan.reason();
    return Failures.wrap(data)
        + "\n"
        + Failures.wrap(
            String.format(
                Locale.ROOT,
                "%s, about %.1f GB of memory besides ImageJ's.",
                settings.method().label(),
                MemoryEstimate.training(settings) / 1e9))
        + (reason.isEmpty() ? "" : "\n" + Failures.wrap(reason + "."));
  }

  /** Shows the window; returns false if the user has canceled. */
  private static boolean show(String title, String message, Map<String, String> texts) {
    final GenericDialog dialog = new GenericDialog(title);
    dialog.addMessage(message);
    final HoverHelp hover = new HoverHelp(dialog);
    final List<TextField> fields = new ArrayList<>();
    for (final Figure figure : FIGURES) {
      dialog.addStringField(figure.label(), texts.get(figure.path()), COLUMNS);
      final TextField field = (TextField) InputDialog.last(dialog.getStringFields());
      hover.explain(field, figure.description());
      hover.explain(dialog.getLabel(), figure.description());
      fields.add(field);
    }
    dialog.setOKLabel("Begin training");
    dialog.showDialog();
    for (int i = 0; i < fields.size(); i++) {
      // Not by the dialog's own methods, which would record them under their labels.
      texts.put(FIGURES.get(i).path(), fields.get(i).getText().trim());
    }
    return !dialog.wasCanceled();
  }

  private static TrainingPlan changed(
      TrainingPlan plan, TrainingSettings planned, Map<String, String> texts) {
    TrainingPlan wanted = plan;
    for (final Figure figure : FIGURES) {
      final int value = number(figure, texts.get(figure.path()));
      if (value != figure.value().applyAsInt(planned)) {
        wanted = wanted.with(figure.path(), value);
      }
    }
    return wanted;
  }

  private static int number(Figure figure, String text) {
    final String name = figure.label().replace(":", "");
    try {
      final int value = Integer.parseInt(text);
      if (value > 0) {
        return value;
      }
    } catch (final NumberFormatException e) {
      // Told below, as numbers that are too small are.
    }
    throw new IllegalArgumentException(name + " is '" + text + "'; give a whole number above 0.");
  }
}
