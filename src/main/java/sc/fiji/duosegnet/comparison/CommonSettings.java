package sc.fiji.duosegnet.comparison;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import sc.fiji.duosegnet.data.ImageSurvey;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SettingsInputs;
import sc.fiji.duosegnet.data.TrainingPlan;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * What all runs of a comparison are trained with. It is planned from the images that are not held
 * out for testing: what scores are taken on must not have a say in how networks are trained.
 *
 * @param settings the settings; each run puts its own method and seed
 * @param text a sentence on what was chosen by itself, or nothing
 */
public record CommonSettings(TrainingSettings settings, String text) {

  /**
   * Looks at the images and fits the settings to them.
   *
   * @param inputs what the user has given
   * @param samples all images, test images among them
   * @param test names of the test images
   * @param gpu tells, given the number of threads, whether a GPU does the work; asked last
   * @param canceled asked before each image
   * @throws IllegalArgumentException in one sentence, if an input is out of range
   * @throws CancellationException if canceled
   */
  public static CommonSettings of(
      SettingsInputs inputs,
      ComparisonPlan plan,
      List<Sample> samples,
      Collection<String> test,
      IntPredicate gpu,
      BooleanSupplier canceled) {
    final Method method = plan.methods().get(0);
    final long seed = plan.seeds().get(0);
    // Wrong values are told before all images are opened.
    final int threads = inputs.of(method, seed).threads();
    final ImageSurvey survey = ImageSurvey.of(samples, test, canceled);
    final boolean hasGpu = gpu.test(threads);
    final TrainingPlan training = new TrainingPlan(inputs, method, seed, survey, hasGpu);
    return new CommonSettings(training.settings(), training.text().trim());
  }
}
