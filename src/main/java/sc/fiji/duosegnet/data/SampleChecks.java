package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Looks at every image and mask before a training starts, so that it can't fail halfway. */
public final class SampleChecks {

  private SampleChecks() {}

  /**
   * Checks all images of a training. Each is opened once, one after the other, if it was not
   * before.
   *
   * @throws IllegalArgumentException for the first violation: an empty list, a mask of another size
   *     than its image or with more than two values, an image without finite values or with a wrong
   *     number of channels, or training masks that are all empty
   */
  public static void check(TrainingData data, TrainingSettings settings) {
    notEmpty(data.view1(), "labeled images for view 1; annotate some more");
    notEmpty(data.view2(), "labeled images for view 2; annotate some more");
    if (settings.method().usesUnlabeled()) {
      notEmpty(
          data.unlabeled(),
          "unlabeled images, which "
              + settings.method().label()
              + " needs; add some or choose the method Supervised U-Net");
      notEmpty(
          PatchSampler.unlabeled(data, settings.sampling()),
          "unlabeled images that are bright on dark, or dark on bright, as the labeled ones are; add"
              + " some, annotate one of the others, or give sampling.only_alike=false");
    }
    final int channels = settings.network().channels();
    // A sample may be in both views; it is opened once.
    final Set<Sample> training = new LinkedHashSet<>(data.view1());
    training.addAll(data.view2());
    boolean foreground = false;
    for (final Sample sample : training) {
      checkImage(sample, channels);
      foreground |= checkMask(sample);
    }
    if (!foreground) {
      throw new IllegalArgumentException(
          "All "
              + training.size()
              + " masks of the training images are empty; annotate at least one object.");
    }
    for (final Sample sample : data.validation()) {
      checkImage(sample, channels);
      checkMask(sample);
    }
    if (settings.method().usesUnlabeled()) {
      data.unlabeled().forEach(sample -> checkImage(sample, channels));
    }
  }

  /**
   * Checks one image, and its mask if it has one.
   *
   * @param channels channels of the networks
   * @return whether it has a mask with foreground
   * @throws IllegalArgumentException if they are not usable, as {@link #check(TrainingData,
   *     TrainingSettings)} says
   */
  public static boolean check(Sample sample, int channels) {
    checkImage(sample, channels);
    return sample.labeled() && checkMask(sample);
  }

  private static void notEmpty(List<Sample> samples, String what) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("There are no " + what + ".");
    }
  }

  private static void checkImage(Sample sample, int channels) {
    final SampleFacts facts = sample.facts();
    final long given = facts.channels();
    if (given != 1 && given != channels) {
      throw refusal(
          sample,
          "has " + given + " channels",
          "give images with " + (channels == 1 ? "1 channel" : "1 or " + channels + " channels"));
    }
    if (!facts.finite()) {
      throw refusal(
          sample, "has no pixel with a finite value", "give one with intensities that are numbers");
    }
  }

  /** Returns whether the mask has any foreground. */
  private static boolean checkMask(Sample sample) {
    if (!sample.labeled()) {
      throw refusal(sample, "is listed as labeled but has no mask", "add its mask");
    }
    final SampleFacts facts = sample.facts();
    final SampleFacts.Mask mask = facts.mask();
    if (mask.width() != facts.width() || mask.height() != facts.height()) {
      throw refusal(
          sample,
          "is "
              + facts.width()
              + "x"
              + facts.height()
              + " pixels, its mask "
              + mask.width()
              + "x"
              + mask.height(),
          "give a mask of the image's size");
    }
    final List<Double> values = mask.values();
    if (values.size() > 1 || values.contains(Double.NaN)) {
      throw moreThanTwo(sample, values);
    }
    return !values.isEmpty();
  }

  private static IllegalArgumentException moreThanTwo(Sample sample, List<Double> found) {
    final List<String> values = new ArrayList<>(List.of("0"));
    for (final double value : found) {
      values.add(value == Math.rint(value) ? Long.toString((long) value) : value + "");
    }
    return refusal(
        sample,
        "has a mask with the values " + String.join(", ", values),
        "give masks with 0 for background and one other value for foreground");
  }

  private static IllegalArgumentException refusal(Sample sample, String found, String remedy) {
    return new IllegalArgumentException(
        "Image '" + sample.name() + "' " + found + "; " + remedy + ".");
  }
}
