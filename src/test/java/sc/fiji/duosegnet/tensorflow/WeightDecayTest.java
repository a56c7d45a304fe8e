package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.LearningRateSchedule;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.model.UpdateRule;

/** Decoupled weight decay: what a step takes besides, and from what. */
@ExtendWith(InEngine.class)
class WeightDecayTest {

  private static final double RATE = 0.05;
  private static final double DECAY = 0.5;

  private static TrainingSettings settings(UpdateRule rule, double decay) {
    return Batches.shallow(Method.SUPERVISED)
        .with("optimizer.rule", rule)
        .with("optimizer.schedule", LearningRateSchedule.CONSTANT)
        .with("optimizer.learning_rate", RATE)
        .with("optimizer.weight_decay", decay);
  }

  @ParameterizedTest
  @EnumSource
  void takesAPartOfTheKernelsOnly(UpdateRule rule) {
    final TrainingBatch batch = Batches.batch(1);
    try (Probe without = new Probe(settings(rule, 0));
        Probe with = new Probe(settings(rule, DECAY))) {
      final Map<String, float[]> before = with.graph.snapshot();
      without.graph.iterate(() -> batch, 0.5);
      with.graph.iterate(() -> batch, 0.5);
      final Map<String, float[]> plain = without.graph.snapshot();
      final Map<String, float[]> decayed = with.graph.snapshot();
      int kernels = 0;
      for (final String name : with.gradient("total", batch).keySet()) {
        if (name.endsWith("kernel")) {
          kernels++;
          for (int i = 0; i < before.get(name).length; i++) {
            final double expected = plain.get(name)[i] - RATE * DECAY * before.get(name)[i];
            assertEquals(expected, decayed.get(name)[i], 1e-6, name + " " + i);
          }
        } else {
          assertArrayEquals(plain.get(name), decayed.get(name), name);
        }
      }
      assertTrue(kernels > 8, "kernels " + kernels);
    }
  }
}
