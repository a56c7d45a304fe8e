package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import org.junit.jupiter.api.Test;

class ImagePartTest {

  private static final int WIDTH = 9;
  private static final int HEIGHT = 7;

  /** Each pixel tells its column, row, channel and plane. */
  private static int value(int x, int y, int channel, int plane) {
    return x + 10 * y + 100 * channel + 1000 * plane;
  }

  private static ImagePlus hyperstack() {
    final ImagePlus image = IJ.createHyperStack("cells", WIDTH, HEIGHT, 3, 2, 2, 16);
    for (int index = 0; index < image.getStackSize(); index++) {
      final ImageProcessor pixels = image.getStack().getProcessor(index + 1);
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          pixels.set(x, y, value(x, y, index % 3 + 1, index / 3));
        }
      }
      image.getStack().setSliceLabel("label " + index, index + 1);
    }
    image.getCalibration().pixelWidth = 0.5;
    image.getCalibration().setUnit("micron");
    return image;
  }

  @Test
  void channelsComeInTheOrderWanted() {
    final ImagePlusAdapter planes =
        new ImagePlusAdapter(ImagePart.of(hyperstack(), "3, 1", new Rectangle(2, 1, 5, 4)));
    assertEquals(4, planes.planes());
    assertEquals(2, planes.channels());
    for (int plane = 0; plane < 4; plane++) {
      final var pixels = planes.plane(plane);
      assertEquals(5, pixels.dimension(0));
      assertEquals(4, pixels.dimension(1));
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 5; x++) {
          assertEquals(value(x + 2, y + 1, 3, plane), pixels.getAt(x, y, 0).getRealDouble());
          assertEquals(value(x + 2, y + 1, 1, plane), pixels.getAt(x, y, 1).getRealDouble());
        }
      }
      assertEquals("label " + (3 * plane + 2), planes.label(plane));
    }
  }

  @Test
  void titleCalibrationAndDimensionsStay() {
    final ImagePlus part = ImagePart.of(hyperstack(), "2", new Rectangle(2, 1, 5, 4));
    assertEquals("cells", part.getTitle());
    assertEquals(1, part.getNChannels());
    assertEquals(2, part.getNSlices());
    assertEquals(2, part.getNFrames());
    assertEquals("micron", part.getCalibration().getUnit());
    // A place in the part has the coordinates that it has in the image.
    assertEquals(2 * 0.5, part.getCalibration().getX(0), 1e-12);
    assertEquals(16, part.getBitDepth());
  }

  @Test
  void channelsOfRgbAreRedGreenAndBlue() {
    final ImagePlus image = IJ.createImage("stained", "RGB black", WIDTH, HEIGHT, 2);
    final ImageProcessor pixels = image.getStack().getProcessor(2);
    pixels.set(3, 4, 0x0a1e32);
    final ImagePlusAdapter planes = new ImagePlusAdapter(ImagePart.of(image, "3,2", null));
    assertEquals(2, planes.planes());
    assertEquals(2, planes.channels());
    assertEquals(0x32, planes.plane(1).getAt(3, 4, 0).getRealDouble());
    assertEquals(0x1e, planes.plane(1).getAt(3, 4, 1).getRealDouble());
    assertEquals(0, planes.plane(0).getAt(3, 4, 1).getRealDouble());
    // Without channels it stays RGB.
    final ImagePlus crop = ImagePart.of(image, "", new Rectangle(3, 4, 2, 2));
    assertEquals(ImagePlus.COLOR_RGB, crop.getType());
    assertEquals(0x0a, new ImagePlusAdapter(crop).plane(1).getAt(0, 0, 0).getRealDouble());
  }

  @Test
  void allOfAnImageIsTheImage() {
    final ImagePlus image = hyperstack();
    assertSame(image, ImagePart.of(image, " ", null));
    assertSame(image, ImagePart.of(image, null, null));
  }

  @Test
  void onePlaneWorksToo() {
    final ImagePlus image = IJ.createHyperStack("one", WIDTH, HEIGHT, 2, 1, 1, 8);
    image.getStack().getProcessor(2).set(1, 1, 7);
    final ImagePlusAdapter planes = new ImagePlusAdapter(ImagePart.of(image, "2", null));
    assertEquals(1, planes.planes());
    assertEquals("one", planes.name(0));
    assertEquals(7, planes.plane(0).getAt(1, 1, 0).getRealDouble());
  }

  @Test
  void theSelectionIsItsRectangleInsideTheImage() {
    final ImagePlus image = hyperstack();
    image.setRoi(new OvalRoi(2, 1, 4, 3));
    assertEquals(new Rectangle(2, 1, 4, 3), ImagePart.selection("selection", image));
    image.setRoi(new Roi(-3, 5, 6, 9));
    assertEquals(new Rectangle(0, 5, 3, 2), ImagePart.selection("selection", image));
    image.deleteRoi();
    assertEquals(
        "Input 'selection' is true, but image 'cells' has no area selected; select a rectangle, or"
            + " give selection=false.",
        assertThrows(IllegalArgumentException.class, () -> ImagePart.selection("selection", image))
            .getMessage());
  }

  @Test
  void wrongChannelsAreNamed() {
    for (final String text : new String[] {"4", "0", "1,", "red", "3-2"}) {
      assertEquals(
          "Input 'channels' is '"
              + text
              + "', but image 'cells' has 3 channels; give numbers from 1 to 3 such as 1,3, or"
              + " nothing for all.",
          assertThrows(IllegalArgumentException.class, () -> ImagePart.of(hyperstack(), text, null))
              .getMessage());
    }
  }
}
