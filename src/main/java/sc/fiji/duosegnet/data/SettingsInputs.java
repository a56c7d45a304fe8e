package sc.fiji.duosegnet.data;

import sc.fiji.duosegnet.model.Device;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.SettingsMap;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Settings of a training as users give them: a preset and what departs from it.
 *
 * @param preset where the settings start from
 * @param iterations number of iterations; 0 for the preset's, as with all others
 * @param width feature maps of the first level
 * @param patchSize width and height of the patches in pixels
 * @param batchSize labeled and unlabeled patches in each step
 * @param changes further settings by their paths, see {@link SettingsMap#withAll}; null or blank
 *     for none
 */
public record SettingsInputs(
    Preset preset, int iterations, int width, int patchSize, int batchSize, String changes) {

  /**
   * Returns complete settings for images that were not looked at yet, to find wrong values early.
   *
   * @throws IllegalArgumentException in one sentence, if a value is out of range
   */
  public TrainingSettings of(Method method, long seed) {
    return changed(preset.settings(1).with("method", method).with("seed", seed));
  }

  /**
   * Returns complete settings.
   *
   * @param survey the images
   * @param gpu whether there is a GPU
   * @throws IllegalArgumentException in one sentence, if a value is out of range
   */
  public TrainingSettings of(Method method, long seed, ImageSurvey survey, boolean gpu) {
    final TrainingSettings start =
        preset.settings(survey.channels()).with("method", method).with("seed", seed);
    return changed(
        preset == Preset.AUTOMATIC ? plan(survey, gpu, changed(start)).fit(start) : start);
  }

  private static AutomaticPlan plan(ImageSurvey survey, boolean gpu, TrainingSettings settings) {
    return AutomaticPlan.here(survey, gpu && !settings.device().equals(Device.CPU));
  }

  /**
   * Says what was chosen by itself.
   *
   * @param gpu whether there is a GPU
   * @param settings settings of the images surveyed
   * @return a sentence that begins with a blank, or nothing
   */
  public String text(ImageSurvey survey, boolean gpu, TrainingSettings settings) {
    return preset == Preset.AUTOMATIC ? " " + plan(survey, gpu, settings).text(settings) : "";
  }

  private TrainingSettings changed(TrainingSettings start) {
    TrainingSettings settings = start;
    settings = changed(settings, "network.width", width);
    settings = changed(settings, "sampling.patch_size", patchSize);
    settings = changed(settings, "sampling.labeled_batch", batchSize);
    settings = changed(settings, "sampling.unlabeled_batch", batchSize);
    settings = changed(settings, "iterations", iterations);
    settings = SettingsMap.withAll(settings, changes == null ? "" : changes);
    return settings.with(
        "validation_interval", Math.min(settings.iterations(), settings.validationInterval()));
  }

  private static TrainingSettings changed(TrainingSettings settings, String path, int value) {
    return value == 0 ? settings : settings.with(path, value);
  }
}
