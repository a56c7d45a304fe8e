package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import net.imglib2.Cursor;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

class SampleStackTest {

  private static final int SIZE = 96;
  private static final TreeSet<Integer> LABELED = new TreeSet<>(Set.of(1, 4));

  @Test
  void outlinesAndMasksSayTheSame() {
    final SampleStack stack = new SampleStack(SIZE, 6, LABELED, 3);
    final ImagePlus image = stack.outlined();
    final ImagePlus masks = stack.masks();
    final RoiLabels outlined = RoiLabels.ofOverlay(image, Set.of());
    final MaskLabels masked = MaskLabels.ofMasks(image, masks, null);
    assertEquals(LABELED, outlined.planes());
    assertEquals(LABELED, masked.planes());
    for (final int plane : LABELED) {
      final Cursor<? extends RealType<?>> a = Views.flatIterable(outlined.mask(plane)).cursor();
      final Cursor<? extends RealType<?>> b = Views.flatIterable(masked.mask(plane)).cursor();
      int foreground = 0;
      while (a.hasNext()) {
        final double value = a.next().getRealDouble();
        assertEquals(b.next().getRealDouble(), value);
        foreground += value > 0 ? 1 : 0;
      }
      assertTrue(foreground > 100 && foreground < SIZE * SIZE / 2, "foreground " + foreground);
    }
  }

  @Test
  void seedsGiveTheSameAndOtherImages() {
    final short[] first = pixels(1);
    assertArrayEquals(first, pixels(1));
    assertFalse(Arrays.equals(first, pixels(2)));
    assertNull(new SampleStack(SIZE, 3, LABELED, 1).images().getOverlay());
  }

  private static short[] pixels(long seed) {
    return (short[]) new SampleStack(SIZE, 3, LABELED, seed).images().getStack().getPixels(2);
  }
}
