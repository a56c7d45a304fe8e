package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.CommandModule;

/**
 * The table that the command leaves for a macro, against values worked out by hand and by loops.
 */
class EvaluateSegmentationTest {

  private static final int WIDTH = 6;
  private static final int HEIGHT = 5;
  private static final int SLICES = 4;

  @TempDir Path folder;
  private CommandModule module;

  @BeforeEach
  void open() throws Exception {
    module = CommandModules.of(EvaluateSegmentation.class);
  }

  @Test
  void scoresAnOpenStack() throws Exception {
    final ImagePlus prediction = prediction();
    prediction.getCalibration().pixelWidth = 0.5;
    prediction.getCalibration().pixelHeight = 0.25;
    prediction.getCalibration().setUnit("micron");
    final Path csv = folder.resolve("scores.csv");
    final ResultsTable table =
        run("prediction", prediction, "truth", truth(), "csv_file", csv.toFile());
    assertEquals(SLICES + 4, table.size());
    assertEquals("prediction.tif#0001", table.getLabel(0));
    assertEquals("pooled", table.getLabel(SLICES));
    checkScores(table);
    check(table, "HD95 (micron)", 0.5, 0.4, Double.NaN, 0, Double.NaN, 0.3, deviation(0.5, 0.4, 0));
    check(
        table,
        "ASSD (micron)",
        0.5,
        1.0 / 12,
        Double.NaN,
        0,
        Double.NaN,
        7.0 / 36,
        deviation(0.5, 1.0 / 12, 0));
    assertFalse(table.columnExists("AUROC"));
    final List<String> lines = Files.readAllLines(csv);
    assertEquals(table.size() + 1, lines.size());
    assertEquals(table.getColumnHeadings(), lines.get(0).replace(',', '\t'));
    assertEquals("left out,0,0,0,0,0,1,1,1,1", lines.get(SLICES + 4));
  }

  @Test
  void scoresTheConfidence() throws Exception {
    final ResultsTable table =
        run("prediction", prediction(), "truth", truth(), "confidence", confidence());
    // Slice 4 has no wrong pixel.
    check(table, "AUROC", auroc(1), auroc(2), auroc(3), Double.NaN, auroc(1, 2, 3, 4));
    assertEquals(1, table.getValue("AUROC", SLICES + 3));
    assertTrue(auroc(1) > 0.5 && auroc(1) < 1, "nothing would be shown");
  }

  @Test
  void aMaskInPlaceOfTheConfidenceMeansNone() throws Exception {
    final ImagePlus prediction = prediction();
    final ImagePlus truth = truth();
    for (final ImagePlus mask : new ImagePlus[] {prediction, truth}) {
      open();
      assertFalse(
          run("prediction", prediction, "truth", truth, "confidence", mask).columnExists("AUROC"));
    }
  }

  @Test
  void scoresFoldersOfStacksAndSingleImages() throws Exception {
    final Path results = Files.createDirectory(folder.resolve("results"));
    final Path truths = Files.createDirectory(folder.resolve("truths"));
    IJ.saveAsTiff(prediction(), results.resolve("stack-mask.tif").toString());
    IJ.saveAsTiff(confidence(), results.resolve("stack-confidence.tif").toString());
    IJ.saveAsTiff(truth(), truths.resolve("stack.tif").toString());
    final ImagePlus single = new ImagePlus("one", truth().getStack().getProcessor(1));
    new FileSaver(single).saveAsPng(truths.resolve("other.png").toString());
    IJ.saveAsTiff(single, results.resolve("other-mask.tif").toString());
    final ImagePlus sure = new ImagePlus("sure", new FloatProcessor(WIDTH, HEIGHT));
    IJ.saveAsTiff(sure, results.resolve("other-confidence.tif").toString());
    final ResultsTable table =
        run(
            "prediction_folder",
            results.toFile(),
            "truth_folder",
            truths.toFile(),
            "confidence_folder",
            results.toFile());
    assertEquals(1 + SLICES + 4, table.size());
    assertEquals("other", table.getLabel(0));
    assertEquals("stack#0001", table.getLabel(1));
    assertEquals(1, table.getValue("DSC", 0));
    assertEquals(0.8, table.getValue("DSC", 2), 1e-12);
    assertEquals(auroc(2), table.getValue("AUROC", 2), 1e-12);
    // tp 2 + 3, fp 5, fn 3.
    assertEquals(10.0 / 18, table.getValue("DSC", 1 + SLICES), 1e-12);
    assertEquals(2, table.getValue("AUROC", 1 + SLICES + 3));
  }

  @Test
  void foldersComeBeforeOpenImages() throws Exception {
    final Path masks = Files.createDirectory(folder.resolve("masks"));
    IJ.saveAsTiff(truth(), masks.resolve("m.tif").toString());
    final ResultsTable table =
        run(
            "prediction",
            prediction(),
            "truth",
            truth(),
            "prediction_folder",
            masks.toFile(),
            "truth_folder",
            masks.toFile());
    assertEquals("m#0001", table.getLabel(0));
    assertEquals(1, table.getValue("DSC", SLICES));
  }

  /** Sets inputs given as name, value, runs, and returns the table that macro functions see. */
  private ResultsTable run(Object... inputs) {
    for (int i = 0; i < inputs.length; i += 2) {
      module.setInput((String) inputs[i], inputs[i + 1]);
    }
    module.run();
    assertFalse(module.isCanceled());
    return ResultsTable.getResultsTable();
  }

  private static void checkScores(ResultsTable table) {
    final double pixels = WIDTH * HEIGHT;
    check(table, "DSC", 0, 0.8, 0, 1, 4.0 / 12, 0.45, deviation(0, 0.8, 0, 1));
    check(table, "Jaccard", 0, 2.0 / 3, 0, 1, 0.2, 5.0 / 12, deviation(0, 2.0 / 3, 0, 1));
    check(table, "Precision", 0, 2.0 / 3, 0, 1, 2.0 / 7, 5.0 / 12, deviation(0, 2.0 / 3, 0, 1));
    check(table, "Recall", 0, 1, 0, 1, 0.4, 0.5, deviation(0, 1, 0, 1));
    check(
        table,
        "MAE %",
        600 / pixels,
        100 / pixels,
        100 / pixels,
        0,
        200 / pixels,
        200 / pixels,
        deviation(600 / pixels, 100 / pixels, 100 / pixels, 0));
    check(table, "HD95 (pixel)", 2, 0.8, Double.NaN, 0, Double.NaN, 2.8 / 3, deviation(2, 0.8, 0));
    check(
        table,
        "ASSD (pixel)",
        2,
        1.0 / 6,
        Double.NaN,
        0,
        Double.NaN,
        13.0 / 18,
        deviation(2, 1.0 / 6, 0));
    assertEquals(0, table.getValue("DSC", SLICES + 3));
    assertEquals(1, table.getValue("HD95 (pixel)", SLICES + 3));
  }

  private static void check(ResultsTable table, String heading, double... values) {
    for (int row = 0; row < values.length; row++) {
      assertEquals(values[row], table.getValue(heading, row), 1e-12, heading + ", row " + row);
    }
  }

  private static double deviation(double... values) {
    double sum = 0;
    double squares = 0;
    for (final double value : values) {
      sum += value;
      squares += value * value;
    }
    return Math.sqrt((squares - sum * sum / values.length) / (values.length - 1));
  }

  /** Three pixels two rows above the true ones; one too many; one of none; nothing. */
  private static ImagePlus prediction() {
    return masks("prediction.tif", 1, new int[][] {{1, 1, 3}, {1, 1, 3}, {4, 2, 1}, {}});
  }

  private static ImagePlus truth() {
    return masks("truth.tif", 255, new int[][] {{1, 3, 3}, {1, 1, 2}, {}, {}});
  }

  /** Slices with a bar each: left end, row, length. */
  private static ImagePlus masks(String title, int value, int[][] bars) {
    final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (final int[] bar : bars) {
      final ByteProcessor slice = new ByteProcessor(WIDTH, HEIGHT);
      for (int i = 0; bar.length > 0 && i < bar[2]; i++) {
        slice.set(bar[0] + i, bar[1], value);
      }
      stack.addSlice(slice);
    }
    return new ImagePlus(title, stack);
  }

  /** Few values, so that there are ties; lower in the rows where most pixels are wrong. */
  private static ImagePlus confidence() {
    final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
    for (int slice = 0; slice < SLICES; slice++) {
      final FloatProcessor values = new FloatProcessor(WIDTH, HEIGHT);
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        final int row = i / WIDTH;
        values.setf(i, (float) ((i * 7 + slice) % 5 + (row == 1 || row == 3 ? 0 : 3)) / 8);
      }
      stack.addSlice(values);
    }
    return new ImagePlus("confidence.tif", stack);
  }

  /** Compares each wrong with each right pixel of the slices. */
  private static double auroc(int... slices) {
    final List<Double> wrong = new ArrayList<>();
    final List<Double> right = new ArrayList<>();
    for (final int slice : slices) {
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        final boolean predicted = prediction().getStack().getProcessor(slice).get(i) != 0;
        final boolean drawn = truth().getStack().getProcessor(slice).get(i) != 0;
        (predicted == drawn ? right : wrong)
            .add((double) confidence().getStack().getProcessor(slice).getf(i));
      }
    }
    double won = 0;
    for (final double low : wrong) {
      for (final double high : right) {
        won += low < high ? 1 : low == high ? 0.5 : 0;
      }
    }
    return won / (wrong.size() * right.size());
  }
}
