package sc.fiji.duosegnet.data;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The images of a training, by use.
 *
 * @param view1 labeled images of view 1
 * @param view2 labeled images of view 2
 * @param validation labeled images that pick the checkpoint
 * @param unlabeled images used without their masks
 */
public record TrainingData(
    List<Sample> view1, List<Sample> view2, List<Sample> validation, List<Sample> unlabeled) {

  public TrainingData {
    view1 = List.copyOf(view1);
    view2 = List.copyOf(view2);
    validation = List.copyOf(validation);
    unlabeled = List.copyOf(unlabeled);
  }

  /**
   * Finds the samples that a split names. Samples it doesn't name are left out, test images too.
   *
   * @throws IllegalArgumentException if a name has no sample or two of them
   */
  public static TrainingData of(Split split, Collection<Sample> samples) {
    final Map<String, Sample> byName = new HashMap<>();
    for (final Sample sample : samples) {
      if (byName.put(sample.name(), sample) != null) {
        throw new IllegalArgumentException(
            "There are two images named '" + sample.name() + "'; rename one of them.");
      }
    }
    return new TrainingData(
        find(split.view1(), byName),
        find(split.view2(), byName),
        find(split.validation(), byName),
        find(split.unlabeled(), byName));
  }

  private static List<Sample> find(List<String> names, Map<String, Sample> byName) {
    for (final String name : names) {
      if (!byName.containsKey(name)) {
        throw new IllegalArgumentException(
            "The split names the image '"
                + name
                + "', which is not among the "
                + byName.size()
                + " images given; add it or take its line out of the split file.");
      }
    }
    return names.stream().map(byName::get).toList();
  }
}
