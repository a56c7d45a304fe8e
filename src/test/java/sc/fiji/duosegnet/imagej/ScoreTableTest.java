package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

  private static final String PLAIN =
      "Label,DSC,Jaccard,Precision,Recall,MAE %,HD95 (pixel),ASSD (pixel)";

  @Test
  void sumsUpTheImages() {
    final ScoreTable table = new ScoreTable();
    table.add(comparison("one, two", "###.", "##..", null), 0);
    table.add(comparison("b", "#...", "....", null), 0);
    table.add(comparison("c", "#...", "...#", null), 0);
    final List<String> lines = table.toCsv().lines().toList();
    assertEquals(PLAIN, lines.get(0));
    final double third = 1.0 / 3;
    check(lines.get(1), "\"one, two\"", 0.8, 2 * third, 2 * third, 1, 25, 0.8, 0.5 * third);
    check(lines.get(2), "b", 0, 0, 0, 0, 25, Double.NaN, Double.NaN);
    check(lines.get(3), "c", 0, 0, 0, 0, 50, 3, 3);
    // tp 2, fp 3, fn 1 of 12.
    check(lines.get(4), "pooled", 0.5, third, 0.4, 2 * third, 100 * third, Double.NaN, Double.NaN);
    check(
        lines.get(5),
        "mean",
        0.8 * third,
        2 * third * third,
        2 * third * third,
        third,
        100 * third,
        1.9,
        (3 + 0.5 * third) / 2);
    check(
        lines.get(6),
        "standard deviation",
        deviation(0.8, 0, 0),
        deviation(2 * third, 0, 0),
        deviation(2 * third, 0, 0),
        deviation(1, 0, 0),
        deviation(25, 25, 50),
        deviation(0.8, 3),
        deviation(3, 0.5 * third));
    assertEquals("left out,0,0,0,0,0,1,1", lines.get(7));
    assertEquals(8, lines.size());
  }

  @Test
  void tableHoldsTheSameAsTheFile() {
    final ScoreTable scores = new ScoreTable();
    scores.add(comparison("a", "###.", "##..", null), 0);
    scores.add(comparison("b", "#...", "....", null), 0);
    final List<String> lines = scores.toCsv().lines().toList();
    final ResultsTable table = scores.toResultsTable();
    assertEquals(PLAIN.replace(',', '\t'), table.getColumnHeadings());
    assertEquals(lines.size() - 1, table.size());
    for (int row = 0; row < table.size(); row++) {
      final String[] cells = lines.get(row + 1).split(",");
      assertEquals(cells[0], table.getLabel(row));
      for (int column = 1; column < cells.length; column++) {
        final String heading = lines.get(0).split(",")[column];
        assertEquals(Double.parseDouble(cells[column]), table.getValue(heading, row), heading);
      }
    }
    assertEquals(Double.NaN, table.getValue("HD95 (pixel)", 1));
  }

  @Test
  void calibratedColumnsNeedOneUnitForAll() {
    final ScoreTable table = new ScoreTable();
    table.add(comparison("a", "#..#....", "...#....", "mm"), 0);
    assertEquals(PLAIN + ",HD95 (mm),ASSD (mm)", table.toCsv().lines().findFirst().orElseThrow());
    final String[] cells = table.toCsv().lines().toList().get(1).split(",");
    // Distances 3, 0 and 0 in pixels of 0.5.
    assertEquals(2.7, Double.parseDouble(cells[6]), 1e-12);
    assertEquals(0.75, Double.parseDouble(cells[7]), 1e-12);
    assertEquals(1.35, Double.parseDouble(cells[8]), 1e-12);
    assertEquals(0.375, Double.parseDouble(cells[9]), 1e-12);
    table.add(comparison("b", "#", "#", "micron"), 0);
    assertFalse(table.toCsv().contains("(mm)"));
    final ScoreTable other = new ScoreTable();
    other.add(comparison("a", "#", "#", null), 0);
    other.add(comparison("b", "#", "#", "mm"), 0);
    assertFalse(other.toCsv().contains("(mm)"));
  }

  private static void check(String line, String label, double... cells) {
    assertEquals(label, line.substring(0, label.length()));
    final String[] found = line.substring(label.length() + 1).split(",");
    assertEquals(cells.length, found.length, line);
    for (int i = 0; i < cells.length; i++) {
      assertEquals(cells[i], Double.parseDouble(found[i]), 1e-12, line);
    }
  }

  private static double deviation(double... values) {
    final double mean = Arrays.stream(values).sum() / values.length;
    double squares = 0;
    for (final double value : values) {
      squares += Math.pow(value - mean, 2);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  /** Masks of one row, with # for foreground; pixels of 0.5 x 4 if there is a unit. */
  private static MaskComparison comparison(
      String name, String predicted, String truth, String unit) {
    final ImagePlus prediction = row(predicted);
    if (unit != null) {
      prediction.getCalibration().pixelWidth = 0.5;
      prediction.getCalibration().pixelHeight = 4;
      prediction.getCalibration().setUnit(unit);
    }
    return new MaskComparison(name, prediction, row(truth), null);
  }

  private static ImagePlus row(String mask) {
    final ByteProcessor pixels = new ByteProcessor(mask.length(), 1);
    for (int x = 0; x < mask.length(); x++) {
      pixels.set(x, 0, mask.charAt(x) == '#' ? 255 : 0);
    }
    return new ImagePlus("mask", pixels);
  }
}
