package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Splits for comparing trainings with different numbers of labels. A seed puts the images in an
 * order, of which a training with k labels takes the first k; an image's role depends on its place
 * in the order only. So fewer labels are always a part of more labels, role by role, and an image
 * that validates one training is never trained on in another of the same seed.
 */
public final class NestedSplits {

  private static final long TEST_SEED = 0;
  private static final long TEST_STREAM = 2;
  private static final long ORDER_STREAM = 3;

  /** What a plane of a stack is called. */
  private static final Pattern PLANE = Pattern.compile("(.*)#(\\d{4,18})");

  private NestedSplits() {}

  /**
   * Draws test images. There is no seed, since all trainings that are compared share one test set;
   * the result depends on the set of names only. Of planes of one stack it is a run of neighbors:
   * scattered ones would each resemble the planes beside them, which are trained on.
   *
   * @param labeled names of all images with masks
   * @param fraction part of them, rounded to whole images, at least one and not all
   * @return the names, sorted
   * @throws IllegalArgumentException if there are less than two images
   */
  public static List<String> drawTest(List<String> labeled, double fraction) {
    final int count = labeled.size();
    if (count < 2) {
      throw new IllegalArgumentException(
          "There are " + count + " images with masks; give at least 2, one of them for testing.");
    }
    final int test = Math.min(count - 1, Math.max(1, (int) Math.round(fraction * count)));
    final List<String> shuffled = order(labeled, TEST_SEED, TEST_STREAM);
    if (!arePlanesOfOneStack(labeled)) {
      return sorted(shuffled.subList(0, test));
    }
    final int start = new SplitMix(TEST_SEED, TEST_STREAM).nextInt(count - test + 1);
    final List<String> planes = new ArrayList<>(labeled);
    planes.sort(Comparator.comparingLong(NestedSplits::plane));
    return sorted(planes.subList(start, start + test));
  }

  private static boolean arePlanesOfOneStack(List<String> names) {
    final Set<String> stacks = new HashSet<>();
    for (final String name : names) {
      final Matcher plane = PLANE.matcher(name);
      stacks.add(plane.matches() ? plane.group(1) : name);
    }
    return stacks.size() == 1;
  }

  private static long plane(String name) {
    final Matcher plane = PLANE.matcher(name);
    return plane.matches() ? Long.parseLong(plane.group(2)) : 0;
  }

  /**
   * Draws a split. Labeled images beyond the first {@code labels} of the order are used without
   * their masks.
   *
   * @param labeled names of the images with masks, without the test images
   * @param unlabeled names of the images without masks
   * @param test names of the test images
   * @param labels number of labeled images to take, for training and validation together
   * @param settings label split, views and validation fraction, as in {@link Split#draw}
   * @param seed seed of the order
   * @throws IllegalArgumentException if {@code labels} is below {@link #least} or above the number
   *     of labeled images, or a name comes twice
   */
  public static Split draw(
      List<String> labeled,
      List<String> unlabeled,
      List<String> test,
      int labels,
      TrainingSettings settings,
      long seed) {
    if (labels < least(settings) || labels > labeled.size()) {
      throw new IllegalArgumentException(
          "A split with "
              + labels
              + " labeled images was asked for; give from "
              + least(settings)
              + " to "
              + labeled.size()
              + ".");
    }
    final List<String> order = order(labeled, seed, ORDER_STREAM);
    final List<String> view1 = new ArrayList<>();
    final List<String> view2 = new ArrayList<>();
    final List<String> validation = new ArrayList<>();
    for (int i = 0; i < labels; i++) {
      if (validationImages(i + 1, settings) > validation.size()) {
        validation.add(order.get(i));
      } else if (settings.splitsLabels()) {
        (view1.size() > view2.size() ? view2 : view1).add(order.get(i));
      } else {
        view1.add(order.get(i));
        view2.add(order.get(i));
      }
    }
    final List<String> unused = new ArrayList<>(order.subList(labels, order.size()));
    unused.addAll(unlabeled);
    return new Split(
        sorted(view1), sorted(view2), sorted(validation), sorted(unused), sorted(test));
  }

  /**
   * Returns the least number of labeled images: one for training, or one for each view, and one for
   * validation where there is any.
   */
  public static int least(TrainingSettings settings) {
    return forViews(settings) + (settings.sampling().validationFraction() > 0 ? 1 : 0);
  }

  private static int forViews(TrainingSettings settings) {
    return settings.splitsLabels() ? 2 : 1;
  }

  /** Grows by at most one with each image, and is what {@link Split#draw} takes. */
  private static int validationImages(int labels, TrainingSettings settings) {
    final double fraction = settings.sampling().validationFraction();
    if (fraction == 0) {
      return 0;
    }
    final int wanted = Math.max(1, (int) Math.round(fraction * labels));
    return Math.max(0, Math.min(labels - forViews(settings), wanted));
  }

  private static List<String> order(List<String> names, long seed, long stream) {
    final Set<String> distinct = new HashSet<>(names);
    if (distinct.size() < names.size()) {
      throw new IllegalArgumentException(
          "There are " + names.size() + " images of " + distinct.size() + " names; rename some.");
    }
    final List<String> order = sorted(names);
    new SplitMix(seed, stream).shuffle(order);
    return order;
  }

  private static List<String> sorted(List<String> names) {
    final List<String> copy = new ArrayList<>(names);
    Collections.sort(copy);
    return copy;
  }
}
