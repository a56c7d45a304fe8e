package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;

/** What the command leaves of the objects of a stack. */
class FindObjectsTest {

  private static final Roi ORGAN = new Roi(3, 4, 5, 6);
  private static final Roi SPOT = new Roi(20, 20, 8, 8);
  private static final Roi BESIDE = new Roi(30, 4, 9, 9);

  @TempDir Path work;
  private CommandModule module;

  @BeforeEach
  void open() throws Exception {
    module = CommandModules.of(FindObjects.class);
  }

  /**
   * Two frames of four slices. The first one's organ is on three slices, larger than the spot on
   * the fourth, which has a spot behind it in the next frame.
   */
  private static ImagePlus mask() {
    final ImagePlus mask = IJ.createHyperStack("m-mask", 40, 40, 1, 4, 2, 8);
    draw(mask, ORGAN, 1, 2, 3);
    draw(mask, SPOT, 4, 5, 6);
    draw(mask, BESIDE, 8);
    return mask;
  }

  private static void draw(ImagePlus mask, Roi roi, int... planes) {
    for (final int plane : planes) {
      final ImageProcessor pixels = mask.getStack().getProcessor(plane);
      pixels.setValue(255);
      pixels.fill(roi);
    }
  }

  /** Foreground of each plane of the label image, and its highest number. */
  private List<String> found() {
    final ImagePlus labels = (ImagePlus) module.getOutput("objects");
    return IntStream.rangeClosed(1, labels.getStackSize())
        .mapToObj(plane -> labels.getStack().getProcessor(plane))
        .map(
            pixels -> {
              int count = 0;
              int highest = 0;
              for (int i = 0; i < pixels.getPixelCount(); i++) {
                count += pixels.get(i) > 0 ? 1 : 0;
                highest = Math.max(highest, pixels.get(i));
              }
              return count + ":" + highest;
            })
        .toList();
  }

  @Test
  void allPartsOfAStackAreObjects() {
    module.setInput("mask", mask());
    module.run();
    assertEquals(List.of("30:1", "30:2", "30:3", "64:4", "64:5", "64:6", "0:0", "81:7"), found());
  }

  @Test
  void ofEachFrameOnlyTheLargestPartIsLeft() throws Exception {
    final ImagePlus mask = mask();
    final Path table = work.resolve("slices.csv");
    module.setInput("mask", mask);
    module.setInput("largest_part", true);
    module.setInput("outlines", "Overlay");
    module.setInput("slices_file", table.toFile());
    module.run();
    assertEquals(List.of("30:1", "30:2", "30:3", "0:0", "64:4", "64:5", "0:0", "0:0"), found());
    assertEquals(
        "object-0001-0001 object-0002-0002 object-0003-0003 object-0005-0004 object-0006-0005",
        String.join(" ", Arrays.stream(mask.getOverlay().toArray()).map(Roi::getName).toList()));
    assertEquals(9, Files.readAllLines(table).size());
    assertEquals("4,0,0,0", Files.readAllLines(table).get(4));
    assertEquals(64, mask.getStack().getProcessor(4).getHistogram()[255], "the mask is as it was");
  }
}
