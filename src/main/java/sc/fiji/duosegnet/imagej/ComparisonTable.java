package sc.fiji.duosegnet.imagej;

import ij.measure.ResultsTable;
import java.util.List;
import sc.fiji.duosegnet.comparison.Summary;
import sc.fiji.duosegnet.metrics.Spread;

/** A comparison's summary as ImageJ's table. */
public final class ComparisonTable {

  /** Title of the table's window. */
  public static final String TITLE = "Method Comparison";

  private static final int DECIMALS = 4;

  private ComparisonTable() {}

  /** Makes the table, not shown. */
  public static ResultsTable of(Summary summary) {
    final ResultsTable table = new ResultsTable();
    table.setPrecision(DECIMALS);
    table.setNaNEmptyCells(true);
    table.showRowNumbers(false);
    for (final Summary.Row row : summary.rows()) {
      table.addRow();
      table.addValue("Method", row.method().label());
      table.addValue("Fraction", row.fraction());
      table.addValue("Labeled", row.labeled());
      table.addValue("Runs", row.runs());
      add(table, "Dice pooled", row.dicePooled());
      add(table, "Dice per image", row.diceImage());
      add(table, "MAE %", row.maePercent());
      add(table, "Gain", row.gain());
      add(table, "Jaccard pooled", row.jaccard());
      add(table, "Precision pooled", row.precision());
      add(table, "Recall pooled", row.recall());
      add(table, "HD95 per image", row.hd95());
      add(table, "ASSD per image", row.assd());
      add(table, "AUROC of confidence", row.auroc());
      table.addValue("Left out of distances", row.leftOut());
    }
    for (final String count : List.of("Labeled", "Runs", "Left out of distances")) {
      table.setDecimalPlaces(table.getColumnIndex(count), 0);
    }
    return table;
  }

  /** Shows the table, and where there is no display gives it to ImageJ's macro functions. */
  public static void show(Summary summary) {
    Tables.show(of(summary), TITLE);
  }

  private static void add(ResultsTable table, String name, Spread spread) {
    table.addValue(name, spread.mean());
    table.addValue(name + " SD", spread.standardDeviation());
  }
}
