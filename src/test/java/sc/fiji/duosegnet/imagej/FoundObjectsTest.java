package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import ij.measure.Calibration;
import ij.measure.Measurements;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.awt.Rectangle;
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

  private static ImagePlus calibrated(double xOrigin, double yOrigin, String unit) {
    final ImagePlus image = IJ.createImage("cells", "8-bit black", SIZE, SIZE, 2);
    final Calibration calibration = image.getCalibration();
    calibration.xOrigin = xOrigin;
    calibration.yOrigin = yOrigin;
    if (unit != null) {
      calibration.setUnit(unit);
      calibration.pixelWidth = 0.5;
      calibration.pixelHeight = 0.25;
    }
    return image;
  }

  @ParameterizedTest
  @CsvSource({"0,0,micron", "7,-3,micron", "7,-3,", "0,0,"})
  void areMeasuredAsImageJDoesAlsoInAPartOfAnImage(double xOrigin, double yOrigin, String unit) {
    final ImagePlus image = calibrated(xOrigin, yOrigin, unit);
    image.setRoi(5, 2, 12, 15);
    final Rectangle bounds = ImagePart.selection("selection", image);
    for (final ImagePlus source : List.of(image, ImagePart.of(image, "", bounds))) {
      final ImagePlus mask =
          IJ.createImage("m", "8-bit black", source.getWidth(), source.getHeight(), 2);
      StackOutput.place(mask, source);
      final FoundObjects found = found(mask, new TreeSet<>(List.of(0, 1)));
      final ResultsTable table = ObjectTable.ofObjects(found, false).toResultsTable();
      final boolean plain = unit == null && mask.getCalibration().xOrigin == 0;
      final String behind = unit == null ? plain ? " (pixel)" : "" : " (" + unit + ")";
      for (int i = 0; i < 2; i++) {
        final ResultsTable measured = new ResultsTable();
        mask.setSlice(i + 1);
        mask.setRoi(found.all().get(i).outline());
        new Analyzer(mask, Measurements.CENTROID | Measurements.AREA, measured).measure();
        assertEquals(measured.getValue("X", 0), table.getValue("X" + behind, i), 1e-6);
        assertEquals(measured.getValue("Y", 0), table.getValue("Y" + behind, i), 1e-6);
        final String area = unit == null ? "Area (pixel)" : "Area (" + unit + "^2)";
        assertEquals(measured.getValue("Area", 0), table.getValue(area, i), 1e-6);
      }
    }
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
