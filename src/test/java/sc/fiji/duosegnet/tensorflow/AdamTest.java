package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.model.UpdateRule;

/** Adam (Kingma and Ba 2015) against plain loops in double precision. */
@ExtendWith(InEngine.class)
class AdamTest {

  private static final double RATE = 0.01;

  /** Adam on one tensor, with bias correction of both averages before their quotient is taken. */
  private static final class Reference {
    private final double[] weight;
    private final double[] mean;
    private final double[] square;
    private int step;

    Reference(float[] start) {
      weight = new double[start.length];
      for (int i = 0; i < start.length; i++) {
        weight[i] = start[i];
      }
      mean = new double[start.length];
      square = new double[start.length];
    }

    double[] step(float[] gradient) {
      step++;
      for (int i = 0; i < weight.length; i++) {
        mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
        square[i] = 0.999 * square[i] + 0.001 * gradient[i] * gradient[i];
        final double correction = Math.sqrt(1 - Math.pow(0.999, step));
        final double unbiased = mean[i] / (1 - Math.pow(0.9, step));
        weight[i] -= RATE * unbiased / ((Math.sqrt(square[i]) + 1e-8) / correction);
      }
      return weight;
    }
  }

  @Test
  void knownGradients() {
    final float[] start = {0.5f, -1, 2, 0, 0.25f};
    final List<float[]> gradients =
        List.of(
            new float[] {1, -0.2f, 0, 3e-8f, 100},
            new float[] {-2, -0.2f, 0, 1e-8f, 0},
            new float[] {0.5f, -0.2f, 0, -5e-8f, -1});
    final List<float[]> found = Pieces.adam(start, gradients, RATE, 0.9);
    final Reference reference = new Reference(start);
    for (int step = 0; step < gradients.size(); step++) {
      final double[] expected = reference.step(gradients.get(step));
      for (int i = 0; i < start.length; i++) {
        // The powers of the decays are known to single precision only.
        assertEquals(expected[i], found.get(step)[i], 1e-4 * RATE, step + " " + i);
      }
    }
  }

  /** The whole step, its count included. Where a gradient is next to nothing, rounding decides. */
  @Test
  void trainingSteps() {
    final TrainingSettings settings =
        Batches.shallow(Method.SUPERVISED)
            .with("optimizer.rule", UpdateRule.ADAM)
            .with("optimizer.learning_rate", RATE);
    try (Probe probe = new Probe(settings)) {
      final Map<String, Reference> references = new LinkedHashMap<>();
      probe.graph.snapshot().forEach((name, values) -> references.put(name, new Reference(values)));
      for (int step = 1; step <= 3; step++) {
        final TrainingBatch batch = Batches.batch(step);
        final Map<String, float[]> gradient = probe.gradient("total", batch);
        probe.graph.iterate(() -> batch, 0.5);
        final Map<String, float[]> weights = probe.graph.snapshot();
        double error = 0;
        int count = 0;
        for (final String name : gradient.keySet()) {
          final double[] expected = references.get(name).step(gradient.get(name));
          for (int i = 0; i < expected.length; i++) {
            error += Math.pow(expected[i] - weights.get(name)[i], 2);
            count++;
          }
        }
        assertTrue(count > 1000);
        assertEquals(0, Math.sqrt(error / count), 0.01 * RATE, "step " + step);
      }
    }
  }
}
