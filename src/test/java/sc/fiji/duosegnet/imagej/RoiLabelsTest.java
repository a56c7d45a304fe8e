package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.process.ByteProcessor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;

class RoiLabelsTest {

  private static final int SIZE = 20;

  private static ImagePlus stack(int slices) {
    return IJ.createImage("cells", "8-bit black", SIZE, SIZE, slices);
  }

  private static Roi at(Roi roi, int position, String name) {
    roi.setPosition(position);
    roi.setName(name);
    return roi;
  }

  private static RoiLabels overlay(ImagePlus image, Set<Integer> further, Roi... rois) {
    final Overlay overlay = new Overlay();
    for (final Roi roi : rois) {
      overlay.add(roi);
    }
    image.setOverlay(overlay);
    return RoiLabels.ofOverlay(image, further);
  }

  private static int area(PlaneLabels labels, int plane) {
    int area = 0;
    for (final RealType<?> pixel : labels.mask(plane)) {
      area += pixel.getRealDouble() > 0 ? 1 : 0;
    }
    return area;
  }

  @Test
  void roisOfASliceCoverItTogether() {
    final RoiLabels labels =
        overlay(
            stack(5),
            Set.of(),
            at(new Roi(1, 2, 4, 5), 2, "a"),
            at(new Roi(3, 2, 4, 5), 2, "b"),
            at(new Roi(0, 0, 2, 2), 4, "c"));
    assertEquals(new TreeSet<>(Set.of(1, 3)), labels.planes());
    assertEquals(6 * 5, area(labels, 1));
    assertEquals(4, area(labels, 3));
    final RandomAccess<? extends RealType<?>> access = labels.mask(1).randomAccess();
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        final boolean inside = x >= 1 && x < 7 && y >= 2 && y < 7;
        assertEquals(inside ? 255 : 0, access.setPositionAndGet(x, y).getRealDouble(), x + "," + y);
      }
    }
  }

  @Test
  void holesAndRoundOutlinesStay() {
    final ShapeRoi ring =
        new ShapeRoi(new Roi(2, 2, 10, 10)).not(new ShapeRoi(new Roi(5, 5, 4, 4)));
    final OvalRoi oval = new OvalRoi(3, 3, 11, 11);
    final RoiLabels labels = overlay(stack(2), Set.of(), at(ring, 1, "ring"), at(oval, 2, "oval"));
    assertEquals(100 - 16, area(labels, 0));
    final ByteProcessor expected = new ByteProcessor(SIZE, SIZE);
    expected.setValue(255);
    expected.fill(oval);
    assertEquals(expected.getStats().histogram[255], area(labels, 1));
  }

  @Test
  void backgroundMarksAnEmptySlice() {
    final RoiLabels labels =
        overlay(
            stack(6),
            Set.of(5),
            at(new Roi(1, 2, 4, 5), 1, "cell"),
            at(new Roi(1, 1, 1, 1), 3, "Background-2"));
    assertEquals(new TreeSet<>(Set.of(0, 2, 5)), labels.planes());
    assertEquals(0, area(labels, 2));
    assertEquals(0, area(labels, 5));
  }

  @Test
  void proposalsCountLikeOtherRoisAndAreTold() {
    final RoiLabels labels =
        overlay(
            stack(6),
            Set.of(),
            at(new Roi(1, 2, 4, 5), 1, "mine"),
            at(new Roi(1, 2, 3, 3), 2, "proposal-0002-0001"),
            at(new Roi(0, 0, SIZE, SIZE), 3, "proposal-background-0003"),
            at(new Roi(0, 0, SIZE, SIZE), 4, "proposal-background-0004"),
            at(new Roi(5, 5, 2, 2), 4, "added"),
            at(new OvalRoi(0, 0, 10, 10), 5, "proposal-background-0005"));
    assertEquals(new TreeSet<>(Set.of(0, 1, 2, 3, 4)), labels.planes());
    assertEquals(new TreeSet<>(Set.of(1, 2, 3, 4)), labels.proposed());
    assertEquals(9, area(labels, 1));
    assertEquals(0, area(labels, 2));
    assertEquals(4, area(labels, 3));
    assertTrue(area(labels, 4) > 50, "an object drawn in the place of the background");
  }

  @Test
  void textsPicturesAndBarsAreNoLabels() {
    final ImagePlus image = stack(3);
    final Overlay overlay = new Overlay();
    overlay.add(at(new TextRoi(1, 1, "0:20 h"), 1, "time"));
    overlay.add(at(new ImageRoi(2, 2, new ByteProcessor(9, 9)), 2, "logo"));
    overlay.add(new Roi(2, 15, 12, 2), "|SB|"); // as ImageJ's Scale Bar does
    overlay.add(new TextRoi(2, 10, "5 \u00b5m"), "|SB|");
    overlay.add(new Roi(15, 2, 3, 15), "|CB|"); // as ImageJ's Calibration Bar does
    overlay.add(new Line(15, 2, 18, 2), "|CB|");
    image.setOverlay(overlay);
    final Exception none =
        assertThrows(IllegalArgumentException.class, () -> RoiLabels.ofOverlay(image, Set.of()));
    assertTrue(none.getMessage().contains("has no ROI; add the outlines"), none.getMessage());
    assertNull(RoiPlace.holding(image), "nor are they proposed as labels");
    overlay.add(at(new Roi(1, 2, 4, 5), 2, "cell"));
    final RoiLabels labels = RoiLabels.ofOverlay(image, Set.of());
    assertEquals(Set.of(1), labels.planes());
    assertEquals(20, area(labels, 1));
    assertEquals(7, image.getOverlay().size(), "they stay in the overlay");
  }

  private static int plane(ImagePlus image, Roi roi) {
    return RoiPosition.plane(image, roi, "The overlay");
  }

  private static Roi at(int channel, int slice, int frame) {
    final Roi roi = new Roi(0, 0, 3, 3);
    roi.setPosition(channel, slice, frame);
    return roi;
  }

  private static void assertNowhere(String part, ImagePlus image, Roi roi) {
    final Exception e = assertThrows(IllegalArgumentException.class, () -> plane(image, roi));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void positionsInAHyperstackAreSlicesAndFrames() {
    final ImagePlus image = IJ.createHyperStack("cells", SIZE, SIZE, 2, 3, 4, 8);
    assertEquals(3 * 3 + 2, plane(image, at(2, 3, 4)));
    assertNowhere("that belongs to no slice", image, at(1, 0, 2));
    assertNowhere("on slice 2 that belongs to no frame", image, at(1, 2, 0));
    final String sizes = ", but image 'cells' has 3 slices and 4 frames; select";
    assertNowhere("on slice 4 and frame 1" + sizes, image, at(1, 4, 1));
    assertNowhere("on slice 1 and frame 5" + sizes, image, at(1, 1, 5));
    final ImagePlus series = IJ.createHyperStack("cells", SIZE, SIZE, 1, 1, 4, 8);
    assertEquals(2, plane(series, at(0, 0, 3)));
    assertNowhere("on slice 2 and frame 1", series, at(1, 2, 1));
    assertNowhere("on slice 1 and frame 2", stack(3), at(1, 1, 2));
  }

  /**
   * Where the ROI Manager of ImageJ 1.54p goes for a ROI that has one number: to this Z, or to this
   * frame, but never to this index in the stack. Of several Z and T it does not know the frame.
   */
  @Test
  void aSingleNumberIsTheSliceOrElseTheFrame() {
    final Roi fourth = at(new Roi(0, 0, 3, 3), 4, "fourth");
    assertEquals(3, plane(stack(5), fourth));
    assertEquals(3, plane(IJ.createHyperStack("cells", SIZE, SIZE, 2, 30, 1, 8), fourth));
    assertEquals(3, plane(IJ.createHyperStack("cells", SIZE, SIZE, 2, 1, 30, 8), fourth));
    assertEquals(3, plane(IJ.createHyperStack("cells", SIZE, SIZE, 1, 1, 30, 8), fourth));
    assertEquals(0, plane(IJ.createHyperStack("cells", SIZE, SIZE, 4, 1, 1, 8), fourth));
    assertNowhere("slice 4", IJ.createHyperStack("cells", SIZE, SIZE, 3, 1, 1, 8), fourth);
    assertNowhere(
        "on slice 4 that belongs to no frame",
        IJ.createHyperStack("cells", SIZE, SIZE, 2, 4, 4, 8),
        fourth);
    assertNowhere(
        "on slice 4, but image 'cells' has 3 slices",
        IJ.createHyperStack("cells", SIZE, SIZE, 2, 3, 1, 8),
        fourth);
  }

  @Test
  void namesOfTheRoiManagerTellTheSlice() {
    assertEquals(2, plane(stack(5), at(new Roi(0, 0, 3, 3), 0, "0003-0010-0020")));
    assertEquals(0, plane(stack(1), at(new Roi(0, 0, 3, 3), 0, "0010-0020")));
    assertNowhere("no slice", stack(5), at(new Roi(0, 0, 3, 3), 0, "0010-0020"));
    assertNowhere("on slice 6", stack(5), at(new Roi(0, 0, 3, 3), 0, "0006-0010-0020"));
    // The name has the index in the stack.
    final ImagePlus image = IJ.createHyperStack("cells", SIZE, SIZE, 2, 3, 4, 8);
    assertEquals(3 * 3 + 2, plane(image, at(new Roi(0, 0, 3, 3), 0, "0024-0010-0020")));
  }

  @Test
  void refusesWhatIsNoLabel() {
    assertMessage("has no ROI; add the outlines", stack(3));
    assertMessage(
        "'nowhere' that belongs to no slice", stack(3), at(new Roi(0, 0, 3, 3), 0, "nowhere"));
    assertMessage("'late' on slice 4", stack(3), at(new Roi(0, 0, 3, 3), 4, "late"));
    assertMessage("covers no area", stack(3), at(new Line(0, 0, 5, 5), 1, "line"));
  }

  private static void assertMessage(String part, ImagePlus image, Roi... rois) {
    final Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> overlay(image, new TreeSet<>(List.of()), rois));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains("cells"), e.getMessage());
  }
}
