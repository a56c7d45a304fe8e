package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param changes further settings by their paths, see {@link SettingsMap#assignments}; null or
 *     blank for none
 */
public record SettingsInputs(
    Preset preset, int iterations, int width, int patchSize, int batchSize, String changes) {

  /** Path of the number of iterations. */
  public static final String ITERATIONS = "iterations";

  /** Path of the networks' width. */
  public static final String WIDTH = "network.width";

  /** Path of the patch size. */
  public static final String PATCH = "sampling.patch_size";

  /** Path of what the networks see of images: all of it, a half, a quarter or an eighth. */
  public static final String REDUCTION = "network.reduction";

  /** Path of the batch size. */
  public static final String BATCH = "sampling.labeled_batch";

  private static final String UNLABELED_BATCH = "sampling.unlabeled_batch";

  /** A patch size that is possible with all networks. */
  private static final int ANY_PATCH = 256;

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

  /**
   * Returns what plans for these images on this machine.
   *
   * @param gpu whether there is a GPU, which the settings may leave aside
   */
  static AutomaticPlan plan(ImageSurvey survey, boolean gpu, TrainingSettings settings) {
    return AutomaticPlan.here(survey, gpu && !settings.device().equals(Device.CPU));
  }

  /**
   * Returns inputs in which a setting has another value, wherever it was given before.
   *
   * @param path path of the setting; {@code sampling.labeled_batch} stands for both batches
   * @param value the value
   */
  public SettingsInputs with(String path, int value) {
    final List<String> kept = new ArrayList<>();
    for (final String change : SettingsMap.changes(changes == null ? "" : changes)) {
      if (!change.startsWith(path + "=") && !(path.equals(BATCH) && isUnlabeledBatch(change))) {
        kept.add(change);
      }
    }
    switch (path) {
      case ITERATIONS:
        return inputs(value, width, patchSize, batchSize, kept);
      case WIDTH:
        return inputs(iterations, value, patchSize, batchSize, kept);
      case PATCH:
        return inputs(iterations, width, value, batchSize, kept);
      case BATCH:
        return inputs(iterations, width, patchSize, value, kept);
      default:
        kept.add(path + "=" + value);
        return inputs(iterations, width, patchSize, batchSize, kept);
    }
  }

  private static boolean isUnlabeledBatch(String change) {
    return change.startsWith(UNLABELED_BATCH + "=");
  }

  private SettingsInputs inputs(
      int newIterations, int newWidth, int newPatch, int newBatch, List<String> newChanges) {
    return new SettingsInputs(
        preset, newIterations, newWidth, newPatch, newBatch, String.join(" ", newChanges));
  }

  private TrainingSettings changed(TrainingSettings start) {
    final Map<String, Object> values = new LinkedHashMap<>();
    put(values, WIDTH, width);
    put(values, PATCH, patchSize);
    put(values, BATCH, batchSize);
    put(values, UNLABELED_BATCH, batchSize);
    put(values, ITERATIONS, iterations);
    values.putAll(SettingsMap.assignments(changes == null ? "" : changes));
    if (preset == Preset.AUTOMATIC && !values.containsKey(PATCH)) {
      values.put(PATCH, fitting(start, values));
    }
    final TrainingSettings settings = SettingsMap.withAll(start, values);
    return settings.with(
        "validation_interval", Math.min(settings.iterations(), settings.validationInterval()));
  }

  private static void put(Map<String, Object> values, String path, int value) {
    if (value != 0) {
      values.put(path, value);
    }
  }

  /** Returns the patch size that was planned, or the next larger one that the networks can take. */
  private static int fitting(TrainingSettings planned, Map<String, Object> values) {
    final Map<String, Object> all = new LinkedHashMap<>(values);
    all.put(PATCH, ANY_PATCH);
    final int multiple = SettingsMap.withAll(planned, all).network().sizeMultiple();
    return (planned.sampling().patchSize() + multiple - 1) / multiple * multiple;
  }
}
