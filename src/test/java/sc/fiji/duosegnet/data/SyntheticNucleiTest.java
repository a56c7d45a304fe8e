package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.metrics.Confusion;

class SyntheticNucleiTest {

  /** CRC-32 of the pixels of seed 1, high byte first, then of the mask. */
  private static final long CHECKSUM = 902_559_553L;

  @Test
  void theSameSeedGivesTheSamePixelsOnEveryMachine() {
    final SyntheticNuclei.Field field = SyntheticNuclei.generate(1, 100, 80);
    final CRC32 checksum = new CRC32();
    for (final short pixel : field.pixels()) {
      checksum.update(pixel >>> 8);
      checksum.update(pixel);
    }
    checksum.update(field.mask());
    assertEquals(CHECKSUM, checksum.getValue());
    assertArrayEquals(field.pixels(), SyntheticNuclei.generate(1, 100, 80).pixels());
    assertFalse(Arrays.equals(field.pixels(), SyntheticNuclei.generate(2, 100, 80).pixels()));
  }

  @Test
  void masksAreTwoValuedAndCoverAFairPart() {
    for (int seed = 0; seed < 10; seed++) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(seed, 192, 192);
      int foreground = 0;
      for (final byte value : field.mask()) {
        assertTrue(value == 0 || value == (byte) 255);
        foreground += value == 0 ? 0 : 1;
      }
      final double part = foreground / (192.0 * 192);
      assertTrue(part > 0.1 && part < 0.4, "seed " + seed + ": " + part);
    }
  }

  @Test
  void thresholdsFindTooLittle() {
    Confusion otsu = new Confusion();
    for (int seed = 100; seed < 112; seed++) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(seed, 192, 192);
      final float[] values = new float[field.pixels().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = field.pixels()[i] & 0xffff;
      }
      final float[] truth = new float[values.length];
      for (int i = 0; i < truth.length; i++) {
        truth[i] = field.mask()[i];
      }
      otsu = otsu.plus(Confusion.of(values, truth, otsu(values)));
    }
    assertTrue(otsu.dice() < 0.85, "Otsu: " + otsu.dice());
    assertTrue(otsu.dice() > 0.4, "Otsu: " + otsu.dice());
  }

  @Test
  void anySizeWorks() {
    assertEquals(1, SyntheticNuclei.generate(5, 1, 1).pixels().length);
    assertEquals(600, SyntheticNuclei.generate(5, 300, 2).mask().length);
    assertThrows(IllegalArgumentException.class, () -> SyntheticNuclei.generate(5, 0, 2));
  }

  /** Otsu's threshold on 256 bins. */
  private static double otsu(float[] values) {
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (final float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    final double bin = (high - low) / 256;
    final int[] histogram = new int[257];
    double sum = 0;
    for (final float value : values) {
      final int i = (int) ((value - low) / bin);
      histogram[i]++;
      sum += i;
    }
    double best = -1;
    double threshold = 0;
    double below = 0;
    double sumBelow = 0;
    for (int i = 0; i < 256; i++) {
      below += histogram[i];
      sumBelow += (double) i * histogram[i];
      final double above = values.length - below;
      if (below == 0 || above == 0) {
        continue;
      }
      final double difference = sumBelow / below - (sum - sumBelow) / above;
      final double between = below * above * difference * difference;
      if (between > best) {
        best = between;
        threshold = low + (i + 1) * bin;
      }
    }
    return threshold;
  }
}
