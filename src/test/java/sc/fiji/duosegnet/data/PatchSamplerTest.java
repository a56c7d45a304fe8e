package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.NormalizationSettings;
import sc.fiji.duosegnet.model.SamplingSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

class PatchSamplerTest {

  private static final int SIZE = 16;

  /** An image whose mask is where the intensity is above the middle of its range. */
  private static Sample sample(String name, int width, int height, int seed) {
    final SplitMix random = new SplitMix(seed, 99);
    final float[] values = new float[width * height];
    final int[] mask = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.between(0, 1);
      mask[i] = values[i] > 0.5 ? 255 : 0;
    }
    values[0] = 0;
    mask[0] = 0;
    values[1] = 1;
    mask[1] = 255;
    return Sample.of(
        name, TestPixels.image(width, height, 1, values), TestPixels.mask(width, height, mask));
  }

  /** An image with a number of bright pixels, which tells from a patch which image it is from. */
  private static Sample counted(int bright) {
    final float[] values = new float[SIZE * SIZE];
    Arrays.fill(values, 0, bright, 100);
    final var mask = TestPixels.mask(SIZE, SIZE, 1);
    return Sample.of("counted" + bright, TestPixels.image(SIZE, SIZE, 1, values), mask);
  }

  private static TrainingData data() {
    return new TrainingData(
        List.of(sample("a", 40, 30, 1), sample("b", 20, 50, 2)),
        List.of(sample("c", 16, 16, 3), sample("d", 5, 60, 4)),
        List.of(),
        List.of(sample("e", 33, 33, 5), sample("f", 2, 2, 6), sample("g", 17, 17, 7)));
  }

  @Test
  void whatIsAskedForInVainIsTold() {
    final TrainingSettings two = TestSettings.of(Method.DUO_SEGNET_STRONG, 1, 16, 1, 1);
    final TrainingSettings one = two.with("sampling.unlabeled_batch", 1);
    assertEquals(
        List.of(
            "Strong views are not mixed with each other (CutMix), as there is only one unlabeled"
                + " patch in a step; give a batch_size of 2 or more to mix them"),
        PatchSampler.notes(data(), one));
    for (final TrainingSettings settings :
        List.of(two, one.with("augmentation.cut_mix", 0), one.with("method", Method.DUO_SEGNET))) {
      assertEquals(List.of(), PatchSampler.notes(data(), settings));
    }
  }

  /** Few pixels above the others, or below them. */
  private static Sample polar(String name, boolean bright, int value) {
    final float[] values = new float[SIZE * SIZE];
    Arrays.fill(values, bright ? 0 : value);
    Arrays.fill(values, 0, 20, bright ? value : 0);
    final var mask = TestPixels.mask(SIZE, SIZE, 1);
    return Sample.of(name, TestPixels.image(SIZE, SIZE, 1, values), mask);
  }

  @Test
  void imagesUnlikeAllLabeledOnesCanBeLeftOut() {
    final Sample bright = polar("bright", true, 9);
    final Sample dark = polar("dark", false, 9);
    final Sample other = polar("other", true, 7);
    final TrainingData data =
        new TrainingData(
            List.of(bright),
            List.of(bright),
            List.of(),
            List.of(dark, other, sample("e", 8, 8, 1)));
    final TrainingSettings all = TestSettings.of(Method.DUO_SEGNET, 1, SIZE, 1, 1);
    final TrainingSettings alike = all.with("sampling.only_alike", true);
    assertEquals(data.unlabeled(), PatchSampler.unlabeled(data, all.sampling()));
    assertEquals(
        List.of("other", "e"),
        PatchSampler.unlabeled(data, alike.sampling()).stream().map(Sample::name).toList());
    assertEquals(List.of(), PatchSampler.notes(data, all));
    assertEquals(
        List.of(
            "1 of 3 unlabeled images are not learned from, as no labeled image is bright on dark, or"
                + " dark on bright, as they are (sampling.only_alike)"),
        PatchSampler.notes(data, alike));
    assertEquals(List.of(), PatchSampler.notes(data, alike.with("method", Method.SUPERVISED)));

    // What is drawn: the dark one has few values below the mean.
    final TrainingData two =
        new TrainingData(List.of(bright), List.of(bright), List.of(), List.of(dark, other));
    final PatchSampler sampler = new PatchSampler(two, alike);
    for (int i = 0; i < 20; i++) {
      int below = 0;
      for (final float value : sampler.get().unlabeled().pixels()) {
        below += value < -1 ? 1 : 0;
      }
      assertEquals(0, below);
    }
    // A label of its kind makes it welcome.
    final TrainingData both =
        new TrainingData(List.of(bright), List.of(dark), List.of(), List.of(other, dark));
    assertEquals(2, PatchSampler.unlabeled(both, alike.sampling()).size());

    final TrainingData none =
        new TrainingData(List.of(bright), List.of(bright), List.of(), List.of(dark));
    final IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> SampleChecks.check(none, alike));
    assertTrue(refusal.getMessage().contains("sampling.only_alike=false"), refusal.getMessage());
  }

  @Test
  void masksGoThroughTheSameTurnsAsImages() {
    final PatchSampler sampler =
        new PatchSampler(data(), TestSettings.of(Method.DUO_SEGNET, 1, SIZE, 3, 5));
    for (int round = 0; round < 20; round++) {
      final TrainingBatch batch = sampler.get();
      for (final List<ImageBatch> pair :
          List.of(
              List.of(batch.labeled1(), batch.masks1()),
              List.of(batch.labeled2(), batch.masks2()))) {
        for (int image = 0; image < pair.get(0).count(); image++) {
          assertOneThreshold(pair.get(0), pair.get(1), image);
        }
      }
    }
  }

  /** Normalization keeps the order of intensities, so one threshold parts each patch. */
  private static void assertOneThreshold(ImageBatch images, ImageBatch masks, int image) {
    final int pixels = SIZE * SIZE;
    float brightestBackground = Float.NEGATIVE_INFINITY;
    float darkestForeground = Float.POSITIVE_INFINITY;
    for (int i = image * pixels; i < (image + 1) * pixels; i++) {
      final float value = images.pixels()[i * images.channels()];
      if (masks.pixels()[i] == 0) {
        brightestBackground = Math.max(brightestBackground, value);
      } else {
        darkestForeground = Math.min(darkestForeground, value);
      }
    }
    assertTrue(brightestBackground < darkestForeground);
  }

  @Test
  void batchesHaveTheSizesOfTheSettings() {
    final TrainingBatch batch =
        new PatchSampler(data(), TestSettings.of(Method.DUO_SEGNET, 3, SIZE, 2, 5)).get();
    assertEquals(2, batch.labeled1().count());
    assertEquals(3, batch.labeled2().channels());
    assertEquals(1, batch.masks2().channels());
    assertEquals(3, batch.unlabeled().count());
    assertEquals(SIZE, batch.unlabeled().height());
  }

  @Test
  void theSeedDecidesEverything() {
    final PatchSampler first =
        new PatchSampler(data(), TestSettings.of(Method.DUO_SEGNET, 1, SIZE, 2, 5));
    final PatchSampler same =
        new PatchSampler(data(), TestSettings.of(Method.DUO_SEGNET, 1, SIZE, 2, 5));
    final PatchSampler other =
        new PatchSampler(data(), TestSettings.of(Method.DUO_SEGNET, 1, SIZE, 2, 6));
    boolean differs = false;
    for (int i = 0; i < 10; i++) {
      final TrainingBatch a = first.get();
      final TrainingBatch b = same.get();
      final TrainingBatch c = other.get();
      assertArrayEquals(a.labeled1().pixels(), b.labeled1().pixels());
      assertArrayEquals(a.masks2().pixels(), b.masks2().pixels());
      assertArrayEquals(a.unlabeled().pixels(), b.unlabeled().pixels());
      differs |= !Arrays.equals(a.labeled1().pixels(), c.labeled1().pixels());
    }
    assertTrue(differs);
  }

  /** With symmetries alone. */
  @Test
  void patchesAreTurnedCopiesFromRandomPlaces() {
    final PatchSampler sampler =
        new PatchSampler(data(), TestSettings.of(Method.DUO_SEGNET, 1, SIZE, 3, 5));
    final Replay view1 = new Replay(data().view1(), 11);
    final Replay view2 = new Replay(data().view2(), 12);
    final Replay unlabeled = new Replay(data().unlabeled(), 13);
    for (int round = 0; round < 5; round++) {
      final TrainingBatch batch = sampler.get();
      view1.assertNext(batch.labeled1(), batch.masks1());
      view2.assertNext(batch.labeled2(), batch.masks2());
      unlabeled.assertNext(batch.unlabeled(), null);
    }
  }

  /** Draws patches of seed 5 in the plainest way: image, place and symmetry, nothing else. */
  private static final class Replay {

    private final SplitMix random;
    private final SampleCycle cycle;

    Replay(List<Sample> samples, long stream) {
      random = new SplitMix(5, stream);
      cycle =
          new SampleCycle(
              samples, random, TestSettings.of(Method.DUO_SEGNET, 1, SIZE, 3, 5).sampling());
    }

    void assertNext(ImageBatch images, ImageBatch masksOrNull) {
      final int pixels = SIZE * SIZE;
      for (int i = 0; i < images.count(); i++) {
        final Sample sample = cycle.next();
        final var image = sample.image();
        final int x = start(image.dimension(0));
        final int y = start(image.dimension(1));
        final Symmetry symmetry = Symmetry.draw(random);
        final Scaling scaling =
            new PercentileNormalization(new NormalizationSettings(0, 100)).scaling(image);
        final float[] patch = new float[pixels];
        final float[] turned = new float[pixels];
        Patches.copyNormalized(image, scaling, x, y, SIZE, SIZE, 1, patch, 0);
        symmetry.apply(patch, SIZE, 1, turned, 0);
        assertArrayEquals(
            turned, Arrays.copyOfRange(images.pixels(), i * pixels, (i + 1) * pixels));
        if (masksOrNull != null) {
          Patches.copyMask(sample.mask(), x, y, SIZE, SIZE, patch, 0);
          symmetry.apply(patch, SIZE, 1, turned, 0);
          assertArrayEquals(
              turned, Arrays.copyOfRange(masksOrNull.pixels(), i * pixels, (i + 1) * pixels));
        }
      }
    }

    private int start(long length) {
      return length <= SIZE ? 0 : random.nextInt((int) length - SIZE + 1);
    }
  }

  @Test
  void eachRoundHasEveryImageOnceInAnOrderOfItsOwn() {
    final List<Sample> five =
        List.of(counted(10), counted(20), counted(30), counted(40), counted(50));
    final PatchSampler sampler =
        new PatchSampler(
            new TrainingData(five, five, List.of(), List.of(counted(60))),
            TestSettings.of(Method.SUPERVISED, 1, SIZE, 1, 5));
    final Set<List<Integer>> orders = new HashSet<>();
    boolean viewsDiffer = false;
    for (int round = 0; round < 6; round++) {
      final List<Integer> order = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        final TrainingBatch batch = sampler.get();
        order.add(brightPixels(batch.labeled1()));
        viewsDiffer |= brightPixels(batch.labeled1()) != brightPixels(batch.labeled2());
        assertNull(batch.unlabeled());
      }
      assertEquals(Set.of(10, 20, 30, 40, 50), new HashSet<>(order));
      orders.add(order);
    }
    assertTrue(orders.size() > 1);
    assertTrue(viewsDiffer);
  }

  @ParameterizedTest
  @CsvSource({"0,1,1,1", "0.5,1,2,4", "1,1,4,16"})
  void largeImagesComeOftener(double exponent, int small, int medium, int large) {
    final List<Sample> samples = new ArrayList<>();
    for (final int side : new int[] {SIZE / 2, 2 * SIZE, 4 * SIZE}) {
      samples.add(
          Sample.of(
              "side " + side,
              TestPixels.image(side, side, 1, new float[side * side]),
              TestPixels.mask(side, side, 1)));
    }
    final SampleCycle cycle =
        new SampleCycle(
            samples,
            new SplitMix(5, 1),
            TestSettings.of(Method.SUPERVISED, 1, SIZE, 1, 5)
                .with("sampling.area_exponent", exponent)
                .sampling());
    for (int round = 0; round < 3; round++) {
      final List<Sample> given = new ArrayList<>();
      for (int i = 0; i < small + medium + large; i++) {
        given.add(cycle.next());
      }
      assertEquals(small, Collections.frequency(given, samples.get(0)));
      assertEquals(medium, Collections.frequency(given, samples.get(1)));
      assertEquals(large, Collections.frequency(given, samples.get(2)));
    }
    final SampleCycle other = new SampleCycle(samples, new SplitMix(5, 2), SETTINGS_BY_AREA);
    if (exponent == 1) {
      other.restore(cycle.order(), cycle.position());
    } else {
      assertThrows(
          IllegalArgumentException.class, () -> other.restore(cycle.order(), cycle.position()));
    }
  }

  private static final SamplingSettings SETTINGS_BY_AREA =
      TestSettings.of(Method.SUPERVISED, 1, SIZE, 1, 5)
          .with("sampling.area_exponent", 1)
          .sampling();

  @Test
  void positionsReachBothEndsOfTheImage() {
    final Set<Float> seen = new HashSet<>();
    final int width = SIZE + 3;
    final float[] values = new float[width * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % width;
    }
    final Sample sample =
        Sample.of(
            "columns", TestPixels.image(width, SIZE, 1, values), TestPixels.mask(width, SIZE, 1));
    final PatchSampler sampler =
        new PatchSampler(
            new TrainingData(List.of(sample), List.of(sample), List.of(), List.of()),
            TestSettings.of(Method.SUPERVISED, 1, SIZE, 1, 5));
    for (int i = 0; i < 60; i++) {
      float least = Float.MAX_VALUE;
      for (final float value : sampler.get().labeled1().pixels()) {
        least = Math.min(least, value);
      }
      // Undo the normalization to mean 9 and the deviation of 0..18.
      final double deviation = Math.sqrt((width * width - 1) / 12.0);
      seen.add(Math.round(least * deviation + (width - 1) / 2.0) + 0f);
    }
    assertEquals(Set.of(0f, 1f, 2f, 3f), seen);
  }

  @Test
  void aBatchIsNotTouchedByTheNextOne() {
    final PatchSampler sampler =
        new PatchSampler(data(), TestSettings.of(Method.DUO_SEGNET, 1, SIZE, 1, 5));
    final TrainingBatch first = sampler.get();
    final float[] copy = first.labeled1().pixels().clone();
    final TrainingBatch second = sampler.get();
    assertNotNull(second);
    assertArrayEquals(copy, first.labeled1().pixels());
    assertFalse(Arrays.equals(copy, second.labeled1().pixels()));
  }

  private static int brightPixels(ImageBatch batch) {
    int count = 0;
    for (final float value : batch.pixels()) {
      count += value > 0 ? 1 : 0;
    }
    return count;
  }
}
