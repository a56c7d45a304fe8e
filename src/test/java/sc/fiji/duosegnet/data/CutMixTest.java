package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CutMixTest {

  private static final int SIZE = 20;

  /** A batch whose values are all different. */
  private static ImageBatch batch(int count, int channels) {
    final float[] pixels = new float[count * SIZE * SIZE * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i;
    }
    return new ImageBatch(pixels, count, SIZE, SIZE, channels);
  }

  @Test
  void pixelsComeFromWhereTheBoxSays() {
    final ImageBatch images = batch(3, 2);
    final float[] before = images.pixels().clone();
    final StrongView view = CutMix.mix(images, 1, new SplitMix(1, 14));
    assertArrayEquals(before, images.pixels());
    final int image = SIZE * SIZE;
    for (int i = 0; i < 3 * image; i++) {
      final float box = view.boxes().pixels()[i];
      assertTrue(box == 0 || box == 1);
      final int source = box == 1 ? (i + image) % (3 * image) : i;
      assertEquals(before[2 * source], view.images().pixels()[2 * i]);
      assertEquals(before[2 * source + 1], view.images().pixels()[2 * i + 1]);
    }
    for (int i = 0; i < 3; i++) {
      assertRectangle(Arrays.copyOfRange(view.boxes().pixels(), i * image, (i + 1) * image));
    }
  }

  /** The ones are as many as the rectangle around them has pixels. */
  private static void assertRectangle(float[] box) {
    int left = SIZE;
    int right = -1;
    int top = SIZE;
    int bottom = -1;
    int count = 0;
    for (int i = 0; i < box.length; i++) {
      if (box[i] == 1) {
        count++;
        left = Math.min(left, i % SIZE);
        right = Math.max(right, i % SIZE);
        top = Math.min(top, i / SIZE);
        bottom = Math.max(bottom, i / SIZE);
      }
    }
    assertTrue(count > 0);
    assertEquals((right - left + 1) * (bottom - top + 1), count);
  }

  @Test
  void aSingleImageIsNotMixed() {
    final ImageBatch images = batch(1, 1);
    final StrongView view = CutMix.mix(images, 1, new SplitMix(1, 14));
    assertArrayEquals(images.pixels(), view.images().pixels());
    assertArrayEquals(new float[SIZE * SIZE], view.boxes().pixels());
  }

  @Test
  void imagesAreMixedWithTheProbability() {
    final SplitMix random = new SplitMix(2, 14);
    final ImageBatch images = batch(4, 1);
    int mixed = 0;
    final int rounds = 1000;
    for (int round = 0; round < rounds; round++) {
      final float[] boxes = CutMix.mix(images, 0.3, random).boxes().pixels();
      for (int i = 0; i < 4; i++) {
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
          if (boxes[i * SIZE * SIZE + pixel] == 1) {
            mixed++;
            break;
          }
        }
      }
    }
    final int images4 = 4 * rounds;
    assertEquals(0.3, (double) mixed / images4, 4 * Math.sqrt(0.21 / images4));
  }

  @Test
  void boxesHaveTheAreasAspectsAndPlacesTheyShould() {
    final SplitMix random = new SplitMix(3, 14);
    final int size = 512;
    final int draws = 20_000;
    double area = 0;
    double areaSquare = 0;
    double logAspect = 0;
    double place = 0;
    double leastArea = 1;
    double mostArea = 0;
    double mostAspect = 0;
    for (int i = 0; i < draws; i++) {
      final CutMix.Box box = CutMix.draw(size, random);
      assertTrue(box.x() >= 0 && box.x() + box.width() <= size);
      assertTrue(box.y() >= 0 && box.y() + box.height() <= size);
      final double part = (double) box.width() * box.height() / (size * size);
      final double aspect = Math.log((double) box.height() / box.width());
      area += part / draws;
      areaSquare += part * part / draws;
      logAspect += aspect / draws;
      place += (box.x() + box.width() / 2.0) / size / draws;
      leastArea = Math.min(leastArea, part);
      mostArea = Math.max(mostArea, part);
      mostAspect = Math.max(mostAspect, Math.abs(aspect));
    }
    assertEquals(0.21, area, 0.0035); // 4.5 standard errors
    assertEquals((Math.pow(0.4, 3) - Math.pow(0.02, 3)) / 3 / 0.38, areaSquare, 0.0015);
    assertEquals(0, logAspect, 0.02);
    assertEquals(0.5, place, 0.006);
    assertEquals(0.02, leastArea, 0.001);
    assertEquals(0.4, mostArea, 0.002);
    assertEquals(-Math.log(0.3), mostAspect, 0.02);
  }

  @Test
  void theSmallestPatchesGetBoxesToo() {
    final SplitMix random = new SplitMix(4, 14);
    boolean atStart = false;
    boolean atEnd = false;
    for (int i = 0; i < 2000; i++) {
      final CutMix.Box box = CutMix.draw(16, random);
      assertTrue(box.width() >= 1 && box.height() >= 1);
      atStart |= box.x() == 0 && box.y() == 0;
      atEnd |= box.x() + box.width() == 16 && box.y() + box.height() == 16;
    }
    assertTrue(atStart && atEnd);
  }
}
