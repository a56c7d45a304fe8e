package sc.fiji.duosegnet.data;

import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Settings that a training of certain images begins with, before the user has agreed to them.
 *
 * @param inputs what the user wants
 * @param survey the images
 * @param gpu whether there is a GPU
 */
public record TrainingPlan(
    SettingsInputs inputs, Method method, long seed, ImageSurvey survey, boolean gpu) {

  /**
   * Returns the settings.
   *
   * @throws IllegalArgumentException in one sentence, if a value is out of range
   */
  public TrainingSettings settings() {
    return inputs.of(method, seed, survey, gpu);
  }

  /** Says what was chosen by itself: a sentence that begins with a blank, or nothing. */
  public String text() {
    final TrainingSettings settings = settings();
    return isAutomatic() ? " " + automatic(settings).text(settings) : "";
  }

  /** Says what was looked at to choose, without the figures and without a full stop; or nothing. */
  public String reason() {
    return isAutomatic() ? automatic(settings()).reason() : "";
  }

  private boolean isAutomatic() {
    return inputs.preset() == Preset.AUTOMATIC;
  }

  private AutomaticPlan automatic(TrainingSettings settings) {
    return SettingsInputs.plan(survey, gpu, settings);
  }

  /**
   * Returns a plan in which a setting has the value that the user wants.
   *
   * @param path path of the setting, see {@link SettingsInputs#with}
   */
  public TrainingPlan with(String path, int value) {
    return new TrainingPlan(inputs.with(path, value), method, seed, survey, gpu);
  }
}
