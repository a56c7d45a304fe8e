package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outlines of objects that were found, and what becomes of them as labels. */
class FoundObjectsTest {

  private static final int SIZE = 20;

  /** Finds an object on each of some planes. */
  private static FoundObjects found(ImagePlus mask, SortedSet<Integer> planes) {
    final ImagePlusAdapter adapter = new ImagePlusAdapter(mask);
    for (final int plane : planes) {
      final var pixels = mask.getStack().getProcessor(plane + 1);
      pixels.setValue(255);
      pixels.fill(new Roi(3, 4, 5, 6));
    }
    final FoundObjects found = new FoundObjects(mask);
    for (int plane = 0; plane < adapter.planes(); plane++) {
      found.add(new ObjectFinder(false, 0, false).find(plane, adapter.mask(plane), null));
    }
    return found;
  }

  private static SortedSet<Integer> labeled(ImagePlus image, List<Roi> rois) {
    final Overlay overlay = new Overlay();
    for (final Roi roi : rois) {
      // As from a file of the ROI Manager.
      overlay.add(RoiDecoder.openFromByteArray(RoiEncoder.saveAsByteArray(roi)));
    }
    image.setOverlay(overlay);
    return RoiLabels.ofOverlay(image, List.of()).planes();
  }

  @ParameterizedTest
  @CsvSource({"1,30,1", "1,1,30", "1,5,6", "2,30,1", "2,1,30", "2,5,6", "3,1,1"})
  void areLabelsOfTheSamePlanesOfTheImageAndOfItsMask(int channels, int slices, int frames) {
    final ImagePlus image = IJ.createHyperStack("cells", SIZE, SIZE, channels, slices, frames, 8);
    final ImagePlus mask = IJ.createHyperStack("cells-mask", SIZE, SIZE, 1, slices, frames, 8);
    final SortedSet<Integer> planes =
        new TreeSet<>(slices * frames == 1 ? List.of(0) : List.of(0, 13, 14, 29));
    final FoundObjects found = found(mask, planes);
    assertEquals(planes, labeled(mask, found.rois()), "by the mask, on the mask");
    assertEquals(planes, labeled(image, found.rois()), "by the mask, on the image");
    assertEquals(planes, labeled(image, found.rois(image)), "by the image");
  }
}
