package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.measure.ResultsTable;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.comparison.ComparisonPlan;
import sc.fiji.duosegnet.comparison.Rows;

class ComparisonTableTest {

  @Test
  void hasARowForEachMethodAndFraction() {
    final ResultsTable table =
        ComparisonTable.of(
            Rows.summary(
                ComparisonPlan.parse("Supervised U-Net,VAT", "0.25", "1,2"), 0.5, 0.6, 0.7, 0.9));
    assertEquals(2, table.size());
    assertEquals("VAT", table.getStringValue("Method", 1));
    assertEquals(0.25, table.getValue("Fraction", 1));
    assertEquals(25, table.getValue("Labeled", 1));
    assertEquals(2, table.getValue("Runs", 1));
    assertEquals(0.6, table.getValue("Dice pooled", 0), 1e-12);
    assertEquals(0.1 * Math.sqrt(2), table.getValue("Dice pooled SD", 0), 1e-12);
    assertEquals(0.74, table.getValue("Dice per image", 1), 1e-12);
    assertEquals(2.5, table.getValue("MAE %", 1), 1e-12);
    assertEquals(0.15, table.getValue("Gain", 1), 1e-12);
    assertEquals(0.05 * Math.sqrt(2), table.getValue("Gain SD", 1), 1e-12);
    assertEquals(0.69, table.getValue("Precision pooled", 1), 1e-12);
    assertEquals(7.5, table.getValue("HD95 per image", 1), 1e-12);
    assertEquals(3, table.getValue("ASSD per image", 1), 1e-12);
    assertEquals(0.8, table.getValue("AUROC of confidence", 1), 1e-12);
    assertEquals(2, table.getValue("Left out of distances", 1));
  }
}
