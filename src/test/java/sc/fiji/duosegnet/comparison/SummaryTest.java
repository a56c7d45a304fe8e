package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.Method;

/** Against values worked out by hand. */
class SummaryTest {

  private static final double EXACT = 1e-12;

  private static final ComparisonPlan PLAN =
      ComparisonPlan.parse("Duo-SegNet, Supervised U-Net", "0.1,1", "1,2,3");

  private static final List<RunRow> ROWS =
      List.of(
          Rows.row(Method.SUPERVISED, 0.1, 1, 0.70, 1),
          Rows.row(Method.SUPERVISED, 0.1, 2, 0.80, 1),
          Rows.row(Method.SUPERVISED, 0.1, 3, 0.60, 1),
          Rows.row(Method.DUO_SEGNET, 0.1, 1, 0.74, 3),
          Rows.row(Method.DUO_SEGNET, 0.1, 2, 0.86, 3),
          // Seed 3 of Duo-SegNet has failed.
          Rows.row(Method.SUPERVISED, 1, 2, 0.90, 1),
          // Not in the plan.
          Rows.row(Method.SUPERVISED, 1, 4, 0.10, 1),
          Rows.row(Method.VAT, 0.1, 1, 0.10, 1));

  @Test
  void meansAndDeviationsAreOverTheSeeds() {
    final List<Summary.Row> rows = Summary.of(PLAN, ROWS).rows();
    assertEquals(3, rows.size());
    final Summary.Row duo = rows.get(0);
    assertEquals(Method.DUO_SEGNET, duo.method());
    assertEquals(0.1, duo.fraction());
    assertEquals(10, duo.labeled());
    assertEquals(2, duo.runs());
    assertEquals(0.80, duo.dicePooled().mean(), EXACT);
    assertEquals(0.06 * Math.sqrt(2), duo.dicePooled().standardDeviation(), EXACT);
    assertEquals(0.79, duo.diceImage().mean(), EXACT);
    assertEquals(0.06 * Math.sqrt(2), duo.diceImage().standardDeviation(), EXACT);
    assertEquals(2.0, duo.maePercent().mean(), EXACT);
    assertEquals(0.6 * Math.sqrt(2), duo.maePercent().standardDeviation(), EXACT);
    assertEquals(0.73, duo.recall().mean(), EXACT);
    assertEquals(8, duo.hd95().mean(), EXACT);
    assertEquals(0.6 * Math.sqrt(2), duo.hd95().standardDeviation(), EXACT);
    assertEquals(0.85, duo.auroc().mean(), EXACT);
    assertEquals(2, duo.leftOut());
    final Summary.Row supervised = rows.get(1);
    assertEquals(Method.SUPERVISED, supervised.method());
    assertEquals(3, supervised.runs());
    assertEquals(0.70, supervised.dicePooled().mean(), EXACT);
    assertEquals(0.1, supervised.dicePooled().standardDeviation(), EXACT);
    final Summary.Row all = rows.get(2);
    assertEquals(1.0, all.fraction());
    assertEquals(1, all.runs());
    assertEquals(0.90, all.dicePooled().mean(), EXACT);
    assertEquals(Double.NaN, all.dicePooled().standardDeviation());
  }

  @Test
  void gainsComparePairsWithTheSameLabels() {
    final Summary summary = Summary.of(PLAN, ROWS);
    assertEquals(Method.SUPERVISED, summary.baseline());
    // Seeds 1 and 2 only: the means of all runs would say 0.80 - 0.70 = 0.10.
    assertEquals(0.05, summary.rows().get(0).gain().mean(), EXACT);
    assertEquals(0.01 * Math.sqrt(2), summary.rows().get(0).gain().standardDeviation(), EXACT);
    assertEquals(0, summary.rows().get(1).gain().mean());
  }

  @Test
  void csvHasEveryNumber() {
    assertEquals(
        "method,fraction,labeled,runs,dice_pooled_mean,dice_pooled_sd,dice_image_mean,"
            + "dice_image_sd,mae_percent_mean,mae_percent_sd,gain_mean,gain_sd,"
            + "jaccard_pooled_mean,jaccard_pooled_sd,precision_pooled_mean,precision_pooled_sd,"
            + "recall_pooled_mean,recall_pooled_sd,hd95_image_mean,hd95_image_sd,"
            + "assd_image_mean,assd_image_sd,auroc_confidence_mean,auroc_confidence_sd,"
            + "distances_left_out\n"
            + "Duo-SegNet,0.1,10,2,0.800000,0.084853,0.790000,0.084853,2.000000,0.848528,"
            + "0.050000,0.014142,0.670844,0.118146,0.740000,0.084853,0.730000,0.084853,"
            + "8.000000,0.848528,3.200000,0.339411,0.850000,0.084853,2\n"
            + "Supervised U-Net,0.1,10,3,0.700000,0.100000,0.690000,0.100000,3.000000,1.000000,"
            + "0.000000,0.000000,0.544567,0.119165,0.640000,0.100000,0.630000,0.100000,"
            + "7.000000,1.000000,2.800000,0.400000,0.750000,0.100000,3\n"
            + "Supervised U-Net,1,100,1,0.900000,NaN,0.890000,NaN,1.000000,NaN,0.000000,NaN,"
            + "0.818182,NaN,0.840000,NaN,0.830000,NaN,9.000000,NaN,3.600000,NaN,0.950000,NaN,1\n",
        Summary.of(PLAN, ROWS).toCsv());
  }

  @Test
  void timeLeftGoesByTheMethodsOwnRuns() {
    final Run vat = new Run(Method.UNIMATCH, 0.1, 1);
    final Run duo = new Run(Method.DUO_SEGNET, 0.1, 3);
    final List<RunRow> finished = ROWS.subList(0, 5); // 1, 1, 1, 3 and 3 minutes
    assertEquals(20, TimeLeft.seconds(finished, List.of(), 7, 20), EXACT);
    assertEquals(20 + 180 + 180, TimeLeft.seconds(finished, List.of(duo, duo), 7, 20), EXACT);
    assertEquals(20 + 108, TimeLeft.seconds(finished, List.of(vat), 7, 20), EXACT);
    assertEquals(20 + 2 * 27, TimeLeft.seconds(List.of(), List.of(vat, duo), 7, 20), EXACT);
  }
}
