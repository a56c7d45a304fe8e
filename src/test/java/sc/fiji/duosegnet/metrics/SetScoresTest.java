package sc.fiji.duosegnet.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SetScoresTest {

  private static final SurfaceDistances UNDEFINED = new SurfaceDistances(Double.NaN, Double.NaN);

  @Test
  void pooledAndMeanAreTwoThings() {
    final SetScores set =
        SetScores.of(
            List.of(
                new ImageScores(new Confusion(90, 10, 30, 70), new SurfaceDistances(2, 1)),
                new ImageScores(new Confusion(0, 2, 0, 8), UNDEFINED),
                new ImageScores(new Confusion(0, 0, 0, 40), new SurfaceDistances(0, 0)),
                new ImageScores(new Confusion(3, 1, 0, 6), new SurfaceDistances(7, 3))));
    assertEquals("tp 93, fp 13, fn 30, tn 124", set.pooled().toString());
    assertEquals(186.0 / 229, set.pooled().dice(), 1e-12);
    assertEquals(93.0 / 106, set.pooled().precision(), 1e-12);
    assertEquals(100.0 * 43 / 260, set.pooled().maePercent(), 1e-12);
    check(set.dice(), 180.0 / 220, 0, 1, 6.0 / 7);
    check(set.jaccard(), 90.0 / 130, 0, 1, 0.75);
    check(set.precision(), 0.9, 0, 1, 0.75);
    check(set.recall(), 0.75, 0, 1, 1);
    check(set.maePercent(), 20, 20, 0, 10);
    assertEquals(4, set.images());
    assertEquals(new Spread(3, Math.sqrt(13), 3, 1), set.hd95());
    assertEquals(4.0 / 3, set.assd().mean(), 1e-12);
    assertEquals(1, set.assd().leftOut());
  }

  @Test
  void oneImageHasNoStandardDeviation() {
    assertEquals(new Spread(5, Double.NaN, 1, 0), Spread.of(5));
    assertEquals(new Spread(Double.NaN, Double.NaN, 0, 2), Spread.of(Double.NaN, Double.NaN));
    assertEquals(new Spread(4, Math.sqrt(2), 2, 1), Spread.of(3, Double.NaN, 5));
  }

  @Test
  void scoresAnImageFromItsMasks() {
    final byte[] predicted = {1, 1, 0, 0, 0, 0};
    final byte[] truth = {1, 0, 0, 0, 0, (byte) 255};
    final ImageScores scores = ImageScores.of(predicted, truth, 3, 2);
    assertEquals("tp 1, fp 1, fn 1, tn 3", scores.counts().toString());
    // There 0 and 1; back 0 and sqrt(2).
    assertEquals((0.5 + Math.sqrt(2) / 2) / 2, scores.distances().assd(), 1e-12);
    assertEquals(1 + 0.85 * (Math.sqrt(2) - 1), scores.distances().hd95(), 1e-12);
  }

  @Test
  void scoresOfNothingAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SetScores.of(List.of()));
  }

  private static void check(Spread spread, double a, double b, double c, double d) {
    final double mean = (a + b + c + d) / 4;
    final double squares = a * a + b * b + c * c + d * d - 4 * mean * mean;
    assertEquals(mean, spread.mean(), 1e-12);
    assertEquals(Math.sqrt(squares / 3), spread.standardDeviation(), 1e-9);
    assertEquals(4, spread.count());
    assertEquals(0, spread.leftOut());
  }
}
