package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Results as Segment Image writes them, with known scores, and the table made of them. */
final class EvaluationCheck {

  private EvaluationCheck() {}

  /** Writes the true masks, moved by one column, as the mask, and 0.25 where it is wrong. */
  static void write(Path images, Path results) {
    final ImagePlus truth = IJ.openImage(images.resolve("stack-masks.tif").toString());
    final ImageStack masks = new ImageStack(truth.getWidth(), truth.getHeight());
    final ImageStack confidences = new ImageStack(truth.getWidth(), truth.getHeight());
    for (int slice = 1; slice <= truth.getStackSize(); slice++) {
      final ByteProcessor drawn = (ByteProcessor) truth.getStack().getProcessor(slice);
      final ByteProcessor mask = new ByteProcessor(truth.getWidth(), truth.getHeight());
      final FloatProcessor confidence = new FloatProcessor(truth.getWidth(), truth.getHeight());
      for (int y = 0; y < truth.getHeight(); y++) {
        for (int x = 0; x < truth.getWidth(); x++) {
          mask.set(x, y, x == 0 ? 0 : drawn.get(x - 1, y));
          confidence.setf(x, y, mask.get(x, y) == drawn.get(x, y) ? 0.75f : 0.25f);
        }
      }
      masks.addSlice(mask);
      confidences.addSlice(confidence);
    }
    IJ.saveAsTiff(new ImagePlus("m", masks), results.resolve("stack-mask.tif").toString());
    IJ.saveAsTiff(
        new ImagePlus("c", confidences), results.resolve("stack-confidence.tif").toString());
  }

  static String argument(Path images, Path results, Path csv) {
    return "input=["
        + images
        + "] truth=stack-masks.tif image=stack.tif output_folder=["
        + results
        + "] csv_file=["
        + csv
        + "]";
  }

  /** Checks the file and what the macro has printed of the table. */
  static void check(Path csv, String printed) throws IOException {
    final List<String> lines = Files.readAllLines(csv);
    assertEquals(1 + TrialImages.SLICES + 4, lines.size());
    assertEquals(
        "Label,DSC,Jaccard,Precision,Recall,MAE %,HD95 (pixel),ASSD (pixel),AUROC", lines.get(0));
    assertTrue(lines.get(1).startsWith("stack-mask.tif#0001,0."), lines.get(1));
    // Slice 2 has nothing in it.
    assertEquals("stack-mask.tif#0002,1,1,1,1,0,0,0,NaN", lines.get(2));
    final String[] pooled = lines.get(TrialImages.SLICES + 1).split(",");
    final String[] mean = lines.get(TrialImages.SLICES + 2).split(",");
    final String[] leftOut = lines.get(TrialImages.SLICES + 4).split(",");
    assertEquals("1", pooled[8]); // the confidence tells right from wrong
    assertEquals("11", leftOut[8]); // 5 of 16 slices have masks
    assertEquals("0", leftOut[6]);
    final double dice = Double.parseDouble(pooled[1]);
    assertTrue(dice > 0.5 && dice < 1, lines.toString());
    // Nothing has moved further than one pixel.
    assertTrue(Double.parseDouble(mean[6]) > 0 && Double.parseDouble(mean[6]) <= 1, mean[6]);
    final String expected =
        String.format(
            Locale.ROOT,
            "Dice: pooled %.4f, mean %.4f, standard deviation",
            dice,
            Double.parseDouble(mean[1]));
    assertTrue(printed.contains("Images: " + TrialImages.SLICES), printed);
    assertTrue(printed.contains(expected), expected + " is not in " + printed);
    assertTrue(printed.contains("undefined for 0 images"), printed);
  }
}
