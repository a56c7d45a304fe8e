package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.util.Set;
import java.util.TreeSet;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;

class MaskLabelsTest {

  private static final int SIZE = 8;

  /** On slice 2 two objects, 3 and 700, on slice 4 one, 700. */
  private static ImagePlus labels() {
    final ImagePlus labels = IJ.createImage("labels", "16-bit black", SIZE, SIZE, 4);
    labels.getStack().getProcessor(2).set(1, 1, 3);
    labels.getStack().getProcessor(2).set(2, 1, 700);
    labels.getStack().getProcessor(2).set(3, 1, 700);
    labels.getStack().getProcessor(4).set(5, 5, 700);
    return labels;
  }

  private static ImagePlus image(int slices) {
    return IJ.createImage("image", "16-bit ramp", SIZE, SIZE, slices);
  }

  private static double sum(PlaneLabels labels, int plane) {
    double sum = 0;
    for (final RealType<?> pixel : labels.mask(plane)) {
      sum += pixel.getRealDouble();
    }
    return sum;
  }

  @Test
  void allNumbersAreForeground() {
    final MaskLabels labels = MaskLabels.ofNumbers(image(4), labels(), 0, null);
    assertEquals(new TreeSet<>(Set.of(1, 3)), labels.planes());
    assertEquals(3, sum(labels, 1));
    assertEquals(1, sum(labels, 3));
  }

  @Test
  void oneNumberIsForeground() {
    final MaskLabels labels = MaskLabels.ofNumbers(image(4), labels(), 3, null);
    assertEquals(new TreeSet<>(Set.of(1)), labels.planes());
    assertEquals(1, sum(labels, 1));
  }

  @Test
  void namedSlicesMayBeEmpty() {
    final TreeSet<Integer> named = new TreeSet<>(Set.of(0, 1));
    final MaskLabels labels = MaskLabels.ofNumbers(image(4), labels(), 3, named);
    assertEquals(named, labels.planes());
    assertEquals(0, sum(labels, 0));
  }

  @Test
  void masksStayAsTheyAre() {
    assertEquals(3 + 2 * 700, sum(MaskLabels.ofMasks(image(4), labels(), null), 1));
  }

  @Test
  void refusesOtherSizesAndNothing() {
    assertMessage(
        "'labels' is 8x8x4 but image 'image' is 8x8x5",
        () -> MaskLabels.ofMasks(image(5), labels(), null));
    assertMessage("with a value of 9", () -> MaskLabels.ofNumbers(image(4), labels(), 9, null));
  }

  private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    final Exception e = assertThrows(IllegalArgumentException.class, call);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
