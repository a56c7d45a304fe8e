package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Augmentation as {@link PatchSampler} puts it together. */
class AugmentedBatchTest {

  private static final int SIZE = 32;
  private static final int WIDTH = 90;
  private static final int HEIGHT = 80;
  private static final int THRESHOLD = 125;

  /** An image that is x + 2 y, which is above a threshold where its mask is 1. */
  private static Sample slope(String name) {
    final float[] values = new float[WIDTH * HEIGHT];
    final int[] mask = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % WIDTH + 2 * (i / WIDTH);
      mask[i] = values[i] > THRESHOLD ? 255 : 0;
    }
    return Sample.of(
        name, TestPixels.image(WIDTH, HEIGHT, 1, values), TestPixels.mask(WIDTH, HEIGHT, mask));
  }

  private static Sample random(String name, int width, int height, int seed) {
    final SplitMix random = new SplitMix(seed, 99);
    final float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.between(0, 1);
    }
    return Sample.of(
        name, TestPixels.image(width, height, 1, values), TestPixels.mask(width, height, 1));
  }

  private static PatchSampler sampler(TrainingSettings settings) {
    return new PatchSampler(
        new TrainingData(
            List.of(slope("a"), slope("b")),
            List.of(slope("c")),
            List.of(),
            List.of(random("d", 70, 50, 1), random("e", 20, 33, 2), random("f", 40, 32, 3))),
        settings);
  }

  private static TrainingSettings settings(Method method) {
    return TestSettings.of(method, 1, SIZE, 2, 5);
  }

  private static List<float[]> arrays(TrainingBatch batch) {
    return List.of(
        batch.labeled1().pixels(),
        batch.masks1().pixels(),
        batch.labeled2().pixels(),
        batch.masks2().pixels(),
        batch.unlabeled().pixels());
  }

  private static void assertSamePatches(TrainingBatch one, TrainingBatch other) {
    for (int i = 0; i < arrays(one).size(); i++) {
      assertArrayEquals(arrays(one).get(i), arrays(other).get(i));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void strongViewsComeWithTheMethodsThatUseThemAndAlterNothingElse(Method method) {
    final PatchSampler sampler = sampler(settings(method));
    final PatchSampler plain = sampler(settings(Method.DUO_SEGNET));
    for (int round = 0; round < 3; round++) {
      final TrainingBatch batch = sampler.get();
      final TrainingBatch reference = plain.get();
      assertEquals(method.usesStrongViews(), batch.strong1() != null);
      assertEquals(method.usesStrongViews(), batch.strong2() != null);
      if (method.usesUnlabeled()) {
        assertSamePatches(batch, reference);
      } else {
        assertNull(batch.unlabeled());
        assertArrayEquals(reference.labeled1().pixels(), batch.labeled1().pixels());
      }
    }
  }

  @Test
  void theSeedDecidesStrongViewsToo() {
    final TrainingSettings settings =
        settings(Method.UNIMATCH)
            .with("augmentation.scaling", 1.5)
            .with("augmentation.labeled_probability", 0.5);
    final PatchSampler first = sampler(settings);
    final PatchSampler same = sampler(settings);
    final PatchSampler other = sampler(settings.with("seed", 6));
    for (int round = 0; round < 4; round++) {
      final TrainingBatch a = first.get();
      final TrainingBatch b = same.get();
      assertSamePatches(a, b);
      assertArrayEquals(a.strong1().images().pixels(), b.strong1().images().pixels());
      assertArrayEquals(a.strong2().images().pixels(), b.strong2().images().pixels());
      assertArrayEquals(a.strong1().boxes().pixels(), b.strong1().boxes().pixels());
      assertArrayEquals(a.strong2().boxes().pixels(), b.strong2().boxes().pixels());
      assertFalse(Arrays.equals(a.strong1().images().pixels(), a.strong2().images().pixels()));
      assertFalse(
          Arrays.equals(a.strong1().images().pixels(), other.get().strong1().images().pixels()));
    }
  }

  @Test
  void withoutPhotometricChangesStrongPixelsAreUnlabeledOnes() {
    final PatchSampler sampler =
        sampler(
            settings(Method.DUO_SEGNET_STRONG)
                .with("augmentation.probability", 0)
                .with("augmentation.cut_mix", 1)
                .with("augmentation.scaling", 2));
    for (int round = 0; round < 5; round++) {
      final TrainingBatch batch = sampler.get();
      final float[] weak = batch.unlabeled().pixels();
      for (final StrongView view : List.of(batch.strong1(), batch.strong2())) {
        boolean mixed = false;
        for (int i = 0; i < weak.length; i++) {
          final boolean next = view.boxes().pixels()[i] == 1;
          mixed |= next;
          assertEquals(weak[next ? (i + SIZE * SIZE) % weak.length : i], view.images().pixels()[i]);
        }
        assertTrue(mixed);
      }
    }
  }

  @Test
  void changesOfLabeledIntensitiesAlterNeitherPatchesNorMasks() {
    final PatchSampler plain = sampler(settings(Method.DUO_SEGNET));
    final PatchSampler changing =
        sampler(settings(Method.DUO_SEGNET).with("augmentation.labeled_probability", 1));
    for (int round = 0; round < 4; round++) {
      final TrainingBatch a = plain.get();
      final TrainingBatch b = changing.get();
      assertArrayEquals(a.masks1().pixels(), b.masks1().pixels());
      assertArrayEquals(a.masks2().pixels(), b.masks2().pixels());
      assertArrayEquals(a.unlabeled().pixels(), b.unlabeled().pixels());
      assertFalse(Arrays.equals(a.labeled1().pixels(), b.labeled1().pixels()));
      assertFalse(Arrays.equals(a.labeled2().pixels(), b.labeled2().pixels()));
    }
  }

  @Test
  void labeledPatchesAndStrongViewsAreInvertedAndNothingElse() {
    final TrainingSettings settings =
        settings(Method.DUO_SEGNET_STRONG)
            .with("augmentation.probability", 0)
            .with("augmentation.cut_mix", 0);
    final PatchSampler plain = sampler(settings);
    final PatchSampler inverting = sampler(settings.with("augmentation.inversion", 1));
    for (int round = 0; round < 4; round++) {
      final TrainingBatch a = plain.get();
      final TrainingBatch b = inverting.get();
      assertArrayEquals(a.masks1().pixels(), b.masks1().pixels());
      assertArrayEquals(a.masks2().pixels(), b.masks2().pixels());
      assertArrayEquals(a.unlabeled().pixels(), b.unlabeled().pixels());
      assertInverted(a.labeled1(), b.labeled1());
      assertInverted(a.labeled2(), b.labeled2());
      assertInverted(a.strong1().images(), b.strong1().images());
      assertInverted(a.strong2().images(), b.strong2().images());
    }
  }

  private static void assertInverted(ImageBatch plain, ImageBatch inverted) {
    for (int i = 0; i < plain.pixels().length; i++) {
      assertEquals(plain.pixels()[i], -inverted.pixels()[i]);
    }
  }

  /** Undoes the normalization; the mask must follow the slope wherever it is clear of its edge. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void masksStayAlignedUnderScalingAndTurns(boolean symmetries) {
    final PatchSampler sampler =
        sampler(
            settings(Method.SUPERVISED)
                .with("augmentation.symmetries", symmetries)
                .with("augmentation.scaling", 2));
    final double deviation =
        Math.sqrt((WIDTH * WIDTH - 1) / 12.0 + 4 * (HEIGHT * HEIGHT - 1) / 12.0);
    final double mean = (WIDTH - 1) / 2.0 + HEIGHT - 1;
    double leastStep = Double.MAX_VALUE;
    double mostStep = 0;
    boolean mixed = false;
    for (int round = 0; round < 60; round++) {
      final TrainingBatch batch = sampler.get();
      final float[] images = batch.labeled1().pixels();
      final float[] masks = batch.masks1().pixels();
      int foreground = 0;
      for (int i = 0; i < images.length; i++) {
        final double value = images[i] * deviation + mean;
        assertTrue(masks[i] == 0 || masks[i] == 1);
        // The nearest pixel is up to half a pixel away in x and y: 0.5 + 1; blur at borders more.
        if (Math.abs(value - THRESHOLD) > 2) {
          assertEquals(value > THRESHOLD ? 1 : 0, masks[i]);
        }
        foreground += (int) masks[i];
      }
      mixed |= foreground > 0 && foreground < masks.length;
      final int middle = SIZE / 2 * SIZE + SIZE / 2;
      final double right = (images[middle + 1] - images[middle]) * deviation;
      final double down = (images[middle + SIZE] - images[middle]) * deviation;
      if (!symmetries) {
        assertEquals(2 * right, down, 1e-3);
        assertTrue(right > 0);
      }
      leastStep = Math.min(leastStep, Math.abs(right));
      mostStep = Math.max(mostStep, Math.abs(right));
    }
    assertTrue(mixed);
    // A step of 1 or, turned, 2 becomes half to twice of it.
    assertTrue(leastStep > 0.499 && leastStep < 0.6);
    assertTrue(mostStep < (symmetries ? 4.01 : 2.01) && mostStep > (symmetries ? 3.5 : 1.8));
  }

  @Test
  void switchingSymmetriesOffKeepsThePlaces() {
    final PatchSampler turned = sampler(settings(Method.DUO_SEGNET));
    final PatchSampler upright =
        sampler(settings(Method.DUO_SEGNET).with("augmentation.symmetries", false));
    for (int round = 0; round < 3; round++) {
      final float[] one = turned.get().labeled1().pixels();
      final float[] other = upright.get().labeled1().pixels();
      for (int from = 0; from < one.length; from += SIZE * SIZE) {
        final float[] a = Arrays.copyOfRange(one, from, from + SIZE * SIZE);
        final float[] b = Arrays.copyOfRange(other, from, from + SIZE * SIZE);
        Arrays.sort(a);
        Arrays.sort(b);
        assertArrayEquals(a, b);
      }
    }
  }
}
