package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.AugmentationSettings;

class PhotometricTest {

  private static final int SIZE = 12;
  private static final int CHANNELS = 3;
  private static final int OFFSET = 4;
  private static final int COUNT = SIZE * SIZE * CHANNELS;
  private static final AugmentationSettings WIDE =
      new AugmentationSettings(true, 1, 0.5, 0.4, 2.5, 1.5, 0.2, 0.5, 0, 0, 0.5);

  private static float[] patch() {
    final SplitMix random = new SplitMix(2, 99);
    final float[] pixels = new float[OFFSET + COUNT + 1];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.between(-1.5, 4);
    }
    return pixels;
  }

  private static float[] changed(Photometric change, float[] patch) {
    final float[] result = patch.clone();
    change.apply(result, OFFSET, SIZE, CHANNELS, new SplitMix(3, 14));
    // Only the patch is changed.
    assertArrayEquals(Arrays.copyOf(patch, OFFSET), Arrays.copyOf(result, OFFSET));
    assertEquals(patch[OFFSET + COUNT], result[OFFSET + COUNT]);
    return result;
  }

  /** Contrast about the mean after brightness, then gamma on the range. */
  private static double[] expected(float[] patch, double shift, double factor, double gamma) {
    final double[] values = new double[COUNT];
    double mean = 0;
    for (int i = 0; i < COUNT; i++) {
      values[i] = patch[OFFSET + i] + shift;
      mean += values[i] / COUNT;
    }
    for (int i = 0; i < COUNT; i++) {
      values[i] = mean + (values[i] - mean) * factor;
    }
    final double least = Arrays.stream(values).min().orElseThrow();
    final double range = Arrays.stream(values).max().orElseThrow() - least;
    for (int i = 0; i < COUNT && gamma != 1; i++) {
      values[i] = least + range * Math.pow((values[i] - least) / range, gamma);
    }
    return values;
  }

  private static void assertFormulas(double shift, double factor, double gamma) {
    final float[] patch = patch();
    final float[] result = changed(new Photometric(false, 0, 0, shift, factor, gamma), patch);
    final double[] expected = expected(patch, shift, factor, gamma);
    for (int i = 0; i < COUNT; i++) {
      assertEquals(expected[i], result[OFFSET + i], 1e-5);
    }
  }

  @Test
  void brightnessContrastAndGammaFollowTheirFormulas() {
    assertFormulas(0.37, 1, 1);
    assertFormulas(0, 1.4, 1);
    assertFormulas(0, 0.6, 1);
    assertFormulas(0, 1, 2.3);
    assertFormulas(0, 1, 0.4);
    assertFormulas(-0.4, 1.3, 0.7);
  }

  @Test
  void blurComesBeforeNoiseAndNoiseBeforeTheRest() {
    final float[] patch = patch();
    final float[] steps = patch.clone();
    new GaussianBlur(1.2).apply(steps, OFFSET, SIZE, SIZE, CHANNELS);
    GaussianNoise.add(steps, OFFSET, SIZE * SIZE, CHANNELS, 0.2, new SplitMix(3, 14));
    final double[] expected = expected(steps, 0.3, 0.8, 1.4);
    final float[] result = changed(new Photometric(false, 1.2, 0.2, 0.3, 0.8, 1.4), patch);
    for (int i = 0; i < COUNT; i++) {
      assertEquals(expected[i], result[OFFSET + i], 1e-5);
    }
  }

  @Test
  void gammaLeavesAConstantPatchAndNoneLeavesAll() {
    final float[] constant = new float[OFFSET + COUNT + 1];
    Arrays.fill(constant, 0.7f);
    assertArrayEquals(constant, changed(new Photometric(false, 0, 0, 0, 1, 2), constant));
    assertArrayEquals(patch(), changed(Photometric.NONE, patch()));
  }

  @Test
  void inversionTurnsSignsAndComesFirst() {
    final float[] patch = patch();
    final float[] inverted = patch.clone();
    for (int i = OFFSET; i < OFFSET + COUNT; i++) {
      inverted[i] = -patch[i];
    }
    assertArrayEquals(inverted, changed(new Photometric(true, 0, 0, 0, 1, 1), patch));
    final float[] rest = changed(new Photometric(false, 1.2, 0.2, 0.3, 0.8, 1.4), inverted);
    final float[] both = changed(new Photometric(true, 1.2, 0.2, 0.3, 0.8, 1.4), patch);
    assertArrayEquals(
        Arrays.copyOfRange(rest, OFFSET, OFFSET + COUNT),
        Arrays.copyOfRange(both, OFFSET, OFFSET + COUNT));
  }

  @Test
  void inversionHasAProbabilityOfItsOwn() {
    final int draws = 20_000;
    final AugmentationSettings settings =
        new AugmentationSettings(true, 1, 0.5, 0.4, 2.5, 1.5, 0.2, 0.5, 0, 0.3, 0.5);
    for (final double other : new double[] {0, 0.5}) {
      final SplitMix random = new SplitMix(5, 14);
      int inverted = 0;
      for (int i = 0; i < draws; i++) {
        inverted += Photometric.draw(settings, other, random).inverted() ? 1 : 0;
      }
      assertEquals(0.3, (double) inverted / draws, 4 * Math.sqrt(0.3 * 0.7 / draws));
    }
    final SplitMix random = new SplitMix(5, 14);
    for (int i = 0; i < draws; i++) {
      assertFalse(Photometric.draw(WIDE, 0.5, random).inverted());
    }
  }

  @Test
  void probabilityZeroUsesNoRandomNumbers() {
    final SplitMix random = new SplitMix(4, 14);
    assertSame(Photometric.NONE, Photometric.draw(WIDE, 0, random));
    Photometric.NONE.apply(patch(), OFFSET, SIZE, CHANNELS, random);
    assertEquals(new SplitMix(4, 14).nextLong(), random.nextLong());
  }

  @Test
  void changesHappenWithTheirProbability() {
    final SplitMix random = new SplitMix(5, 14);
    final int draws = 20_000;
    final double probability = 0.3;
    final int[] counts = new int[6];
    for (int i = 0; i < draws; i++) {
      final Photometric drawn = Photometric.draw(WIDE, probability, random);
      counts[0] += drawn.blur() != 0 ? 1 : 0;
      counts[1] += drawn.noise() != 0 ? 1 : 0;
      counts[2] += drawn.brightness() != 0 ? 1 : 0;
      counts[3] += drawn.contrast() != 1 ? 1 : 0;
      counts[4] += drawn.gamma() != 1 ? 1 : 0;
      counts[5] += drawn.blur() != 0 && drawn.gamma() != 1 ? 1 : 0;
    }
    for (int k = 0; k < counts.length; k++) {
      final double wanted = k < 5 ? probability : probability * probability;
      final double deviation = Math.sqrt(wanted * (1 - wanted) / draws);
      assertEquals(wanted, (double) counts[k] / draws, 4 * deviation);
    }
  }

  @Test
  void numbersFillTheirRangesEvenly() {
    assertUniform(Photometric::blur, 0, 1.5);
    assertUniform(Photometric::noise, 0, 0.2);
    assertUniform(Photometric::brightness, -0.5, 0.5);
    assertUniform(Photometric::contrast, 0.6, 1.4);
    assertUniform(drawn -> Math.log(drawn.gamma()), -Math.log(2.5), Math.log(2.5));
  }

  private static void assertUniform(ToDoubleFunction<Photometric> number, double from, double to) {
    final SplitMix random = new SplitMix(6, 14);
    final int draws = 20_000;
    final double slack = 1e-12;
    double mean = 0;
    double square = 0;
    double least = to;
    double most = from;
    for (int i = 0; i < draws; i++) {
      final double value = number.applyAsDouble(Photometric.draw(WIDE, 1, random));
      assertTrue(value >= from - slack && value <= to + slack);
      final double part = (value - from) / (to - from);
      mean += part / draws;
      square += part * part / draws;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    assertEquals(1.0 / 2, mean, 4 * Math.sqrt(1.0 / 12 / draws));
    assertEquals(1.0 / 3, square, 4 * Math.sqrt(4.0 / 45 / draws));
    assertEquals(from, least, (to - from) / 1000);
    assertEquals(to, most, (to - from) / 1000);
  }
}
