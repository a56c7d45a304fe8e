package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GaussianNoiseTest {

  private static final int COUNT = 400_000;

  private static float[] noise(int count, int channels, double sigma) {
    final float[] pixels = new float[count * channels];
    GaussianNoise.add(pixels, 0, count, channels, sigma, new SplitMix(7, 14));
    return pixels;
  }

  @Test
  void momentsAreThoseOfTheNormalDistribution() {
    final double sigma = 0.3;
    final double[] moments = new double[5];
    for (final float value : noise(COUNT, 1, sigma)) {
      for (int k = 1; k < moments.length; k++) {
        moments[k] += Math.pow(value / sigma, k) / COUNT;
      }
    }
    // Each tolerance is about four standard deviations of the moment.
    assertEquals(0, moments[1], 4 * Math.sqrt(1.0 / COUNT));
    assertEquals(1, moments[2], 4 * Math.sqrt(2.0 / COUNT));
    assertEquals(0, moments[3], 4 * Math.sqrt(15.0 / COUNT));
    assertEquals(3, moments[4], 4 * Math.sqrt(96.0 / COUNT));
  }

  @Test
  void tailsAreThoseOfTheNormalDistribution() {
    final int[] beyond = new int[5];
    for (final float value : noise(COUNT, 1, 1)) {
      for (int k = 1; k < beyond.length; k++) {
        beyond[k] += Math.abs(value) > k ? 1 : 0;
      }
    }
    final double[] expected = {1, 0.3173105, 0.0455003, 0.0026998, 0.0000633};
    for (int k = 1; k < beyond.length; k++) {
      final double mean = expected[k] * COUNT;
      assertEquals(mean, beyond[k], 4 * Math.sqrt(mean * (1 - expected[k])));
    }
  }

  @Test
  void neighborsAreIndependent() {
    final float[] values = noise(COUNT, 1, 1);
    for (int lag = 1; lag <= 3; lag++) {
      double product = 0;
      double squares = 0;
      for (int i = 0; i + lag < COUNT; i++) {
        product += values[i] * values[i + lag];
        squares += (values[i] * values[i] - 1) * (values[i + lag] * values[i + lag] - 1);
      }
      assertEquals(0, product / COUNT, 4 * Math.sqrt(1.0 / COUNT));
      assertEquals(0, squares / COUNT, 4 * Math.sqrt(4.0 / COUNT));
    }
  }

  @Test
  void channelsGetTheSameNoise() {
    final float[] gray = noise(101, 1, 0.5);
    final float[] color = noise(101, 3, 0.5);
    for (int i = 0; i < gray.length; i++) {
      for (int c = 0; c < 3; c++) {
        assertEquals(gray[i], color[3 * i + c]);
      }
    }
  }

  @Test
  void noiseIsAddedWhereItShould() {
    final float[] pixels = {10, 10, 10, 10, 10, 10};
    GaussianNoise.add(pixels, 1, 3, 1, 0.5, new SplitMix(7, 14));
    final float[] noise = noise(3, 1, 0.5);
    assertArrayEquals(
        new float[] {10, 10 + noise[0], 10 + noise[1], 10 + noise[2], 10, 10}, pixels);
  }
}
