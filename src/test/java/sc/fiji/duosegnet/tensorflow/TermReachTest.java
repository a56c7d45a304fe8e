package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Which weights the terms of each method change. */
@ExtendWith(InEngine.class)
class TermReachTest {

  /** Thresholds of one half: all pixels take part. No critic steps. */
  private static TrainingSettings settings(Method method, double threshold) {
    return Batches.shallow(method)
        .with("optimizer.critic_steps", 0)
        .with("consistency.pseudo_labeling.threshold", threshold)
        .with("consistency.uni_match", Batches.masks(threshold))
        .with("consistency.strong_views", Batches.masks(threshold));
  }

  /** All terms of a method with the views whose weights they reach. */
  private static Map<String, List<String>> reach(Method method) {
    final Map<String, List<String>> reach = new TreeMap<>();
    ofBothViews(reach, "bce", "dice");
    switch (method) {
      case SUPERVISED -> {}
      case MEAN_TEACHER -> ofBothViews(reach, "consistency");
      case PSEUDO_LABELING -> ofBothViews(reach, "pseudo");
      case VAT -> ofBothViews(reach, "vat");
      case DEEP_CO_TRAINING -> {
        reach.put("agreement", List.of("view1", "view2"));
        for (final String images : List.of("labeled", "unlabeled")) {
          // Made against the one view, for the other to withstand.
          reach.put("adversarial_" + images + "1", List.of("view2"));
          reach.put("adversarial_" + images + "2", List.of("view1"));
        }
      }
      case DUO_SEGNET -> ofBothViews(reach, "agreement", "verdict_labeled", "verdict_unlabeled");
      case UNIMATCH -> ofBothViews(reach, "strong1_", "strong2_", "features_");
      case DUO_SEGNET_STRONG ->
          ofBothViews(reach, "strong", "verdict_labeled", "verdict_unlabeled");
      default -> throw new IllegalArgumentException("no terms known of " + method);
    }
    return reach;
  }

  private static void ofBothViews(Map<String, List<String>> reach, String... terms) {
    for (final String term : terms) {
      reach.put(term + "1", List.of("view1"));
      reach.put(term + "2", List.of("view2"));
    }
  }

  /** Each term reaches all of the views it should, and of the rest only the fixed critic. */
  @ParameterizedTest
  @EnumSource(Method.class)
  void eachTermReachesWhatItShould(Method method) {
    assertReach(method, settings(method, 0.5));
  }

  /** A target that is a probability teaches, but is not taught. */
  @ParameterizedTest
  @EnumSource(names = {"UNIMATCH", "DUO_SEGNET_STRONG"})
  void softTargetsReachNoOthers(Method method) {
    assertReach(
        method,
        settings(method, 0.5)
            .with("consistency.uni_match.soft_targets", true)
            .with("consistency.strong_views.soft_targets", true));
  }

  private static void assertReach(Method method, TrainingSettings settings) {
    final Map<String, List<String>> reach = reach(method);
    try (Probe probe = new Probe(settings)) {
      final TrainingBatch batch = Batches.batch(3);
      assertEquals(List.copyOf(reach.keySet()), probe.termNames().stream().sorted().toList());
      probe
          .gradients(probe.termNames(), batch)
          .forEach(
              (term, gradient) ->
                  gradient.forEach((name, values) -> check(reach.get(term), term, name, values)));
      assertStepLeavesTheRestAlone(probe, batch);
    }
  }

  /** Neither strong copies nor the weak images leave a trace in running statistics. */
  @Test
  void unlabeledImagesAreNotSeenByRunningStatistics() {
    final TrainingSettings settings = settings(Method.DUO_SEGNET_STRONG, 0.5);
    final TrainingBatch batch = Batches.batch(3);
    final TrainingBatch mixed = Batches.withUnlabeled(batch, Batches.batch(4));
    final float[] one = meanAfter(settings, batch);
    final float[] two = meanAfter(settings, mixed);
    assertArrayEquals(one, two);
  }

  /** The first running mean of the first view after a step. */
  private static float[] meanAfter(TrainingSettings settings, TrainingBatch batch) {
    try (Probe probe = new Probe(settings)) {
      probe.graph.iterate(() -> batch, 0.5);
      return probe.graph.snapshot().entrySet().stream()
          .filter(entry -> entry.getKey().matches("view1/.*/mean"))
          .findFirst()
          .orElseThrow()
          .getValue();
    }
  }

  private static void check(List<String> views, String term, String name, float[] gradient) {
    final String network = name.substring(0, name.indexOf('/'));
    if (views.contains(network)) {
      assertTrue(largest(gradient) > 0, term + " has no gradient on " + name);
    } else if (!network.equals("critic") || !term.startsWith("verdict")) {
      assertEquals(0, largest(gradient), term + " must not reach " + name);
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (final float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /**
   * A generator step changes the views in all weights and buffers and the critic in none; the
   * teachers become copies of the views, as their first average is one.
   */
  private static void assertStepLeavesTheRestAlone(Probe probe, TrainingBatch batch) {
    final Map<String, float[]> before = probe.graph.snapshot();
    probe.graph.iterate(() -> batch, 0.5);
    final Map<String, float[]> after = probe.graph.snapshot();
    before.forEach(
        (name, values) -> {
          if (name.startsWith("critic/")) {
            assertArrayEquals(values, after.get(name), name);
          } else if (name.startsWith("teacher")) {
            assertArrayEquals(after.get(name.replace("teacher", "view")), after.get(name), name);
          } else {
            assertFalse(Arrays.equals(values, after.get(name)), name + " did not change");
          }
        });
  }

  /** No pixel of networks without training has a probability of 1. */
  @ParameterizedTest
  @EnumSource(names = {"PSEUDO_LABELING", "UNIMATCH", "DUO_SEGNET_STRONG"})
  void pixelsBelowTheThresholdHaveNoPart(Method method) {
    try (Probe probe = new Probe(settings(method, 1).with("network.views", 1))) {
      final TrainingBatch batch = Batches.batch(3);
      final List<String> consistency =
          probe.termNames().stream()
              .filter(name -> name.matches("(pseudo|strong|features).*"))
              .toList();
      assertFalse(consistency.isEmpty());
      final Map<String, Double> terms = probe.terms(batch, 0.5);
      probe
          .gradients(consistency, batch)
          .forEach(
              (term, gradient) -> {
                assertEquals(0, terms.get(term), term);
                gradient.forEach((name, values) -> assertEquals(0, largest(values), term + name));
              });
    }
  }
}
