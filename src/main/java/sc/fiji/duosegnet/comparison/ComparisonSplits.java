package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sc.fiji.duosegnet.data.NestedSplits;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SplitFile;

/**
 * The splits of a comparison, one for each fraction and seed, which all methods share. A split that
 * is there as a file counts; others are drawn and written.
 */
final class ComparisonSplits {

  private final MethodComparison.Request request;
  private final List<String> labeled;

  ComparisonSplits(MethodComparison.Request request) {
    this.request = request;
    final Set<String> test = new HashSet<>(request.test());
    labeled =
        request.labeled().stream().map(Sample::name).filter(name -> !test.contains(name)).toList();
  }

  /**
   * Checks whether there are enough images for the smallest fraction, and whether the fractions
   * differ in images.
   *
   * @throws IllegalArgumentException in one sentence
   */
  void check() {
    final int least = NestedSplits.least(request.settings());
    final boolean validated = request.settings().sampling().validationFraction() > 0;
    final int views = validated ? least - 1 : least;
    final int count = labeled.size();
    if (count < least) {
      throw new IllegalArgumentException(
          "There are "
              + request.labeled().size()
              + " images with masks, of which "
              + request.test().size()
              + " are held out for testing; give more or hold out fewer, so that at least "
              + least
              + (validated ? " remain for training and validation." : " remain for training."));
    }
    final Map<Integer, Double> seen = new HashMap<>();
    for (final double fraction : request.plan().fractions()) {
      final int labels = labels(fraction);
      if (labels < least) {
        throw new IllegalArgumentException(
            "Input 'label_fractions' has "
                + Run.text(fraction)
                + ", which is "
                + labels
                + " of the "
                + count
                + " images with masks that are not held out for testing; give "
                + String.format(Locale.ROOT, "%.3f", Math.ceil(1000.0 * least / count) / 1000)
                + " or more, so that there is one to train on"
                + (views > 1 ? " for each view" : "")
                + (validated ? " and one for validation." : "."));
      }
      final Double other = seen.put(labels, fraction);
      if (other != null) {
        throw new IllegalArgumentException(
            "Input 'label_fractions' has "
                + Run.text(other)
                + " and "
                + Run.text(fraction)
                + ", which both are "
                + labels
                + " of the "
                + count
                + " images with masks that are not held out for testing; leave one of them out.");
      }
    }
  }

  private int labels(double fraction) {
    return (int) Math.round(fraction * labeled.size());
  }

  /**
   * Returns the split of each run.
   *
   * @throws IOException if a split can't be written or read, or is of other test images
   */
  Map<Run, Split> open(ComparisonFolder folder) throws IOException {
    final Map<Path, Split> byFile = new HashMap<>();
    final Map<Run, Split> splits = new LinkedHashMap<>();
    for (final Run run : request.plan().runs()) {
      final Path file = folder.split(run);
      if (!byFile.containsKey(file)) {
        byFile.put(file, open(file, run));
      }
      splits.put(run, byFile.get(file));
    }
    return splits;
  }

  private Split open(Path file, Run run) throws IOException {
    if (!Files.exists(file)) {
      SplitFile.write(file, draw(run));
    }
    // Read even if it was drawn just now, so that a restart sees the same lists in the same order.
    final Split split = SplitFile.read(file);
    if (!new HashSet<>(split.test()).equals(new HashSet<>(request.test()))) {
      throw new IOException(
          "Split file '"
              + file
              + "' has other test images than this comparison; delete it, or give another output"
              + " folder.");
    }
    return split;
  }

  private Split draw(Run run) {
    return NestedSplits.draw(
        labeled,
        request.unlabeled().stream().map(Sample::name).toList(),
        request.test(),
        labels(run.fraction()),
        request.settings(),
        run.seed());
  }
}
