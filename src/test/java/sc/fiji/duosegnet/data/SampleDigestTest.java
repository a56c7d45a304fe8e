package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SampleDigestTest {

  private static final int SIZE = 100; // more values than the buffer takes

  private static Sample sample(int width, int changedPixel, int changedMask, int foreground) {
    final float[] values = new float[SIZE * SIZE];
    final int[] mask = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
      mask[i] = i % 7 == 0 ? foreground : 0;
    }
    if (changedPixel >= 0) {
      values[changedPixel] += 0.01f;
    }
    if (changedMask >= 0) {
      mask[changedMask] = foreground - mask[changedMask];
    }
    final int height = SIZE * SIZE / width;
    return Sample.of(
        "a", TestPixels.image(width, height, 1, values), TestPixels.mask(width, height, mask));
  }

  @Test
  void everyPixelCounts() {
    final String digest = SampleDigest.of(sample(SIZE, -1, -1, 255), true);
    assertEquals(64, digest.length());
    assertEquals(digest, SampleDigest.of(sample(SIZE, -1, -1, 255), true));
    for (final int place : new int[] {0, 4095, 4096, SIZE * SIZE - 1}) {
      assertNotEquals(digest, SampleDigest.of(sample(SIZE, place, -1, 255), true));
      assertNotEquals(digest, SampleDigest.of(sample(SIZE, -1, place, 255), true));
    }
    assertNotEquals(digest, SampleDigest.of(sample(SIZE / 2, -1, -1, 255), true));
  }

  @Test
  void masksCountOnlyWhereTheyAreUsedAndByForeground() {
    final String digest = SampleDigest.of(sample(SIZE, -1, -1, 255), true);
    assertEquals(digest, SampleDigest.of(sample(SIZE, -1, -1, 1), true));
    assertEquals(
        SampleDigest.of(sample(SIZE, -1, -1, 255), false),
        SampleDigest.of(sample(SIZE, -1, 3, 255), false));
  }
}
