package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Ramp;
import sc.fiji.duosegnet.model.StrongViewSettings;

/** The closed forms of losses and pseudo-masks against plain loops in double precision. */
@ExtendWith(InEngine.class)
class LossPiecesTest {

  private static final float[] LEVELS = {-30, -12, -3, -0.5f, -1e-3f, 0, 1e-3f, 0.7f, 4, 11, 30};

  /** All pairs of levels: the first of each pair. */
  private static float[] first() {
    final float[] values = new float[LEVELS.length * LEVELS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = LEVELS[i / LEVELS.length];
    }
    return values;
  }

  /** All pairs of levels: the second of each pair. */
  private static float[] second() {
    final float[] values = new float[LEVELS.length * LEVELS.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = LEVELS[i % LEVELS.length];
    }
    return values;
  }

  private static double slope(double logit) {
    return ReferenceLosses.sigmoid(logit) * ReferenceLosses.sigmoid(-logit);
  }

  @Test
  void divergence() {
    final float[] p = first();
    final float[] q = second();
    final List<float[]> found = Pieces.loss(Pieces.Loss.DIVERGENCE, p, q);
    final double expected = ReferenceLosses.divergence(p, q);
    assertEquals(expected, found.get(0)[0], 1e-5 * expected);
    for (int i = 0; i < p.length; i++) {
      final String pair = p[i] + " " + q[i];
      final double byOwn = slope(p[i]) * ((double) p[i] - q[i]) / p.length;
      final double byOther =
          (ReferenceLosses.sigmoid(q[i]) - ReferenceLosses.sigmoid(p[i])) / p.length;
      assertEquals(byOwn, found.get(1)[i], 1e-5 / p.length, pair);
      assertEquals(byOther, found.get(2)[i], 1e-6 / p.length, pair);
    }
    assertEquals(0, Pieces.loss(Pieces.Loss.DIVERGENCE, LEVELS, LEVELS).get(0)[0]);
    final double apart =
        Pieces.loss(Pieces.Loss.DIVERGENCE, new float[] {30}, new float[] {-30}).get(0)[0];
    assertEquals(30, apart, 1e-4);
  }

  @Test
  void jensenShannon() {
    final float[] p = first();
    final float[] q = second();
    final List<float[]> found = Pieces.loss(Pieces.Loss.JENSEN_SHANNON, p, q);
    final double expected = ReferenceLosses.jensenShannon(p, q);
    assertEquals(expected, found.get(0)[0], 1e-6);
    for (int i = 0; i < p.length; i++) {
      assertEquals(byFirst(p[i], q[i]) / p.length, found.get(1)[i], 1e-6 / p.length);
      assertEquals(byFirst(q[i], p[i]) / p.length, found.get(2)[i], 1e-6 / p.length);
    }
    final List<float[]> swapped = Pieces.loss(Pieces.Loss.JENSEN_SHANNON, q, p);
    assertEquals(found.get(0)[0], swapped.get(0)[0], 1e-7);
  }

  /** Slope of the Jensen-Shannon divergence of two logits in the first. */
  private static double byFirst(double p, double q) {
    final double foreground = ReferenceLosses.sigmoid(p);
    final double background = ReferenceLosses.sigmoid(-p);
    final double ofMean = 0.5 * (foreground + ReferenceLosses.sigmoid(q));
    final double otherOfMean = 0.5 * (background + ReferenceLosses.sigmoid(-q));
    return 0.5 * slope(p) * (Math.log(foreground / ofMean) - Math.log(background / otherOfMean));
  }

  @Test
  void jensenShannonIsBounded() {
    assertEquals(0, Pieces.loss(Pieces.Loss.JENSEN_SHANNON, LEVELS, LEVELS).get(0)[0], 1e-7);
    final float[] far = {30, -30, 100, -1000};
    final float[] opposite = {-30, 30, -100, 1000};
    final List<float[]> found = Pieces.loss(Pieces.Loss.JENSEN_SHANNON, far, opposite);
    assertEquals(Math.log(2), found.get(0)[0], 1e-6);
    for (final float value : found.get(1)) {
      assertEquals(0, value, 1e-6);
    }
  }

  @Test
  void confident() {
    final Random random = new Random(1);
    final float[] logits = new float[60];
    final float[] target = new float[60];
    final float[] chosen = new float[60];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
      target[i] = random.nextInt(2);
      chosen[i] = random.nextInt(3) > 0 ? 1 : 0;
    }
    final double expected = ReferenceLosses.confident(logits, new ReferenceMask(target, chosen));
    assertEquals(expected, Pieces.confident(logits, target, chosen, 0.5), 1e-5 * expected);
    assertEquals(0, Pieces.confident(logits, target, new float[60], 0.5));
    final float[] all = new float[60];
    Arrays.fill(all, 1);
    final float[] probability = ReferenceLosses.sigmoid(logits);
    final double supervision =
        0.5 * ReferenceLosses.crossEntropy(probability, target)
            + 0.5 * ReferenceLosses.dice(probability, target);
    assertEquals(supervision, Pieces.confident(logits, target, all, 0.5), 1e-5 * supervision);
    assertEquals(
        ReferenceLosses.crossEntropy(probability, target),
        Pieces.confident(logits, target, all, 0),
        1e-5);
    assertEquals(
        ReferenceLosses.dice(probability, target), Pieces.confident(logits, target, all, 1), 1e-5);
  }

  @Test
  void smoothedDiceIsTheFractionWithAShareOfTheConfidentPixelsAdded() {
    final Random random = new Random(2);
    final float[] logits = new float[60];
    final float[] target = new float[60];
    final float[] chosen = new float[60];
    double both = 0;
    double drawn = 0;
    double found = 0;
    double pixels = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
      target[i] = random.nextInt(2);
      chosen[i] = random.nextInt(2);
      final double probability = 1 / (1 + Math.exp(-logits[i]));
      both += chosen[i] * target[i] * probability;
      drawn += chosen[i] * target[i];
      found += chosen[i] * probability;
      pixels += chosen[i];
    }
    final double added = 0.2 * pixels;
    assertEquals(
        1 - (2 * both + added) / (drawn + found + added),
        Pieces.confident(logits, target, chosen, 1, 0.2),
        1e-5);
    // Empty masks teach through it: less foreground is better, which it is not without smoothing.
    final float[] less = new float[60];
    for (int i = 0; i < less.length; i++) {
      less[i] = logits[i] - 1;
    }
    final float[] none = new float[60];
    assertTrue(
        Pieces.confident(less, none, chosen, 1, 0.2)
            < Pieces.confident(logits, none, chosen, 1, 0.2) - 0.05);
    assertEquals(
        Pieces.confident(logits, none, chosen, 1, 0),
        Pieces.confident(less, none, chosen, 1, 0),
        1e-5);
  }

  @Test
  void meanSquare() {
    assertEquals(
        (0.25 + 4 + 0) / 3,
        Pieces.meanSquare(new float[] {1, -1, 7}, new float[] {0.5f, 1, 7}),
        1e-6);
  }

  @Test
  void maskOfProbabilities() {
    final float[] probability = {0, 0.0499f, 0.0501f, 0.5f, 0.50001f, 0.9499f, 0.9501f, 1};
    final float[] target = {0, 0, 0, 0, 1, 1, 1, 1};
    final List<float[]> usual = Pieces.mask(probability, 0.95);
    assertArrayEquals(target, usual.get(0));
    assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 1, 1}, usual.get(1));
    final List<float[]> all = Pieces.mask(probability, 0.5);
    assertArrayEquals(target, all.get(0));
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, all.get(1));
    assertArrayEquals(new float[] {1, 0, 0, 0, 0, 0, 0, 1}, Pieces.mask(probability, 1).get(1));
  }

  @Test
  void classesHaveThresholdsOfTheirOwn() {
    final float[] probability = {0, 0.0499f, 0.0501f, 0.4f, 0.6f, 0.6999f, 0.7001f, 1};
    final StrongViewSettings settings =
        new StrongViewSettings(1, Ramp.NONE, 0.7, 0.95, 0, 0.5, false, 0.5, 0, 0);
    final List<float[]> mask = Pieces.mask(probability, settings);
    assertArrayEquals(new float[] {0, 0, 0, 0, 1, 1, 1, 1}, mask.get(0));
    assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 1, 1}, mask.get(1));
  }

  @Test
  void masksAreMixedAsTheImages() {
    final Random random = new Random(2);
    for (int count = 1; count <= 3; count++) {
      final float[] target = bits(random, count * 20);
      final float[] confident = bits(random, count * 20);
      final float[] boxes = bits(random, count * 20);
      final ReferenceMask expected = new ReferenceMask(target, confident).mixed(boxes, count);
      final List<float[]> found = Pieces.mixed(target, confident, boxes, count, 4, 5);
      assertArrayEquals(expected.target(), found.get(0));
      assertArrayEquals(expected.confident(), found.get(1));
    }
  }

  private static float[] bits(Random random, int length) {
    final float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(2);
    }
    return values;
  }

  /** Of a gradient of 1e-20 the squares are nothing in single precision. */
  @Test
  void unitLength() {
    final float[] images = {
      3, 0, -4, 0, 2e-20f, -1e-20f, 2e-20f, 0, 4e12f, 3e12f, 0, 0, 0, 0, 0, 0
    };
    final float[] expected = {
      0.6f, 0, -0.8f, 0, 2 / 3f, -1 / 3f, 2 / 3f, 0, 0.8f, 0.6f, 0, 0, 0, 0, 0, 0
    };
    assertArrayEquals(expected, Pieces.unit(images, 4), 1e-6f);
  }

  @Test
  void randomNumbersFollowFromSeedStepAndUse() {
    final int count = 20_000;
    final float[] numbers = Pieces.normal(5, 3, 0, count);
    assertArrayEquals(numbers, Pieces.normal(5, 3, 0, count));
    for (final float[] others :
        List.of(
            Pieces.normal(6, 3, 0, count),
            Pieces.normal(5, 4, 0, count),
            Pieces.normal(5, -4, 0, count),
            Pieces.normal(5, 3, 1, count))) {
      double product = 0;
      for (int i = 0; i < count; i++) {
        product += (double) numbers[i] * others[i] / count;
      }
      assertEquals(0, product, 4 / Math.sqrt(count));
      assertMoments(others, 0, 1, 2);
    }
    final float[] uniform = Pieces.uniform(5, 3, 0, count);
    assertArrayEquals(uniform, Pieces.uniform(5, 3, 0, count));
    assertMoments(uniform, 0.5, 1 / 12.0, 0.8);
    for (final float value : uniform) {
      assertTrue(value >= 0 && value < 1);
    }
  }

  /**
   * Mean and variance within four standard errors.
   *
   * @param spread variance of the squared deviation, in squares of the variance
   */
  private static void assertMoments(float[] values, double mean, double variance, double spread) {
    double sum = 0;
    double squares = 0;
    for (final float value : values) {
      sum += value;
      squares += (value - mean) * (value - mean);
    }
    assertEquals(mean, sum / values.length, 4 * Math.sqrt(variance / values.length));
    assertEquals(
        variance, squares / values.length, 4 * variance * Math.sqrt(spread / values.length));
  }
}
