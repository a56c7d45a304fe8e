package sc.fiji.duosegnet.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.engine.TrainingProgress;

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
  void statusTellsIterationAndTime() {
    assertEquals(
        "Training: iteration 3 of 9, 1 min 5 s left",
        ProgressText.status(new TrainingProgress(3, 9, Map.of(), 0.8, 0.9, 65)));
  }
}
