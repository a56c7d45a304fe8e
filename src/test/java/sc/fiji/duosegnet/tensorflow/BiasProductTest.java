package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Sums over thousands of pixels, which bfloat16 does not hold. */
@ExtendWith(InEngine.class)
class BiasProductTest {

  /** With batch norm frozen, so that its offsets are biases as well. */
  private static TrainingSettings settings(CriticKind critic, Precision precision) {
    return Batches.shallow(Method.DUO_SEGNET)
        .with("threads", 1)
        .with("network.critic", critic)
        .with("optimizer.frozen_batch_norm", 1.0)
        .with("precision", precision);
  }

  private static Map<String, float[]> gradient(
      String loss, CriticKind critic, Precision precision) {
    try (Probe probe = new Probe(settings(critic, precision))) {
      return probe.gradient(loss, Batches.batch(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsInBfloat16AreThoseOfSinglePrecision(CriticKind critic) {
    assumeTrue(MixedPrecision.bfloat16(), "This processor does not compute in bfloat16.");
    int biases = 0;
    // Through the critic's layers there is more rounding besides.
    final Map<String, Double> tolerances = Map.of("bce1", 0.05, "verdict_labeled1", 0.15);
    for (final String loss : tolerances.keySet()) {
      final Map<String, float[]> single = gradient(loss, critic, Precision.FLOAT32);
      final Map<String, float[]> half = gradient(loss, critic, Precision.BFLOAT16);
      for (final Map.Entry<String, float[]> entry : single.entrySet()) {
        final double norm = Probe.norm(entry.getValue());
        if (entry.getKey().matches(".*/(bias|offset)") && norm > 1e-4) {
          final float[] found = half.get(entry.getKey());
          final String name = loss + " by " + entry.getKey();
          assertEquals(1, Probe.norm(found) / norm, tolerances.get(loss), name);
          assertTrue(Probe.dot(found, entry.getValue()) > 0.98 * norm * Probe.norm(found), name);
          biases++;
        }
      }
    }
    assertTrue(biases >= 10, biases + " biases");
  }
}
