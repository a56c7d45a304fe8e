package sc.fiji.duosegnet.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorDetectionTest {

  private static final byte[] WRONG = {1};
  private static final byte[] BACKGROUND = {0};

  @Test
  void agreesWithAllPairsWhereValuesAreTied() {
    for (int seed = 0; seed < 60; seed++) {
      final Random random = new Random(seed);
      final Pixels pixels = new Pixels(random, 300, 1 + random.nextInt(20));
      final ErrorDetection detection = pixels.detection();
      assertEquals(pixels.auroc(), detection.auroc(), 1e-12, "seed " + seed);
    }
  }

  @Test
  void staysWithinTheBoundWhereValuesAreNot() {
    double most = 0;
    for (int seed = 0; seed < 20; seed++) {
      final Pixels pixels = new Pixels(new Random(seed), 2000, Integer.MAX_VALUE);
      final ErrorDetection detection = pixels.detection();
      final double error = Math.abs(pixels.auroc() - detection.auroc());
      assertTrue(error <= detection.uncertainty() + 1e-12, "seed " + seed + ": " + error);
      most = Math.max(most, detection.uncertainty());
    }
    assertTrue(most < 1e-4, "bound " + most);
  }

  @Test
  void theBoundIsReachedByTwoValuesInOneBin() {
    final ErrorDetection detection = new ErrorDetection();
    final float low = 0.3f;
    detection.add(new float[] {low, Math.nextUp(low)}, new byte[] {1, 0}, new byte[2]);
    assertEquals(0.5, detection.auroc()); // really 1
    assertEquals(0.5, detection.uncertainty());
  }

  @Test
  void tellsNeighborsNearOneApart() {
    float value = 1;
    for (int i = 0; i < 150; i++) {
      final float lower = Math.nextDown(value);
      final ErrorDetection detection = new ErrorDetection();
      detection.add(new float[] {lower}, WRONG, BACKGROUND);
      detection.add(new float[] {value}, BACKGROUND, BACKGROUND);
      assertEquals(1, detection.auroc(), "below " + value);
      value = i < 3 ? lower : 1 - (1 - lower) * 1.05f;
    }
    assertTrue(value > 1 - 0x1p-9 && value < 1 - 1e-4, "looked down to " + value);
  }

  @Test
  void ordersTheWholeRange() {
    final float[] values = {
      0, 1e-30f, 1e-7f, 1e-3f, 0.1f, 0.4999f, 0.5f, 0.5001f, 0.9f, 0.9999999f, 1
    };
    for (int i = 2; i < values.length; i++) {
      final ErrorDetection rising = new ErrorDetection();
      rising.add(new float[] {values[i - 1], values[i]}, new byte[] {1, 0}, new byte[2]);
      assertEquals(1, rising.auroc(), values[i] + " is right");
      final ErrorDetection falling = new ErrorDetection();
      falling.add(new float[] {values[i - 1], values[i]}, new byte[] {0, 1}, new byte[2]);
      assertEquals(0, falling.auroc(), values[i] + " is wrong");
    }
    final ErrorDetection smallest = new ErrorDetection();
    smallest.add(new float[] {-0f, 1e-30f}, new byte[] {1, 0}, new byte[2]);
    assertEquals(0.5, smallest.auroc());
  }

  @Test
  void poolsImages() {
    final Random random = new Random(3);
    final Pixels first = new Pixels(random, 200, 9);
    final Pixels second = new Pixels(random, 100, 9);
    final ErrorDetection one = first.detection();
    one.add(second.detection());
    assertEquals(first.plus(second).auroc(), one.auroc(), 1e-12);
  }

  @Test
  void isUndefinedWithoutWrongOrWithoutRightPixels() {
    final float[] confidence = {0.2f, 0.7f};
    final ErrorDetection detection = new ErrorDetection();
    assertEquals(Double.NaN, detection.auroc());
    detection.add(confidence, new byte[] {1, 0}, new byte[] {(byte) 255, 0});
    assertEquals(Double.NaN, detection.auroc());
    assertEquals(Double.NaN, detection.uncertainty());
    final ErrorDetection allWrong = new ErrorDetection();
    allWrong.add(confidence, new byte[] {1, 0}, new byte[] {0, 1});
    assertEquals(Double.NaN, allWrong.auroc());
  }

  @Test
  void refusesOtherValuesAndSizes() {
    final ErrorDetection detection = new ErrorDetection();
    for (final float value : new float[] {-0.01f, 1.01f, Float.NaN, 255}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> detection.add(new float[] {value}, BACKGROUND, BACKGROUND));
    }
    assertThrows(
        IllegalArgumentException.class, () -> detection.add(new float[2], BACKGROUND, BACKGROUND));
  }

  /** Pixels whose confidence takes some levels and is lower where they are wrong. */
  private static final class Pixels {

    private final float[] confidence;
    private final byte[] predicted;
    private final byte[] truth;

    Pixels(Random random, int count, int levels) {
      confidence = new float[count];
      predicted = new byte[count];
      truth = new byte[count];
      for (int i = 0; i < count; i++) {
        predicted[i] = (byte) random.nextInt(2);
        truth[i] = (byte) (random.nextInt(5) == 0 ? 1 - predicted[i] : predicted[i]);
        final double value =
            truth[i] == predicted[i] ? Math.sqrt(random.nextDouble()) : random.nextDouble();
        confidence[i] = (float) (Math.rint(value * levels) / levels);
      }
    }

    private Pixels(Pixels first, Pixels second) {
      final int count = first.truth.length;
      confidence = Arrays.copyOf(first.confidence, count + second.truth.length);
      predicted = Arrays.copyOf(first.predicted, confidence.length);
      truth = Arrays.copyOf(first.truth, confidence.length);
      System.arraycopy(second.confidence, 0, confidence, count, second.truth.length);
      System.arraycopy(second.predicted, 0, predicted, count, second.truth.length);
      System.arraycopy(second.truth, 0, truth, count, second.truth.length);
    }

    Pixels plus(Pixels other) {
      return new Pixels(this, other);
    }

    ErrorDetection detection() {
      final ErrorDetection detection = new ErrorDetection();
      detection.add(confidence, predicted, truth);
      return detection;
    }

    /** Counts the pairs of a wrong and a right pixel. */
    double auroc() {
      double won = 0;
      long pairs = 0;
      for (int wrong = 0; wrong < truth.length; wrong++) {
        for (int right = 0; right < truth.length; right++) {
          if (predicted[wrong] != truth[wrong] && predicted[right] == truth[right]) {
            pairs++;
            won +=
                confidence[wrong] < confidence[right]
                    ? 1
                    : confidence[wrong] == confidence[right] ? 0.5 : 0;
          }
        }
      }
      return won / pairs;
    }
  }
}
