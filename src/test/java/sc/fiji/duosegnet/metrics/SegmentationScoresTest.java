package sc.fiji.duosegnet.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SegmentationScoresTest {

  @Test
  void pooledAndMeanDiceAreTwoThings() {
    final SegmentationScores.Accumulator all = new SegmentationScores.Accumulator();
    all.add(new Confusion(90, 5, 5, 0)); // Dice 0.947..
    all.add(new Confusion(0, 2, 0, 8)); // Dice 0
    all.add(new Confusion(0, 0, 0, 40)); // Dice 1: nothing there, nothing found
    final SegmentationScores scores = all.scores();
    assertEquals(180.0 / 192, scores.pooledDice(), 1e-12);
    assertEquals((180.0 / 190 + 0 + 1) / 3, scores.meanDice(), 1e-12);
    assertEquals(100.0 * 12 / 150, scores.maePercent(), 1e-12);
    assertEquals(3, scores.images());
    assertEquals(90, all.pooled().tp());
  }

  @Test
  void scoresOfNothingAreRefused() {
    assertThrows(IllegalStateException.class, () -> new SegmentationScores.Accumulator().scores());
  }
}
