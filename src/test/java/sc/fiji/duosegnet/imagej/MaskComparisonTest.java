package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.PixelSize;

class MaskComparisonTest {

  @Test
  void anythingButZeroIsForeground() {
    final ShortProcessor predicted = new ShortProcessor(3, 2);
    predicted.set(2, 0, 1);
    predicted.set(0, 1, 40000);
    final ColorProcessor truth = new ColorProcessor(3, 2);
    truth.set(1, 1, 0x070707);
    final FloatProcessor confidence =
        new FloatProcessor(3, 2, new float[] {0, 0.5f, 1, 0, 0, 0.25f});
    final MaskPair pair =
        new MaskComparison("a", image(predicted), image(truth), image(confidence)).plane(0);
    assertEquals("a", pair.label());
    assertEquals(3, pair.width());
    assertEquals(2, pair.height());
    assertArrayEquals(new byte[] {0, 0, 1, 1, 0, 0}, pair.predicted());
    assertArrayEquals(new byte[] {0, 0, 0, 0, 1, 0}, pair.truth());
    assertArrayEquals(new float[] {0, 0.5f, 1, 0, 0, 0.25f}, pair.confidenceOrNull());
    assertNull(pair.sizeOrNull());
  }

  @Test
  void planesOfAStackHaveNumbers() {
    final ImagePlus stack = IJ.createImage("s", "8-bit black", 3, 2, 4);
    stack.getStack().getProcessor(3).set(1, 1, 255);
    final ImagePlus frames = IJ.createImage("t", "8-bit black", 3, 2, 4);
    frames.setDimensions(1, 1, 4);
    final MaskComparison comparison = new MaskComparison("a", stack, frames, null);
    assertEquals(4, comparison.planes());
    assertEquals("a#0003", comparison.plane(2).label());
    assertArrayEquals(new byte[] {0, 0, 0, 0, 1, 0}, comparison.plane(2).predicted());
    assertArrayEquals(new byte[6], comparison.plane(1).predicted());
    assertNull(comparison.plane(2).confidenceOrNull());
  }

  @Test
  void pixelSizeIsThePredictionsOrElseTheTruths() {
    final ImagePlus predicted = image(new ShortProcessor(3, 2));
    final ImagePlus truth = image(new ShortProcessor(3, 2));
    calibrate(truth, 2, 3, "inch");
    assertEquals(new PixelSize(2, 3, "inch"), size(predicted, truth));
    calibrate(predicted, 0.5, 0.25, "micron");
    assertEquals(new PixelSize(0.5, 0.25, "micron"), size(predicted, truth));
    calibrate(predicted, 1, 1, "mm");
    assertEquals(new PixelSize(1, 1, "mm"), size(predicted, truth));
    calibrate(predicted, 0.5, 0.5, "pixel");
    assertEquals("inch", size(predicted, truth).unit());
    calibrate(predicted, 0.5, 0, "micron");
    assertEquals("inch", size(predicted, truth).unit());
    truth.getCalibration().setYUnit("second");
    assertNull(size(predicted, truth));
  }

  @Test
  void otherSizesAreRefused() {
    final ImagePlus stack = IJ.createImage("s.tif", "8-bit black", 3, 2, 4);
    for (final int[] size : new int[][] {{2, 3, 4}, {3, 2, 1}, {3, 3, 4}}) {
      final ImagePlus other = IJ.createImage("o.tif", "8-bit black", size[0], size[1], size[2]);
      final String found = size[0] + "x" + size[1] + "x" + size[2];
      refused(
          stack, other, null, "Truth 'o.tif' is " + found + " but prediction 's.tif' is 3x2x4; ");
      refused(
          stack,
          stack.duplicate(),
          other,
          "Confidence 'o.tif' is " + found + " but prediction 's.tif' is 3x2x4; ");
    }
  }

  @Test
  void masksWithColorsOrChannelsAreRefused() {
    final ColorProcessor red = new ColorProcessor(3, 2);
    red.set(0, 0, 0xff0000);
    final ImagePlus black = image(new ShortProcessor(3, 2));
    refused(image(red), black, null, "has colors");
    final ImagePlus channels = IJ.createHyperStack("c", 3, 2, 2, 1, 1, 8);
    refused(channels, black, null, "Mask 'c' has 2 channels");
  }

  @Test
  void otherConfidencesAreRefused() {
    final ImagePlus black = image(new ShortProcessor(3, 2));
    final ImagePlus deep = image(new ShortProcessor(3, 2));
    refused(black, black, deep, "Confidence 'image' has 1 channel of 16 bits; ");
    for (final float value : new float[] {1.5f, -0.1f, Float.NaN}) {
      final FloatProcessor values = new FloatProcessor(3, 2);
      values.setf(2, 1, value);
      refused(black, black, image(values), "Confidence 'image' has the value " + value + "; ");
    }
    final ImagePlus channels = IJ.createHyperStack("c", 3, 2, 2, 1, 1, 32);
    refused(black, black, channels, "Confidence 'c' has 2 channels of 32 bits; ");
  }

  private static void refused(
      ImagePlus prediction, ImagePlus truth, ImagePlus confidence, String part) {
    final String sentence =
        assertThrows(
                IllegalArgumentException.class,
                () -> new MaskComparison("a", prediction, truth, confidence).plane(0))
            .getMessage();
    assertTrue(sentence.contains(part), sentence);
  }

  private static PixelSize size(ImagePlus prediction, ImagePlus truth) {
    return new MaskComparison("a", prediction, truth, null).plane(0).sizeOrNull();
  }

  private static void calibrate(ImagePlus image, double width, double height, String unit) {
    image.getCalibration().pixelWidth = width;
    image.getCalibration().pixelHeight = height;
    image.getCalibration().setUnit(unit);
  }

  private static ImagePlus image(ImageProcessor pixels) {
    return new ImagePlus("image", pixels);
  }
}
