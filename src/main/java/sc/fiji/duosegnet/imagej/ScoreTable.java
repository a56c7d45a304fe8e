package sc.fiji.duosegnet.imagej;

import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import sc.fiji.duosegnet.data.Csv;
import sc.fiji.duosegnet.metrics.ErrorDetection;
import sc.fiji.duosegnet.metrics.ImageScores;
import sc.fiji.duosegnet.metrics.SetScores;
import sc.fiji.duosegnet.metrics.Spread;
import sc.fiji.duosegnet.metrics.SurfaceDistances;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * Scores of predicted masks as a table: one row for each image or slice, then the rows {@value
 * #POOLED} (all pixels of all images together), {@value #MEAN} and {@value #DEVIATION} (over
 * images), and {@value #LEFT_OUT} (the number of images without a defined value, which are not in
 * the mean). A cell without a defined value is NaN.
 *
 * <p>Columns: DSC, Jaccard, Precision, Recall (0..1), MAE % (0..100), HD95 and ASSD in pixels;
 * those two in calibrated units as well if all images are calibrated in one unit; AUROC if there
 * are confidence images. HD95 and ASSD have no pooled value.
 */
public final class ScoreTable {

  /** Title of the table's window. */
  public static final String TITLE = "Segmentation Scores";

  static final String POOLED = "pooled";
  static final String MEAN = "mean";
  static final String DEVIATION = "standard deviation";
  static final String LEFT_OUT = "left out";

  private static final int DECIMAL_PLACES = 4;

  private final List<Row> rows = new ArrayList<>();
  private ErrorDetection pooledDetection;

  /** Scores of one plane; calibrated distances are null without calibration. */
  private record Row(
      String label, ImageScores scores, SurfaceDistances calibrated, String unit, double auroc) {}

  /** One measure of all planes; the pooled value is NaN where there is none. */
  private record Column(String heading, double[] values, double pooled, Spread spread) {}

  /**
   * Scores one plane and adds its row.
   *
   * @param comparison the images
   * @param plane number of the plane, from 0
   * @throws IllegalArgumentException if the plane cannot be used, see {@link
   *     MaskComparison#plane(int)}
   */
  public void add(MaskComparison comparison, int plane) {
    final MaskPair pair = comparison.plane(plane);
    final byte[] predicted = pair.predicted();
    final byte[] truth = pair.truth();
    final PixelSize size = pair.sizeOrNull();
    final SurfaceDistances calibrated =
        size == null
            ? null
            : SurfaceDistances.between(
                predicted, truth, pair.width(), pair.height(), size.width(), size.height());
    rows.add(
        new Row(
            pair.label(),
            ImageScores.of(predicted, truth, pair.width(), pair.height()),
            calibrated,
            size == null ? null : size.unit(),
            auroc(pair)));
  }

  private double auroc(MaskPair pair) {
    if (pair.confidenceOrNull() == null) {
      return Double.NaN;
    }
    final ErrorDetection detection = new ErrorDetection();
    detection.add(pair.confidenceOrNull(), pair.predicted(), pair.truth());
    if (pooledDetection == null) {
      pooledDetection = new ErrorDetection();
    }
    pooledDetection.add(detection);
    return detection.auroc();
  }

  /** Returns the scores of all planes so far. */
  public SetScores scores() {
    return SetScores.of(rows.stream().map(Row::scores).toList());
  }

  private List<Column> columns() {
    final SetScores set = scores();
    final List<Column> columns = new ArrayList<>();
    columns.add(column("DSC", row -> row.scores().counts().dice(), set.pooled().dice()));
    columns.add(column("Jaccard", row -> row.scores().counts().jaccard(), set.pooled().jaccard()));
    columns.add(
        column("Precision", row -> row.scores().counts().precision(), set.pooled().precision()));
    columns.add(column("Recall", row -> row.scores().counts().recall(), set.pooled().recall()));
    columns.add(
        column("MAE %", row -> row.scores().counts().maePercent(), set.pooled().maePercent()));
    columns.add(column("HD95 (pixel)", row -> row.scores().distances().hd95(), Double.NaN));
    columns.add(column("ASSD (pixel)", row -> row.scores().distances().assd(), Double.NaN));
    final Set<String> units = new HashSet<>();
    rows.forEach(row -> units.add(row.unit()));
    final String unit = rows.get(0).unit();
    if (units.size() == 1 && unit != null) {
      columns.add(column("HD95 (" + unit + ")", row -> row.calibrated().hd95(), Double.NaN));
      columns.add(column("ASSD (" + unit + ")", row -> row.calibrated().assd(), Double.NaN));
    }
    if (pooledDetection != null) {
      columns.add(column("AUROC", Row::auroc, pooledDetection.auroc()));
    }
    return columns;
  }

  private Column column(String heading, ToDoubleFunction<Row> measure, double pooled) {
    final double[] values = rows.stream().mapToDouble(measure).toArray();
    return new Column(heading, values, pooled, Spread.of(values));
  }

  /** One line of the table. */
  private record Line(String label, double[] cells) {}

  private List<Line> lines(List<Column> columns) {
    final List<Line> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      final int row = i;
      lines.add(line(rows.get(i).label(), columns, column -> column.values()[row]));
    }
    lines.add(line(POOLED, columns, Column::pooled));
    lines.add(line(MEAN, columns, column -> column.spread().mean()));
    lines.add(line(DEVIATION, columns, column -> column.spread().standardDeviation()));
    lines.add(line(LEFT_OUT, columns, column -> column.spread().leftOut()));
    return lines;
  }

  private static Line line(String label, List<Column> columns, ToDoubleFunction<Column> cell) {
    return new Line(label, columns.stream().mapToDouble(cell).toArray());
  }

  /** Returns the table for ImageJ, not shown. */
  ResultsTable toResultsTable() {
    final List<Column> columns = columns();
    final ResultsTable table = new ResultsTable();
    table.setPrecision(DECIMAL_PLACES);
    table.showRowNumbers(false);
    for (final Line line : lines(columns)) {
      table.addRow();
      table.addLabel(line.label());
      for (int i = 0; i < columns.size(); i++) {
        table.addValue(columns.get(i).heading(), line.cells()[i]);
      }
    }
    return table;
  }

  /** Returns the table as CSV (RFC 4180) with all digits, its first column headed {@code Label}. */
  public String toCsv() {
    final List<Column> columns = columns();
    final StringBuilder text = new StringBuilder();
    final List<String> fields = new ArrayList<>(List.of("Label"));
    columns.forEach(column -> fields.add(column.heading()));
    Csv.append(text, fields);
    for (final Line line : lines(columns)) {
      fields.clear();
      fields.add(line.label());
      for (final double cell : line.cells()) {
        fields.add(Csv.number(cell));
      }
      Csv.append(text, fields);
    }
    return text.toString();
  }

  /** Shows the table, see {@link Tables#show}. */
  public void show() {
    Tables.show(toResultsTable(), TITLE);
  }
}
