package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * What a training's images are like.
 *
 * @param channels the most channels that an image has
 * @param labeled number of labeled images
 * @param side median of the labeled images' shorter sides in pixels
 * @param objectDiameter typical diameter of objects in pixels, from the lengths of rows and columns
 *     through them; 0 if all masks are empty
 * @param objectsPerImage mean foreground area of a labeled image in areas of a typical object
 * @param polarity how many are bright on dark, and how many dark on bright
 */
public record ImageSurvey(
    int channels,
    int labeled,
    int side,
    double objectDiameter,
    double objectsPerImage,
    PolarityCounts polarity) {

  /**
   * Opens all images and masks, unless somebody has asked about them before. Of images that are
   * held out for testing only the channels count, which the networks must be able to take; their
   * sizes, masks and intensities do not.
   *
   * @param test names of these images
   * @throws CancellationException if canceled, which is asked before each image
   */
  public static ImageSurvey of(
      List<Sample> samples, Collection<String> test, BooleanSupplier canceled) {
    return of(samples, Set.copyOf(test), Set.of(), canceled);
  }

  /**
   * The same for what images are used for, which may be that some masks are not looked at. Images
   * that the split does not name are held out, too.
   */
  public static ImageSurvey of(List<Sample> samples, Split split, BooleanSupplier canceled) {
    final Set<String> apart = new HashSet<>();
    samples.forEach(sample -> apart.add(sample.name()));
    apart.removeAll(split.view1());
    apart.removeAll(split.view2());
    apart.removeAll(split.validation());
    apart.removeAll(split.unlabeled());
    return of(samples, apart, Set.copyOf(split.unlabeled()), canceled);
  }

  private static ImageSurvey of(
      List<Sample> samples, Set<String> apart, Set<String> hidden, BooleanSupplier canceled) {
    long channels = 1;
    Chords chords = Chords.NONE;
    final List<Long> sides = new ArrayList<>();
    final List<Sample> labeled = new ArrayList<>();
    final List<Sample> unlabeled = new ArrayList<>();
    for (final Sample sample : samples) {
      checkCanceled(canceled);
      final SampleFacts facts = sample.facts();
      channels = Math.max(channels, facts.channels());
      if (apart.contains(sample.name())) {
        continue;
      }
      if (sample.labeled() && !hidden.contains(sample.name())) {
        labeled.add(sample);
        sides.add(Math.min(facts.width(), facts.height()));
        chords = chords.and(facts.mask().chords());
      } else {
        unlabeled.add(sample);
      }
    }
    Collections.sort(sides);
    final double diameter = chords.diameter();
    return new ImageSurvey(
        Math.toIntExact(channels),
        sides.size(),
        sides.isEmpty() ? 0 : Math.toIntExact(sides.get(sides.size() / 2)),
        diameter,
        diameter == 0 ? 0 : chords.area() / sides.size() / (Math.PI / 4 * diameter * diameter),
        PolarityCounts.of(labeled, unlabeled));
  }

  private static void checkCanceled(BooleanSupplier canceled) {
    if (canceled.getAsBoolean()) {
      throw new CancellationException();
    }
  }
}
