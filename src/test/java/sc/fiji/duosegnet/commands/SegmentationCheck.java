package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Path;

/** Looks at the results of segmenting the trial stack. */
final class SegmentationCheck {

  private SegmentationCheck() {}

  static void check(Path folder) {
    final ImagePlus mask = open(folder.resolve("stack-mask.tif"));
    assertEquals(8, mask.getBitDepth());
    for (int slice = 1; slice <= TrialImages.SLICES; slice++) {
      for (final byte value : (byte[]) mask.getStack().getPixels(slice)) {
        assertTrue(value == 0 || value == (byte) 255, "mask value " + value);
      }
    }
    checkFractions(folder.resolve("stack-confidence.tif"));
  }

  /** Checks a stack of 32-bit fractions. */
  static void checkFractions(Path file) {
    final ImagePlus map = open(file);
    assertEquals(32, map.getBitDepth());
    for (int slice = 1; slice <= TrialImages.SLICES; slice++) {
      for (final float value : (float[]) map.getStack().getPixels(slice)) {
        assertTrue(value >= 0 && value <= 1, file + ": " + value);
      }
    }
  }

  private static ImagePlus open(Path file) {
    final ImagePlus image = IJ.openImage(file.toString());
    assertNotNull(image, file.toString());
    assertEquals(TrialImages.SIZE, image.getWidth());
    assertEquals(TrialImages.SIZE, image.getHeight());
    assertEquals(TrialImages.SLICES, image.getNSlices());
    assertEquals("plane 3", image.getStack().getSliceLabel(3));
    assertEquals(0.25, image.getCalibration().pixelWidth, 1e-6);
    assertEquals(1.5, image.getCalibration().pixelDepth, 1e-6);
    assertEquals("micron", image.getCalibration().getUnit());
    return image;
  }
}
