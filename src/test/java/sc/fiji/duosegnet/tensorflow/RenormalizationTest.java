package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Batch renormalization. */
@ExtendWith(InEngine.class)
class RenormalizationTest {

  private static TrainingSettings settings(boolean renormalized) {
    return Batches.settings(Method.DUO_SEGNET, CriticKind.PIXEL, Batches.PAPER, 1, 1, 7)
        .with("optimizer.batch_renorm", renormalized);
  }

  /** At first the limits are 1 and 0: batch norm as it was. */
  @Test
  void startsAsBatchNorm() {
    final TrainingBatch batch = Batches.batch(3);
    try (Probe plain = new Probe(settings(false));
        Probe renormalized = new Probe(settings(true))) {
      final Map<String, Double> expected = plain.terms(batch, 0);
      final Map<String, Double> found = renormalized.terms(batch, 0);
      expected.forEach((name, value) -> assertEquals(value, found.get(name), 1e-5 * value, name));
      final double later = renormalized.terms(batch, 0.9).get("bce1");
      assertTrue(Math.abs(later - expected.get("bce1")) > 1e-3, "no effect: " + later);
    }
  }

  /** Within the limits, a training pass gives what the running statistics give. */
  @Test
  void trainingIsInferenceWithinTheLimits() {
    final TrainingSettings settings = settings(true).with("optimizer.learning_rate", 0);
    try (Probe probe = new Probe(settings)) {
      for (int i = 0; i < 40; i++) {
        final int seed = i;
        probe.graph.iterate(() -> Batches.batch(seed), 0);
      }
      final TrainingBatch batch = Batches.batch(100);
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        final float[] expected =
            ReferenceLosses.sigmoid(networks.inference("view1", batch.labeled1()));
        final float[] found = probe.generated(batch, 0.9).get(0);
        assertArrayEquals(expected, found, 1e-4f);
        final float[] before = probe.generated(batch, 0).get(0);
        double difference = 0;
        for (int i = 0; i < before.length; i++) {
          difference = Math.max(difference, Math.abs(before[i] - expected[i]));
        }
        assertTrue(difference > 1e-3, "batch statistics are the running ones: " + difference);
      }
    }
  }

  /** Algorithm 1 of Ioffe 2017 in double precision, within and beyond the limits. */
  @Test
  void correctionsAreThoseOfThePaper() {
    final float[] mean = {0.1f, 40, -40, 2};
    final float[] variance = {1, 100, 0.01f, 4};
    final float[] runningMean = {0, 1, 1, 1.5f};
    final float[] runningVariance = {1.2f, 1, 1, 3};
    for (final double progress : new double[] {0, 0.1, 0.2, 0.9}) {
      final double part = Math.max(0, Math.min(1, (progress - 0.05) / 0.25));
      final double scaleLimit = 1 + 2 * part;
      final double shiftLimit = 5 * part;
      final List<float[]> found =
          Pieces.correction(mean, variance, runningMean, runningVariance, progress);
      for (int i = 0; i < mean.length; i++) {
        final double running = Math.sqrt(runningVariance[i] + 1e-5);
        final double scale = Math.sqrt(variance[i] + 1e-5) / running;
        final double shift = (mean[i] - runningMean[i]) / running;
        assertEquals(Math.min(scaleLimit, Math.max(1 / scaleLimit, scale)), found.get(0)[i], 1e-5);
        assertEquals(Math.min(shiftLimit, Math.max(-shiftLimit, shift)), found.get(1)[i], 1e-5);
      }
    }
  }

  /** The last layer's corrections do not depend on its own scale and offset, nor on the head. */
  @Test
  void gradientsAgreeWithDifferences() {
    try (Probe probe = new Probe(settings(true))) {
      probe.train(10);
      final TrainingBatch batch = Batches.batch(3);
      final Map<String, float[]> weights = probe.graph.snapshot();
      final Map<String, float[]> gradient = probe.gradient("bce1", batch);
      for (final String layer : List.of("up0/conv2/scale", "up0/conv2/offset", "head/kernel")) {
        final String name = "view1/" + layer;
        final double expected = gradient.get(name)[1];
        final double step = 2e-3;
        final double difference =
            (at(probe, batch, name, weights.get(name), step)
                    - at(probe, batch, name, weights.get(name), -step))
                / (2 * step);
        assertEquals(expected, difference, 0.03 * Math.abs(expected) + 2e-4, name);
      }
    }
  }

  private static double at(
      Probe probe, TrainingBatch batch, String name, float[] weights, double step) {
    final float[] moved = weights.clone();
    moved[1] += (float) step;
    probe.graph.restore(Map.of(name, moved));
    final double value = probe.terms(batch, 0.5).get("bce1");
    probe.graph.restore(Map.of(name, weights));
    return value;
  }
}
