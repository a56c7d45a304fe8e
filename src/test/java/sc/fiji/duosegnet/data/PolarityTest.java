package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which images are bright on dark, and which kind has no labels. */
class PolarityTest {

  private static final int SIDE = 64;

  private static RandomAccessibleInterval<? extends RealType<?>> image(float[] values) {
    return ArrayImgs.floats(values, SIDE, values.length / SIDE, 1);
  }

  /** Symmetric noise, and a part of it shifted. */
  private static float[] noise(double share, double shift, double factor) {
    final SplitMix random = new SplitMix(3, 1);
    final float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) (factor * (random.nextGaussian() + (i < share * values.length ? shift : 0)));
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 8, 1, BRIGHT_ON_DARK",
    "0.1, -8, 1, DARK_ON_BRIGHT",
    "0.1, 8, 0.0001, BRIGHT_ON_DARK",
    "0.1, 8, -30000, DARK_ON_BRIGHT",
    "0.9, -8, 1, BRIGHT_ON_DARK",
    "0.5, 8, 1, UNCLEAR",
    "0, 0, 1, UNCLEAR",
    "0, 0, 0, UNCLEAR"
  })
  void theSmallerPartIsWhatIsShown(double share, double shift, double factor, Polarity expected) {
    assertEquals(expected, Polarity.of(image(noise(share, shift, factor))));
  }

  @Test
  void hotPixelsAndMissingOnesDoNotDecide() {
    final float[] values = noise(0.1, -8, 1);
    values[5] = 1e6f;
    values[6] = Float.NaN;
    values[7] = Float.POSITIVE_INFINITY;
    assertEquals(Polarity.DARK_ON_BRIGHT, Polarity.of(image(values)));
  }

  @Test
  void anImageWithoutFiniteValuesIsUnclear() {
    final float[] values = new float[SIDE];
    Arrays.fill(values, Float.NaN);
    assertEquals(Polarity.UNCLEAR, Polarity.of(image(values)));
  }

  /** Evenly spaced columns alone would not do: here every second one is bright. */
  @Test
  void ofLargeImagesPixelsFromEverywhereAreLookedAt() {
    final int side = 1024;
    for (final boolean stripes : new boolean[] {true, false}) {
      final float[] values = new float[side * side];
      for (int i = 0; i < values.length; i++) {
        final int x = i % side;
        final int y = i / side;
        values[i] = stripes ? x % 2 : (x > 900 && y > 500 ? 0 : 1);
      }
      assertEquals(
          stripes ? Polarity.UNCLEAR : Polarity.DARK_ON_BRIGHT,
          Polarity.of(ArrayImgs.floats(values, side, side, 1)));
    }
  }

  @Test
  void syntheticNucleiAreBrightOnDark() {
    for (int seed = 0; seed < 5; seed++) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(seed, 200, 150);
      final RandomAccessibleInterval<? extends RealType<?>> image =
          ArrayImgs.unsignedShorts(field.pixels(), 200, 150, 1);
      assertEquals(Polarity.BRIGHT_ON_DARK, Polarity.of(image));
    }
  }

  @Test
  void theSkewnessIsThatOfTheFormula() {
    // Two values, a share p of the upper one: skewness (1 - 2p) / sqrt(p (1 - p)), which is 0.5 at
    // p = 0.3787. All values lie between the percentiles.
    for (final int ones : new int[] {376, 381}) {
      final float[] values = new float[1024];
      for (int i = 0; i < values.length; i++) {
        values[i] = i * 1000 / 1024 < ones ? 1 : 0;
      }
      assertEquals(
          ones < 378 ? Polarity.BRIGHT_ON_DARK : Polarity.UNCLEAR, Polarity.of(image(values)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Labeled: bright, dark; without labels: bright, dark, unclear.
    "5, 0, 400, 72, 1, DARK_ON_BRIGHT, 72",
    "0, 5, 3, 400, 1, UNCLEAR, 0",
    "0, 5, 9, 400, 1, BRIGHT_ON_DARK, 9",
    "5, 1, 400, 72, 1, UNCLEAR, 0",
    "5, 0, 400, 0, 9, UNCLEAR, 0",
    "0, 0, 400, 72, 1, UNCLEAR, 0",
    "1, 0, 0, 1, 0, DARK_ON_BRIGHT, 1"
  })
  void aKindWithoutLabelsCounts(
      int bright, int dark, int bright2, int dark2, int unclear2, Polarity expected, int count) {
    final PolarityCounts counts =
        new PolarityCounts(
            Map.of(Polarity.BRIGHT_ON_DARK, bright, Polarity.DARK_ON_BRIGHT, dark),
            Map.of(
                Polarity.BRIGHT_ON_DARK,
                bright2,
                Polarity.DARK_ON_BRIGHT,
                dark2,
                Polarity.UNCLEAR,
                unclear2),
            Map.of());
    assertEquals(expected, counts.unlike());
    assertEquals(count, counts.allUnlike());
    assertEquals(bright2 + dark2 + unclear2, counts.allUnlabeled());
  }
}
