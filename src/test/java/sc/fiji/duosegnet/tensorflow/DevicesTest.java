package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Where ops are executed. Processors stand for GPUs: of those one can have several anywhere. */
@ExtendWith(InEngine.class)
class DevicesTest {

  /**
   * Also the ops of gradients. What is fed and fetched comes from the first device and goes back.
   */
  @Test
  void allOpsAreOnTheDeviceThatIsAskedFor() {
    final Map<String, Integer> first = PlacedGraph.placement(null);
    assertEquals(Set.of("CPU:0"), first.keySet());
    final Map<String, Integer> second = PlacedGraph.placement("CPU:1");
    assertTrue(second.get("CPU:1") >= first.get("CPU:0") - 2, first + " and " + second);
    assertTrue(second.getOrDefault("CPU:0", 0) <= 4, second.toString());
  }

  @Test
  void aTrainingTellsWhereItRan() {
    final TrainingSettings settings = Batches.shallow(Method.SUPERVISED);
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      assertEquals(Map.of(), graph.placement());
      graph.iterate(() -> Batches.batch(1), 0.5);
      final Map<String, Integer> placement = graph.placement();
      assertEquals(Set.of("CPU:0"), placement.keySet());
      assertTrue(placement.get("CPU:0") > 100, placement.toString());
    }
  }
}
