package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.model.Method;

class RunTableTest {

  private static final String FORMER =
      "method,fraction,seed,labeled,unlabeled,test,iterations,minutes,dice_pooled,dice_image,"
          + "mae_percent,dice_pooled_1,dice_pooled_2,validation_dice,best_iteration,validation,"
          + "dice_image_1,dice_image_2,mae_percent_1,mae_percent_2";

  private static final String HEADER =
      FORMER
          + ",jaccard_pooled,precision_pooled,recall_pooled,jaccard_image,precision_image,"
          + "recall_image,mae_percent_image,hd95_image,assd_image,distances_left_out,"
          + "auroc_confidence,auroc_margin,auroc_agreement\n";

  private static final String FIRST =
      "Duo-SegNet,0.05,7,5,30,5,400,2.500,0.800000,0.790000,2.000000,0.780000,0.760000,0.900000,"
          + "300,2,0.770000,0.750000,2.200000,2.400000,"
          + "0.666667,0.740000,0.730000,0.720000,0.710000,0.700000,2.600000,8.000000,3.200000,1,"
          + "0.850000,0.840000,0.830000\n";

  @TempDir Path folder;

  @Test
  void rowsComeBack() throws IOException {
    final Path file = folder.resolve("runs.csv");
    final RunTable table = new RunTable(file);
    final RunRow first = Rows.row(Method.DUO_SEGNET, 0.05, 7, 0.8, 2.5);
    assertFalse(table.has(first.run()));
    table.add(first);
    assertEquals(HEADER + FIRST, Files.readString(file));
    final RunRow second = Rows.row(Method.SUPERVISED, 1, 7, 0.123456789, 1);
    table.add(second);
    assertTrue(Files.readString(file).startsWith(HEADER + FIRST + "Supervised U-Net,1,7,100,0,5,"));
    final RunTable again = new RunTable(file);
    assertTrue(again.has(first.run()) && again.has(second.run()));
    assertFalse(again.has(new Run(Method.SUPERVISED, 1, 8)));
    assertEquals(table.rows(), again.rows());
    final RunRow read = List.copyOf(again.rows()).get(1);
    assertEquals(0.123457, read.mean().dicePooled());
    assertEquals(2, read.validation());
    assertEquals(300, read.bestIteration());
    assertEquals(1.234568, read.measures().hd95Image());
    assertEquals(1, read.measures().distancesLeftOut());
  }

  @Test
  void linesOfOthersStayAsTheyAre() throws IOException {
    final Path file = folder.resolve("runs.csv");
    // Saved by a spreadsheet: other line ends, and none at the end.
    final String saved = (HEADER + FIRST).replace("\n", "\r\n").trim();
    Files.writeString(file, saved);
    new RunTable(file).add(Rows.row(Method.VAT, 1, 1, 0.5, 1));
    assertTrue(Files.readString(file).startsWith(saved + "\nVAT,1,1,"), Files.readString(file));
    assertEquals(2, new RunTable(file).rows().size());
  }

  @Test
  void damagedTablesAreRefused() throws IOException {
    refused("a,b\n", "line 1: the header is not the one this program writes; correct it,");
    refused(HEADER + "Duo-SegNet,1\n", "line 2: 2 fields;");
    refused(HEADER + FIRST.replace("0.900000", "good"), "line 2: For input string: \"good\";");
    refused(HEADER + FIRST.replace("Duo-SegNet", "Magic"), "line 2: Method 'Magic' is not known");
    refused(HEADER + "\"Duo", "line 2: a quote is not closed");
  }

  @Test
  void rowsOfAFormerVersionAreRefused() throws IOException {
    final Path file = Files.writeString(folder.resolve("runs.csv"), FORMER + "\nVAT,1,1\n");
    assertEquals(
        "Table '"
            + file
            + "' is of a former version, whose rows end before 'jaccard_pooled' and the scores after"
            + " it; give another output folder.",
        assertThrows(IOException.class, () -> new RunTable(file)).getMessage());
  }

  private void refused(String content, String problem) throws IOException {
    final Path file = Files.writeString(folder.resolve("damaged.csv"), content);
    final String message = assertThrows(IOException.class, () -> new RunTable(file)).getMessage();
    assertTrue(message.startsWith("Table '" + file + "', " + problem), message);
  }
}
