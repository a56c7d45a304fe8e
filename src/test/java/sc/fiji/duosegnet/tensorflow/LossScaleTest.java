package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.model.UpdateRule;

/** Scaled losses train as others do, and steps whose gradients overflow are not made. */
@ExtendWith(InEngine.class)
class LossScaleTest {

  private static TrainingGraph graph(TrainingSettings settings, Supplier<LossScale> scales) {
    return new TrainingGraph(settings, Computation.processor(Precision.FLOAT32), scales);
  }

  private static Map<String, float[]> state(TrainingGraph graph) {
    final Map<String, float[]> state = new HashMap<>();
    graph.stateParts().forEach(part -> state.putAll(graph.read(part)));
    return state;
  }

  private static void assertSame(Map<String, float[]> expected, Map<String, float[]> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((name, values) -> assertArrayEquals(values, found.get(name), name));
  }

  /** A power of two changes no digit, neither of the U-Nets nor of the critic. */
  @Test
  void scaledGradientsAreThoseOfTheLossItself() {
    final TrainingSettings settings = Batches.shallow(Method.DUO_SEGNET);
    try (TrainingGraph plain = graph(settings, () -> null);
        TrainingGraph scaled = graph(settings, () -> new LossScale(20))) {
      for (int i = 0; i < 3; i++) {
        final int seed = i;
        final Map<String, Double> losses = plain.iterate(() -> Batches.batch(seed), 0.5);
        assertEquals(losses, scaled.iterate(() -> Batches.batch(seed), 0.5));
      }
      assertSame(state(plain), state(scaled));
      assertEquals(0, scaled.counters().get("generator.skipped_steps"));
      assertEquals(3, scaled.counters().get("critic.steps_of_loss_scale"));
    }
  }

  /** Weights, running statistics, slots and averages stay, until the factor is small enough. */
  @Test
  void stepsThatOverflowAreLeftOut() {
    final TrainingSettings settings =
        Batches.shallow(Method.SUPERVISED)
            .with("optimizer.rule", UpdateRule.ADAM)
            .with("optimizer.evaluate_average", true);
    try (TrainingGraph plain = graph(settings, () -> null);
        TrainingGraph scaled = graph(settings, () -> new LossScale(129))) {
      final Map<String, float[]> before = state(scaled);
      long skipped = 0;
      while (scaled.counters().get("generator.skipped_steps") == skipped) {
        assertSame(before, state(scaled));
        assertTrue(skipped < 10, "the factor does not fall");
        final Map<String, Double> losses = scaled.iterate(() -> Batches.batch(1), 0.5);
        assertTrue(Double.isFinite(losses.get("total")), losses.toString());
        skipped++;
      }
      final long made = skipped;
      assertTrue(made > 1, "nothing overflowed");
      assertEquals(made - 1, scaled.counters().get("generator.skipped_steps"));
      assertEquals(130 - made, scaled.counters().get("generator.loss_scale"));
      assertEquals(1, scaled.counters().get("averages"));
      // The first step that was made is the first step, also for Adam's count of them.
      plain.iterate(() -> Batches.batch(1), 0.5);
      final Map<String, float[]> expected = state(plain);
      final Map<String, float[]> found = state(scaled);
      final String weight = "view1/down0/conv1/kernel";
      assertFalse(Arrays.equals(before.get(weight), found.get(weight)));
      assertSame(expected, found);
    }
  }

  @Test
  void theFactorFollowsTheSteps() {
    final LossScale scale = new LossScale();
    assertEquals(32768, scale.value());
    scale.stepped(false);
    assertEquals(16384, scale.value());
    for (int i = 0; i < LossScale.PATIENCE - 1; i++) {
      scale.stepped(true);
    }
    assertEquals(16384, scale.value());
    final Map<String, Long> counters = new HashMap<>();
    scale.addTo("a", counters);
    final LossScale other = new LossScale();
    other.setFrom("a", counters);
    for (final LossScale each : List.of(scale, other)) {
      each.stepped(true);
      assertEquals(32768, each.value());
      assertEquals(1, each.skipped());
    }
    for (int i = 0; i < 20 * LossScale.PATIENCE; i++) {
      scale.stepped(true);
    }
    assertEquals(1 << 24, scale.value());
    for (int i = 0; i < 50; i++) {
      scale.stepped(false);
    }
    assertEquals(1, scale.value());
  }

  /** A training that lacks memory is tried again smaller, so that nothing of it may stay. */
  @Test
  void aGraphThatCannotBeBuiltLeavesNothing() {
    final int before = StepPoints.graphs();
    final TrainingSettings settings = Batches.shallow(Method.DUO_SEGNET);
    final OutOfMemoryError lacking = new OutOfMemoryError("made up");
    final Error thrown =
        assertThrows(
            OutOfMemoryError.class,
            () ->
                graph(
                    settings,
                    () -> {
                      assertEquals(before + 1, StepPoints.graphs());
                      throw lacking;
                    }));
    Assertions.assertSame(lacking, thrown);
    assertEquals(before, StepPoints.graphs());
  }
}
