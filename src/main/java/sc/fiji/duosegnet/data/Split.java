package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Which image is used for what, by name. An image has one use only; the two views may share their
 * labeled images. The order within a list has no meaning.
 *
 * @param view1 labeled images of view 1
 * @param view2 labeled images of view 2
 * @param validation labeled images that pick the checkpoint
 * @param unlabeled unlabeled images
 * @param test images that training must not see
 */
public record Split(
    List<String> view1,
    List<String> view2,
    List<String> validation,
    List<String> unlabeled,
    List<String> test) {

  private static final long STREAM = 1;

  /**
   * @throws IllegalArgumentException if an image has two uses
   */
  public Split {
    view1 = List.copyOf(view1);
    view2 = List.copyOf(view2);
    validation = List.copyOf(validation);
    unlabeled = List.copyOf(unlabeled);
    test = List.copyOf(test);
    checkDistinct(view1);
    final Set<String> used = new HashSet<>(view1);
    checkDistinct(view2);
    used.addAll(view2);
    for (final List<String> list : List.of(validation, unlabeled, test)) {
      for (final String name : list) {
        if (!used.add(name)) {
          throw twice(name);
        }
      }
    }
  }

  /**
   * Draws validation images out of the labeled ones and gives the rest to the views. The result
   * depends on the names and the seed, not on the order of the lists.
   *
   * @param labeled names of the labeled images
   * @param unlabeled names of the unlabeled images
   * @param settings label split, views and validation fraction; a single view has all images, as
   *     has the second one then; the fraction is rounded to whole images, at least one where it is
   *     above 0, at most as many as leave one for each view
   * @param seed seed of the drawing
   * @throws IllegalArgumentException if there are too few labeled images or a name comes twice
   */
  public static Split draw(
      List<String> labeled, List<String> unlabeled, TrainingSettings settings, long seed) {
    final boolean disjoint = settings.splitsLabels();
    final int forViews = disjoint ? 2 : 1;
    final double fraction = settings.sampling().validationFraction();
    final int least = fraction > 0 ? 1 : 0;
    final int count = labeled.size();
    if (count < forViews + least) {
      throw new IllegalArgumentException(
          "There "
              + (count == 1 ? "is 1 labeled image" : "are " + count + " labeled images")
              + "; give at least "
              + (forViews + least)
              + (disjoint ? ", one for each view" : ", one for training")
              + (least > 0 ? " and one for validation." : "."));
    }
    final int validation =
        Math.min(count - forViews, Math.max(least, (int) Math.round(fraction * count)));
    final List<String> shuffled = sorted(labeled);
    new SplitMix(seed, STREAM).shuffle(shuffled);
    final List<String> training = shuffled.subList(validation, count);
    final int half = disjoint ? (training.size() + 1) / 2 : training.size();
    return new Split(
        sorted(training.subList(0, half)),
        sorted(disjoint ? training.subList(half, training.size()) : training),
        sorted(shuffled.subList(0, validation)),
        sorted(unlabeled),
        List.of());
  }

  private static List<String> sorted(List<String> names) {
    final List<String> copy = new ArrayList<>(names);
    Collections.sort(copy);
    return copy;
  }

  private static void checkDistinct(List<String> names) {
    final Set<String> seen = new HashSet<>();
    for (final String name : names) {
      if (!seen.add(name)) {
        throw twice(name);
      }
    }
  }

  private static IllegalArgumentException twice(String name) {
    return new IllegalArgumentException(
        "Image '" + name + "' comes twice in the split; give each image one name and one use.");
  }
}
