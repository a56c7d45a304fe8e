package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Looks at every image and mask before a training starts, so that it can't fail halfway. */
public final class SampleChecks {

  private SampleChecks() {}

  /**
   * Checks all images of a training. Each is opened once, one after the other.
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
   * @throws IllegalArgumentException if they are not usable, as {@link #check(TrainingData,
   *     TrainingSettings)} says
   */
  public static void check(Sample sample, int channels) {
    checkImage(sample, channels);
    if (sample.labeled()) {
      checkMask(sample);
    }
  }

  private static void notEmpty(List<Sample> samples, String what) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("There are no " + what + ".");
    }
  }

  private static void checkImage(Sample sample, int channels) {
    final RandomAccessibleInterval<? extends RealType<?>> image = sample.image();
    final long given = image.dimension(2);
    if (given != 1 && given != channels) {
      throw refusal(
          sample,
          "has " + given + " channels",
          "give images with " + (channels == 1 ? "1 channel" : "1 or " + channels + " channels"));
    }
    final Cursor<? extends RealType<?>> cursor = Views.iterable(image).cursor();
    while (cursor.hasNext()) {
      if (Float.isFinite(cursor.next().getRealFloat())) {
        return;
      }
    }
    throw refusal(
        sample, "has no pixel with a finite value", "give one with intensities that are numbers");
  }

  /** Returns whether the mask has any foreground. */
  private static boolean checkMask(Sample sample) {
    if (!sample.labeled()) {
      throw refusal(sample, "is listed as labeled but has no mask", "add its mask");
    }
    final RandomAccessibleInterval<? extends RealType<?>> image = sample.image();
    final RandomAccessibleInterval<? extends RealType<?>> mask = sample.mask();
    if (mask.dimension(0) != image.dimension(0) || mask.dimension(1) != image.dimension(1)) {
      throw refusal(
          sample,
          "is "
              + image.dimension(0)
              + "x"
              + image.dimension(1)
              + " pixels, its mask "
              + mask.dimension(0)
              + "x"
              + mask.dimension(1),
          "give a mask of the image's size");
    }
    double foreground = 0;
    final Cursor<? extends RealType<?>> cursor = Views.iterable(mask).cursor();
    while (cursor.hasNext()) {
      final double value = cursor.next().getRealDouble();
      if (value != 0 && value != foreground) {
        if (foreground != 0 || Double.isNaN(value)) {
          throw moreThanTwo(sample, foreground, value);
        }
        foreground = value;
      }
    }
    return foreground != 0;
  }

  private static IllegalArgumentException moreThanTwo(Sample sample, double first, double second) {
    final List<String> values = new ArrayList<>(List.of("0"));
    for (final double value : new double[] {first, second}) {
      if (value != 0) {
        values.add(value == Math.rint(value) ? Long.toString((long) value) : value + "");
      }
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
