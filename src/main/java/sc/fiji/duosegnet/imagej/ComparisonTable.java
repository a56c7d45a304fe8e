package sc.fiji.duosegnet.imagej;

import ij.measure.ResultsTable;
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
    }
    table.setDecimalPlaces(table.getColumnIndex("Labeled"), 0);
    table.setDecimalPlaces(table.getColumnIndex("Runs"), 0);
    return table;
  }

  private static void add(ResultsTable table, String name, Spread spread) {
    table.addValue(name, spread.mean());
    table.addValue(name + " SD", spread.standardDeviation());
  }
}
