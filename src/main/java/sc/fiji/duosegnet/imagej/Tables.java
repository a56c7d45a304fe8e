package sc.fiji.duosegnet.imagej;

import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.awt.GraphicsEnvironment;

/** Tables as results of commands. */
final class Tables {

  private Tables() {}

  /**
   * Shows a table in a window, or replaces what an older window of that title shows. Without a
   * display ImageJ shows no tables and its macro functions find only the one that measurements go
   * to: there this table takes its place, for {@code nResults}, {@code getResult}, {@code
   * getResultLabel} and the {@code Table} functions without a title.
   */
  static void show(ResultsTable table, String title) {
    if (GraphicsEnvironment.isHeadless()) {
      Analyzer.setResultsTable(table);
    } else {
      table.show(title);
    }
  }
}
