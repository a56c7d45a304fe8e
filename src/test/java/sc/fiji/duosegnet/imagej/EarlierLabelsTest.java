package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EarlierLabelsTest {

  private static final int SIZE = 30;

  private static List<String> names(ImagePlus image) {
    return Arrays.stream(image.getOverlay().toArray()).map(Roi::getName).toList();
  }

  /** Random specks of several values on some slices: holes, corners and borders included. */
  private static ImagePlus masks(int slices, Set<Integer> withObjects) {
    final ImagePlus masks = IJ.createImage("masks", "8-bit black", SIZE, SIZE, slices);
    final Random random = new Random(3);
    for (final int slice : withObjects) {
      final ImageProcessor pixels = masks.getStack().getProcessor(slice + 1);
      for (int i = 0; i < pixels.getPixelCount(); i++) {
        pixels.set(i, random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0);
      }
    }
    return masks;
  }

  @Test
  void masksBecomeRoisOfTheSamePixels() {
    // 2 channels, 3 slices, 2 frames: 6 planes.
    final ImagePlus image = IJ.createHyperStack("cells", SIZE, SIZE, 2, 3, 2, 8);
    final ImagePlus masks = masks(6, Set.of(0, 4));
    masks.setDimensions(1, 3, 2);
    final EarlierLabels labels =
        EarlierLabels.of(image, RoiPlace.OVERLAY, masks, new TreeSet<>(Set.of(0, 3, 4)));
    assertEquals(new TreeSet<>(Set.of(0, 3, 4)), labels.planes());
    assertNull(image.getOverlay(), "nothing may be changed yet");
    labels.keep();
    assertEquals(List.of("label-0001", "background-0004", "label-0005"), names(image));
    final RoiLabels again = RoiLabels.ofOverlay(image, List.of());
    assertEquals(new TreeSet<>(Set.of(0, 3, 4)), again.planes());
    for (final int plane : again.planes()) {
      final byte[] expected = (byte[]) masks.getStack().getProcessor(plane + 1).getPixels();
      final byte[] found = (byte[]) LabelRois.binary(again.mask(plane)).getPixels();
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i] == 0 ? 0 : (byte) 255, found[i], "plane " + plane);
      }
    }
  }

  @Test
  void slicesWithRoisKeepThemAndAreNotAddedTwice() {
    final ImagePlus image = IJ.createImage("cells", "8-bit black", SIZE, SIZE, 5);
    final Roi drawn = new Roi(3, 3, 5, 5);
    drawn.setName("mine");
    drawn.setPosition(2);
    image.setOverlay(new Overlay(drawn));
    final ImagePlus masks = masks(5, Set.of(1, 3));
    for (int run = 0; run < 2; run++) {
      final EarlierLabels labels = EarlierLabels.of(image, RoiPlace.OVERLAY, masks, null);
      assertEquals(new TreeSet<>(Set.of(1, 3)), labels.planes());
      labels.keep();
      assertEquals(List.of("mine", "label-0004"), names(image));
    }
    final byte[] second =
        (byte[]) LabelRois.binary(RoiLabels.ofOverlay(image, List.of()).mask(1)).getPixels();
    assertEquals(25, count(second), "the ROI counts, not the mask");
  }

  private static int count(byte[] pixels) {
    int count = 0;
    for (final byte pixel : pixels) {
      count += pixel == 0 ? 0 : 1;
    }
    return count;
  }

  @Test
  void namedSlicesWithoutMasksAreEmpty() {
    final ImagePlus image = IJ.createImage("cells", "8-bit black", SIZE, SIZE, 5);
    EarlierLabels.of(image, RoiPlace.OVERLAY, null, new TreeSet<>(Set.of(2))).keep();
    assertEquals(List.of("background-0003"), names(image));
    final RoiLabels labels = RoiLabels.ofOverlay(image, List.of());
    assertEquals(new TreeSet<>(Set.of(2)), labels.planes());
    assertArrayEquals(new byte[SIZE * SIZE], (byte[]) LabelRois.binary(labels.mask(2)).getPixels());
    assertTrue(
        EarlierLabels.of(
                IJ.createImage("bare", "8-bit black", 5, 5, 2), RoiPlace.OVERLAY, null, null)
            .planes()
            .isEmpty());
  }
}
