package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Group 5 of {@link DuoSegNetTest}, second half: gradients against central differences. */
@ExtendWith(InEngine.class)
class DuoSegNetGradientsTest {

  private static final TrainingSettings SETTINGS =
      Batches.settings(Method.DUO_SEGNET, CriticKind.SPATIAL, Batches.PAPER, 1, 1, 7);

  /** Gradients agree with central differences, tensor by tensor. */
  @Test
  void gradientsAgreeWithDifferences() {
    assertGradientsAgree(SETTINGS);
  }

  /** The same in the last part of a run, where batch norm is frozen. */
  @Test
  void gradientsAgreeWithDifferencesWithFrozenBatchNorm() {
    assertGradientsAgree(Batches.frozen(SETTINGS, 0.5));
  }

  private static void assertGradientsAgree(TrainingSettings settings) {
    try (Probe probe = new Probe(settings)) {
      // Some iterations, so that running statistics are those of real activations.
      for (int i = 0; i < 20; i++) {
        final int seed = i;
        probe.graph.iterate(() -> Batches.batch(seed), 0);
      }
      final TrainingBatch batch = Batches.batch(3);
      final Map<String, float[]> weights = probe.graph.snapshot();
      final Random random = new Random(5);
      final Map<String, Map<String, float[]>> gradients =
          probe.gradients(List.of("bce1", "dice2", "agreement1", "verdict_unlabeled2"), batch);
      for (final String term : gradients.keySet()) {
        final Map<String, float[]> gradient = gradients.get(term);
        final String view = term.endsWith("1") ? "view1/" : "view2/";
        for (final String layer : List.of("head/kernel", "up0/conv2/scale", "down2/conv1/kernel")) {
          final String name = view + layer;
          final float[] direction = unit(gradient.get(name), random);
          final double expected = Probe.dot(gradient.get(name), direction);
          assertTrue(
              twoDifferencesAgree(probe, batch, term, name, weights.get(name), direction, expected),
              term + " " + name + " " + expected);
        }
      }
    }
  }

  /**
   * Central differences with ever smaller steps: large ones cross kinks of ReLU and max-pooling,
   * the smallest drown in single precision, so two in succession must be within 2 % of the slope.
   */
  private static boolean twoDifferencesAgree(
      Probe probe,
      TrainingBatch batch,
      String term,
      String name,
      float[] weights,
      float[] direction,
      double slope) {
    double step = 5e-4 / Math.max(0.005, Math.abs(slope));
    int inSuccession = 0;
    for (int i = 0; i < 9 && inSuccession < 2; i++, step /= 2) {
      final double up = termAt(probe, batch, term, name, weights, direction, step);
      final double down = termAt(probe, batch, term, name, weights, direction, -step);
      final double error = Math.abs((up - down) / (2 * step) - slope);
      inSuccession = error < 0.02 * Math.abs(slope) ? inSuccession + 1 : 0;
    }
    return inSuccession == 2;
  }

  private static double termAt(
      Probe probe,
      TrainingBatch batch,
      String term,
      String name,
      float[] weights,
      float[] direction,
      double step) {
    final float[] moved = weights.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (step * direction[i]);
    }
    probe.graph.restore(Map.of(name, moved));
    final double value = probe.terms(batch, 0.5).get(term);
    probe.graph.restore(Map.of(name, weights));
    return value;
  }

  /** A direction near the gradient's own, where the difference is largest, but not exactly it. */
  private static float[] unit(float[] gradient, Random random) {
    final float[] direction = gradient.clone();
    final double scale = Probe.norm(gradient) / Math.sqrt(gradient.length);
    for (int i = 0; i < direction.length; i++) {
      direction[i] += (float) (0.5 * scale * random.nextGaussian());
    }
    final double norm = Probe.norm(direction);
    for (int i = 0; i < direction.length; i++) {
      direction[i] /= (float) norm;
    }
    return direction;
  }
}
