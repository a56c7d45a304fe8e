package sc.fiji.duosegnet.commands;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import sc.fiji.duosegnet.data.Sample;
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
record SettingsInputs(
    Preset preset, int iterations, int width, int patchSize, int batchSize, String changes) {

  /**
   * Returns complete settings.
   *
   * @throws IllegalArgumentException in one sentence, if a value is out of range
   */
  TrainingSettings of(Method method, int channels, long seed) {
    TrainingSettings settings = preset.settings(channels).with("method", method).with("seed", seed);
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

  /**
   * Opens all images and returns the most channels that one has: gray images among colored ones are
   * repeated in each channel.
   *
   * @throws CancellationException if canceled, which is asked before each image
   */
  static int channels(List<Sample> samples, BooleanSupplier canceled) {
    long most = 1;
    for (final Sample sample : samples) {
      if (canceled.getAsBoolean()) {
        throw new CancellationException();
      }
      most = Math.max(most, sample.image().dimension(2));
    }
    return Math.toIntExact(most);
  }
}
