package sc.fiji.duosegnet.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
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
  void logLineTellsIterationLossesDiceAndTime() {
    final Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("total", 0.5);
    losses.put("critic", 0.25);
    assertEquals(
        "Iteration 3 of 9: losses total 0.5000, critic 0.2500; validation Dice 0.8000 (best"
            + " 0.9000); 1 min 5 s left",
        ProgressText.log(new TrainingProgress(3, 9, losses, 0.8, 0.9, 65)));
  }
}
