package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the macro Find_Objects.ijm leaves of the results that {@link EvaluationCheck} writes. */
final class ObjectsCheck {

  private ObjectsCheck() {}

  static String argument(Path results) {
    return "image=stack.tif minimum_size=0 output_folder=[" + results + "]";
  }

  /** Checks label image and tables against the mask, and what the macro has printed of them. */
  static void check(Path results, String printed) throws IOException {
    final ImagePlus mask = IJ.openImage(results.resolve("stack-mask.tif").toString());
    final ImagePlus labels = IJ.openImage(results.resolve("stack-objects.tif").toString());
    final List<String> objects = Files.readAllLines(results.resolve("stack-objects.csv"));
    final List<String> slices = Files.readAllLines(results.resolve("stack-slices.csv"));
    assertEquals("Slice,Object,Area (pixel),X (pixel),Y (pixel),Confidence", objects.get(0));
    assertEquals("Slice,Objects,Area (pixel),Area %,Confidence", slices.get(0));
    assertEquals(TrialImages.SLICES + 1, slices.size());
    final int[] area = new int[objects.size()];
    int lost = 0;
    for (int slice = 1; slice <= TrialImages.SLICES; slice++) {
      final ImageProcessor drawn = mask.getStack().getProcessor(slice);
      final ImageProcessor numbered = labels.getStack().getProcessor(slice);
      for (int i = 0; i < drawn.getPixelCount(); i++) {
        final int number = numbered.get(i);
        assertTrue(number == 0 || drawn.get(i) != 0, "an object outside of the mask");
        lost += drawn.get(i) != 0 && number == 0 ? 1 : 0;
        area[number]++;
      }
    }
    assertTrue(lost > 0 && lost < 0.1 * mask.getWidth() * mask.getHeight(), lost + " in the lines");
    for (int number = 1; number < objects.size(); number++) {
      final String[] fields = objects.get(number).split(",");
      assertEquals(number, Integer.parseInt(fields[1]));
      assertEquals(area[number], Integer.parseInt(fields[2]), objects.get(number));
    }
    double before = 0;
    for (final String line : slices.subList(1, slices.size())) {
      final double confidence = Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
      assertTrue(confidence >= before, slices.toString());
      before = confidence;
    }
    final int count = objects.size() - 1;
    assertTrue(count >= 5, count + " objects");
    assertTrue(printed.contains("Objects: " + count + ", outlines: " + count), printed);
    final String first = slices.get(1).split(",")[0];
    assertTrue(printed.contains("slice " + first + ", mean confidence 0."), printed);
  }
}
