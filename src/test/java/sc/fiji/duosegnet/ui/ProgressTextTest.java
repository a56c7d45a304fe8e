package sc.fiji.duosegnet.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.comparison.ComparisonMonitor;
import sc.fiji.duosegnet.comparison.Run;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.model.Method;

class ProgressTextTest {

  @Test
  void durationHasTheTwoLargestUnits() {
    assertEquals("0 s", ProgressText.duration(0.2));
    assertEquals("59 s", ProgressText.duration(59.4));
    assertEquals("1 min 0 s", ProgressText.duration(59.6));
    assertEquals("1 h 1 min", ProgressText.duration(3661));
    assertEquals("unknown", ProgressText.duration(Double.NaN));
  }

  @Test
  void theTimeOfATrainingIsToldOnceWithoutItsFirstIteration() {
    final long[] clock = {0};
    final TimeEstimate estimate = new TimeEstimate(() -> clock[0]);
    for (int iteration = 3; iteration <= 30; iteration++) {
      clock[0] += iteration == 3 ? 9_000_000_000L : 250_000_000L;
      assertEquals(
          iteration == 13
              ? "An iteration takes 0.25 s: 8 min 7 s for the 1947 that are left."
              : null,
          estimate.after(new TrainingProgress(iteration, 1960, Map.of(), 0, 0, 0, 4, null)));
    }
  }

  @Test
  void statusTellsIterationAndTime() {
    assertEquals(
        "Training: iteration 3 of 9, 1 min 5 s left",
        ProgressText.status(new TrainingProgress(3, 9, Map.of(), 0.8, 0.9, 65, 4, null)));
  }

  @Test
  void aComparisonAlsoTellsTheRunAndTheTimeOfAll() {
    assertEquals(
        "Run 2 of 6 (VAT, label fraction 0.05, seed 7), iteration 3 of 9, 1 h 2 min left for all",
        ProgressText.status(
            new ComparisonMonitor.Progress(
                new Run(Method.VAT, 0.05, 7),
                2,
                6,
                new TrainingProgress(3, 9, Map.of(), 0.8, 0.9, 65, 4, null),
                3725)));
  }
}
