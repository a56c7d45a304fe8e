package sc.fiji.duosegnet.comparison;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SampleChecks;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Looks at all images before the first training, so that no late one fails on them. */
final class ComparisonChecks {

  private final MethodComparison.Request request;
  private final BooleanSupplier canceled;
  private final TrainingSettings labeledOnly;
  private final List<Sample> samples;

  ComparisonChecks(MethodComparison.Request request, BooleanSupplier canceled) {
    this.request = request;
    this.canceled = canceled;
    labeledOnly = request.settings().with("method", Method.SUPERVISED);
    samples = new ArrayList<>(request.labeled());
    samples.addAll(request.unlabeled());
  }

  /**
   * Checks whether each method takes the settings.
   *
   * @throws IllegalArgumentException in one sentence, if one does not
   */
  void checkSettings() {
    request.plan().runs().forEach(run -> run.settings(request.settings()));
  }

  /**
   * Checks each image, and each mask where it has one, test images too, and whether those show
   * anything to find: without, scores tell nothing.
   *
   * @throws IllegalArgumentException in one sentence, for the first that is not usable, or if the
   *     masks of all test images are empty
   * @throws CancellationException soon after the user has canceled
   */
  void checkImages() {
    final Set<String> test = new HashSet<>(request.test());
    boolean foreground = false;
    for (final Sample sample : samples) {
      poll();
      final boolean objects = SampleChecks.check(sample, request.settings().network().channels());
      foreground |= objects && test.contains(sample.name());
    }
    if (!foreground) {
      throw new IllegalArgumentException(
          "The masks of all "
              + test.size()
              + " test images are empty, so that they tell nothing; give another test_fraction, or"
              + " a test_split with images that show objects.");
    }
  }

  /**
   * Checks whether there are test images, and all of them have masks.
   *
   * @throws IllegalArgumentException in one sentence, if not
   */
  void checkTest() {
    final Set<String> known = new HashSet<>();
    request.labeled().forEach(sample -> known.add(sample.name()));
    for (final String name : request.test()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "Test image '"
                + name
                + "' is not among the "
                + known.size()
                + " images with masks; correct its name in the split file.");
      }
    }
    if (request.test().isEmpty()) {
      throw new IllegalArgumentException(
          "No image is held out for testing; give test_fraction, or a split file with images whose"
              + " role is test.");
    }
  }

  /**
   * Checks whether each split's images are there and have something to learn from.
   *
   * @throws IllegalArgumentException in one sentence, for the first split that is not usable
   */
  void checkSplits(Map<Run, Split> splits) {
    final Set<Split> seen = new HashSet<>();
    for (final Map.Entry<Run, Split> entry : splits.entrySet()) {
      if (!seen.add(entry.getValue())) {
        continue;
      }
      poll();
      try {
        SampleChecks.check(TrainingData.of(entry.getValue(), samples), labeledOnly);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Split "
                + entry.getKey().splitName()
                + " can't be trained on: "
                + e.getMessage().replaceAll("\\.$", "")
                + ", or give other seeds, label_fractions or a test_split.",
            e);
      }
    }
  }

  private void poll() {
    if (canceled.getAsBoolean()) {
      throw new CancellationException();
    }
  }
}
