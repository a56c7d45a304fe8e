package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

class PatchesTest {

  private static final Scaling SAME = Scaling.NONE;

  @Test
  void channelsBecomeTheLastAxis() {
    final float[] target = new float[1 + 2 * 2 * 3];
    Patches.copyNormalized(
        TestPixels.ramp(4, 3, 3), new Scaling(-100, 100, 1, 2), 1, 1, 2, 2, 3, target, 1);
    // Value of column x, row y, channel c is 12c + 4y + x.
    assertArrayEquals(new float[] {0, 8, 32, 56, 10, 34, 58, 16, 40, 64, 18, 42, 66}, target);
  }

  @Test
  void oneChannelIsRepeated() {
    final float[] target = new float[2 * 3];
    Patches.copyNormalized(TestPixels.ramp(2, 1, 1), SAME, 0, 0, 2, 1, 3, target, 0);
    assertArrayEquals(new float[] {0, 0, 0, 1, 1, 1}, target);
  }

  @Test
  void otherChannelNumbersAreRefused() {
    final IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Patches.copyNormalized(
                    TestPixels.ramp(2, 2, 3), SAME, 0, 0, 2, 2, 1, new float[4], 0));
    assertEquals(
        "The image has 3 channels, the network takes 1; give images with 1 channel.",
        e.getMessage());
  }

  @Test
  void outsideLiesTheMirrorImageWithoutTheEdgeRepeated() {
    final float[] row = new float[11];
    Patches.copyNormalized(TestPixels.ramp(3, 1, 1), SAME, -4, 0, 11, 1, 1, row, 0);
    assertArrayEquals(new float[] {0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2}, row);
    final float[] column = new float[5];
    Patches.copyNormalized(TestPixels.ramp(1, 2, 1), SAME, 0, -2, 1, 5, 1, column, 0);
    assertArrayEquals(new float[] {0, 1, 0, 1, 0}, column);
  }

  @Test
  void aSinglePixelFillsThePatch() {
    final float[] target = new float[6];
    Patches.copyNormalized(TestPixels.image(1, 1, 1, 5), SAME, -1, -1, 3, 2, 1, target, 0);
    assertArrayEquals(new float[] {5, 5, 5, 5, 5, 5}, target);
  }

  @Test
  void masksBecomeZeroAndOneAndAreMirroredLikeImages() {
    final float[] target = new float[1 + 5 * 2];
    Patches.copyMask(TestPixels.mask(3, 2, 0, 255, 3, 0, 0, 1), 0, 0, 5, 2, target, 1);
    assertArrayEquals(new float[] {0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0}, target);
  }

  @Test
  void positionsCountFromTheFirstPixelOfTheImage() {
    final var moved = Views.translate(ramp(), 10, -20, 5);
    final float[] target = new float[2];
    Patches.copyNormalized(moved, SAME, 1, 1, 2, 1, 1, target, 0);
    assertArrayEquals(new float[] {4, 5}, target);
  }

  @Test
  void valuesThatAreNoNumbersBecomeZero() {
    final float[] target = new float[3];
    Patches.copyNormalized(
        TestPixels.image(3, 1, 1, Float.NaN, 3, Float.POSITIVE_INFINITY),
        new Scaling(-100, 100, 1, 1),
        0,
        0,
        3,
        1,
        1,
        target,
        0);
    assertArrayEquals(new float[] {0, 2, 0}, target);
  }

  private static net.imglib2.img.array.ArrayImg<net.imglib2.type.numeric.real.FloatType, ?> ramp() {
    return net.imglib2.img.array.ArrayImgs.floats(new float[] {0, 1, 2, 3, 4, 5}, 3, 2, 1);
  }
}
