package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.NormalizationSettings;

class PercentileNormalizationTest {

  @Test
  void percentilesAreInterpolatedAsNumpyDoes() {
    // numpy.percentile([15, 20, 35, 40, 50], [40, 90]) is [29, 46]
    final Scaling scaling =
        new PercentileNormalization(new NormalizationSettings(40, 90))
            .scaling(TestPixels.image(5, 1, 1, 35, 15, 50, 20, 40));
    assertEquals(29, scaling.low(), 1e-5);
    assertEquals(46, scaling.high(), 1e-5);
  }

  @Test
  void limitedValuesHaveMeanZeroAndVarianceOne() {
    // Limited to 29..46 the values are 35, 29, 46, 29, 40: mean 35.8, variance 42.96.
    final float[] values = {35, 15, 50, 20, 40};
    final Scaling scaling =
        new PercentileNormalization(new NormalizationSettings(40, 90))
            .scaling(TestPixels.image(5, 1, 1, values));
    assertEquals(35.8, scaling.center(), 1e-5);
    assertEquals((46 - 35.8) / Math.sqrt(42.96), scaling.apply(1000), 1e-5);
    assertEquals((29 - 35.8) / Math.sqrt(42.96), scaling.apply(-1000), 1e-5);
    double sum = 0;
    double squares = 0;
    for (final float value : values) {
      sum += scaling.apply(value);
      squares += scaling.apply(value) * scaling.apply(value);
    }
    assertEquals(0, sum, 1e-5);
    assertEquals(5, squares, 1e-5);
  }

  @Test
  void ranksAgreeWithSorting() {
    final SplitMix random = new SplitMix(3, 0);
    final float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * (i % 2 == 0 ? 1e-6 : 1e6));
    }
    values[17] = -0f;
    values[18] = Float.MAX_VALUE;
    values[19] = -Float.MAX_VALUE;
    final Ranks ranks = new Ranks(values);
    final float[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int rank = 0; rank < sorted.length; rank += 7) {
      assertEquals(sorted[rank] + 0f, ranks.at(rank));
    }
    assertEquals(Float.MAX_VALUE, ranks.at(values.length - 1));
  }

  @Test
  void allChannelsCountTogether() {
    final Scaling scaling =
        new PercentileNormalization(new NormalizationSettings(0, 100))
            .scaling(TestPixels.image(2, 1, 2, -4, 0, 1, 6));
    // -4, 0, 1 and 6 have mean 0.75 and variance 12.6875.
    assertEquals(-4, scaling.low());
    assertEquals(6, scaling.high());
    assertEquals(0.75, scaling.center());
    assertEquals(1 / Math.sqrt(12.6875), scaling.factor(), 1e-7);
  }

  @Test
  void valuesThatAreNoNumbersAreLeftOutAndBecomeZero() {
    final Scaling scaling =
        new PercentileNormalization(new NormalizationSettings(0, 100))
            .scaling(
                TestPixels.image(
                    5, 1, 1, Float.NaN, 2, Float.POSITIVE_INFINITY, 4, Float.NEGATIVE_INFINITY));
    assertEquals(new Scaling(2, 4, 3, 1), scaling);
    assertEquals(0, scaling.apply(Float.NaN));
    assertEquals(0, scaling.apply(Float.NEGATIVE_INFINITY));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PercentileNormalization(NormalizationSettings.DEFAULT)
                .scaling(TestPixels.image(2, 1, 1, Float.NaN, Float.POSITIVE_INFINITY)));
  }

  @Test
  void aConstantImageBecomesZero() {
    final Scaling scaling =
        new PercentileNormalization(NormalizationSettings.DEFAULT)
            .scaling(TestPixels.image(3, 1, 1, 7, 7, 7));
    assertEquals(0, scaling.apply(7));
    final Scaling tiny =
        new PercentileNormalization(NormalizationSettings.DEFAULT)
            .scaling(TestPixels.image(3, 1, 1, 0, Float.MIN_VALUE, Float.MIN_VALUE));
    assertEquals(0, tiny.apply(Float.MIN_VALUE));
  }

  @Test
  void fewBrightPixelsOnBlackAreNotLost() {
    final float[] values = new float[10_000];
    values[77] = 50;
    final Scaling scaling =
        new PercentileNormalization(NormalizationSettings.DEFAULT)
            .scaling(TestPixels.image(100, 100, 1, values));
    // Mean 0.005, variance 0.25 - 0.000025.
    assertEquals(49.995 / Math.sqrt(0.249975), scaling.apply(50), 1e-3);
    assertEquals(-0.01, scaling.apply(0), 1e-4);
  }

  @Test
  void aLargeImageIsSampledOverAllItsColumns() {
    final int width = 2048;
    final int height = 3900;
    final short[] values = new short[width * height];
    for (int i = 0; i < values.length; i++) {
      // Dark even columns and bright odd ones; a step of 2 would see one kind only.
      values[i] = (short) (i % 2 == 0 ? i / width : 10_000 + i / width);
    }
    final var image = Views.addDimension(ArrayImgs.unsignedShorts(values, width, height), 0, 0);
    final Scaling scaling =
        new PercentileNormalization(new NormalizationSettings(25, 75)).scaling(image);
    assertTrue(values.length > PercentileNormalization.EXACT_LIMIT);
    assertEquals(height / 2.0, scaling.low(), 3);
    assertEquals(10_000 + height / 2.0, scaling.high(), 3);
    assertEquals(5_000 + height / 2.0, scaling.center(), 10);
  }
}
