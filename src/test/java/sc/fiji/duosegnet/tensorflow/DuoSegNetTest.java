package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.LossSettings;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Losses and gradients of Duo-SegNet on the real graph. */
@ExtendWith(InEngine.class)
class DuoSegNetTest {

  private static TrainingSettings settings(CriticKind critic, LossSettings losses) {
    return Batches.settings(Method.DUO_SEGNET, critic, losses, 1, 1, 7);
  }

  /** Group 1: every term reaches every weight it should, and nothing else but the fixed critic. */
  @ParameterizedTest
  @EnumSource(CriticKind.class)
  void eachTermReachesItsView(CriticKind critic) {
    assertEachTermReachesItsView(settings(critic, Batches.PAPER));
  }

  /** The same in the last part of a run, where batch norm is frozen. */
  @Test
  void eachTermReachesItsViewWithFrozenBatchNorm() {
    assertEachTermReachesItsView(Batches.frozen(settings(CriticKind.SPATIAL, Batches.PAPER), 0.5));
  }

  private static void assertEachTermReachesItsView(TrainingSettings settings) {
    try (Probe probe = new Probe(settings)) {
      final TrainingBatch batch = Batches.batch(3);
      final Map<String, Map<String, float[]>> gradients = probe.gradients(probe.termNames(), batch);
      assertEquals(10, gradients.size());
      for (final String term : gradients.keySet()) {
        final String view = term.endsWith("1") ? "view1/" : "view2/";
        gradients
            .get(term)
            .forEach(
                (name, values) -> {
                  final double norm = Probe.norm(values);
                  if (name.startsWith(view)) {
                    assertTrue(norm > 0, term + " has no gradient on " + name);
                  } else if (name.startsWith("view") || !term.startsWith("verdict")) {
                    assertEquals(0, norm, term + " must not reach " + name);
                  }
                });
      }
    }
  }

  /** The confidence that weights the agreement is a number: it teaches neither view nor critic. */
  @Test
  void eachTermReachesItsViewWithWeightedAgreement() {
    assertEachTermReachesItsView(settings(CriticKind.SPATIAL, agreeing(true, false)));
  }

  private static LossSettings agreeing(boolean weighted, boolean literal) {
    return new LossSettings(1, 0.3, 0.2, 0, 0, weighted, literal, true, true);
  }

  /** Eq. 5 read literally sends each half's gradient into both views. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void literalAgreementReachesBothViews(boolean weighted) {
    try (Probe probe = new Probe(settings(CriticKind.SPATIAL, agreeing(weighted, true)))) {
      final Map<String, float[]> gradient = probe.gradient("agreement1", Batches.batch(3));
      assertTrue(Probe.norm(gradient.get("view1/head/kernel")) > 0);
      assertTrue(Probe.norm(gradient.get("view2/head/kernel")) > 0);
      assertEquals(0, Probe.norm(gradient.get("critic/layer0/kernel")), "critic");
    }
  }

  /** Group 2, first half: a generator step leaves the critic bit-identical. */
  @Test
  void generatorStepLeavesCriticAlone() {
    final TrainingSettings settings =
        Batches.settings(Method.DUO_SEGNET, CriticKind.SPATIAL, Batches.PAPER, 1, 0, 7);
    try (Probe probe = new Probe(settings)) {
      final Map<String, float[]> before = probe.graph.snapshot();
      probe.graph.iterate(() -> Batches.batch(3), 0.5);
      final Map<String, float[]> after = probe.graph.snapshot();
      before.forEach(
          (name, values) -> {
            if (name.startsWith("critic/")) {
              assertArrayEquals(values, after.get(name), name);
            } else {
              assertFalse(Arrays.equals(values, after.get(name)), name + " did not change");
            }
          });
    }
  }

  /** Group 2, second half: critic steps leave both U-Nets, buffers included, bit-identical. */
  @Test
  void criticStepLeavesViewsAlone() {
    final Map<String, float[]> without = afterOneIteration(0);
    final Map<String, float[]> with = afterOneIteration(3);
    without.forEach(
        (name, values) -> {
          if (name.startsWith("critic/")) {
            assertFalse(Arrays.equals(values, with.get(name)), name + " did not change");
          } else {
            assertArrayEquals(values, with.get(name), name);
          }
        });
  }

  private static Map<String, float[]> afterOneIteration(int criticSteps) {
    final TrainingSettings settings =
        Batches.settings(Method.DUO_SEGNET, CriticKind.SPATIAL, Batches.PAPER, 1, criticSteps, 7);
    try (Probe probe = new Probe(settings)) {
      probe.graph.iterate(() -> Batches.batch(3), 0.5);
      return probe.graph.snapshot();
    }
  }

  /** Group 3, first half: a generator step on Lc alone raises mean psi(F(U)). */
  @ParameterizedTest
  @EnumSource(CriticKind.class)
  void adversarialStepRaisesVerdict(CriticKind critic) {
    final TrainingSettings settings =
        Batches.settings(Method.DUO_SEGNET, critic, Batches.losses(0, 0, 1), 1, 0, 7);
    try (Probe probe = new Probe(settings)) {
      final TrainingBatch batch = Batches.batch(3);
      final double before = verdict(probe, critic, probe.generated(batch).subList(2, 4));
      probe.graph.iterate(() -> batch, 0.5);
      final double after = verdict(probe, critic, probe.generated(batch).subList(2, 4));
      assertTrue(after > before, before + " -> " + after);
    }
  }

  /**
   * Group 3, second half: a critic step lowers the critic's loss by raising psi(Y) and lowering
   * psi(F(X)). The pixel critic moves both the same way at first, as its biases serve both and
   * RMSProp's first step has the same size for every weight; so it is asked after some steps
   * whether psi(Y) - psi(F(X)) has grown. The views stay as they are.
   */
  @ParameterizedTest
  @EnumSource(CriticKind.class)
  void criticStepSeparates(CriticKind critic) {
    final LossSettings labeledOnly = new LossSettings(1, 0.3, 0.2, 0, 0, false, false, true, false);
    final TrainingSettings settings =
        Batches.settings(
                Method.DUO_SEGNET, critic, labeledOnly, 1, critic == CriticKind.PIXEL ? 20 : 1, 2)
            .with("optimizer.learning_rate", 0);
    try (Probe probe = new Probe(settings)) {
      final TrainingBatch batch = Batches.batch(3);
      final List<float[]> generated = probe.generated(batch).subList(0, 2);
      final List<float[]> drawn = List.of(batch.masks1().pixels(), batch.masks2().pixels());
      final double lossBefore = criticLoss(probe, critic, drawn, generated);
      final double drawnBefore = verdict(probe, critic, drawn);
      final double generatedBefore = verdict(probe, critic, generated);
      probe.graph.iterate(() -> batch, 0.5);
      final double lossAfter = criticLoss(probe, critic, drawn, generated);
      final double drawnAfter = verdict(probe, critic, drawn);
      final double generatedAfter = verdict(probe, critic, generated);
      assertTrue(lossAfter < lossBefore, lossBefore + " -> " + lossAfter);
      final double grown = drawnAfter - generatedAfter - (drawnBefore - generatedBefore);
      assertTrue(grown > 1e-3, "the difference has grown by " + grown);
      if (critic == CriticKind.SPATIAL) {
        assertTrue(drawnAfter > drawnBefore, drawnBefore + " -> " + drawnAfter);
        assertTrue(generatedAfter < generatedBefore, generatedBefore + " -> " + generatedAfter);
      }
    }
  }

  private static double criticLoss(
      Probe probe, CriticKind critic, List<float[]> drawn, List<float[]> generated) {
    final Map<String, float[]> weights = probe.graph.snapshot();
    double sum = 0;
    for (final float[] map : drawn) {
      sum += drawnLoss(critic, weights, map);
    }
    for (final float[] map : generated) {
      sum +=
          ReferenceLosses.meanSoftplus(
              ReferenceCritic.logits(critic, weights, map, 2, Batches.PATCH), 1);
    }
    return sum;
  }

  private static double verdict(Probe probe, CriticKind critic, List<float[]> maps) {
    final Map<String, float[]> weights = probe.graph.snapshot();
    double sum = 0;
    for (final float[] map : maps) {
      sum += ReferenceCritic.mean(ReferenceCritic.logits(critic, weights, map, 2, Batches.PATCH));
    }
    return sum / maps.size();
  }

  /** Group 4: the agreement's weight matters. */
  @Test
  void agreementWeightChangesWeights() {
    final Map<String, float[]> without = afterStepWith(Batches.losses(1, 0, 0.2));
    final Map<String, float[]> with = afterStepWith(Batches.losses(1, 0.3, 0.2));
    for (final String name : List.of("view1/down0/conv1/kernel", "view2/head/kernel")) {
      assertFalse(Arrays.equals(without.get(name), with.get(name)), name);
    }
  }

  private static Map<String, float[]> afterStepWith(LossSettings losses) {
    try (Probe probe = new Probe(settings(CriticKind.SPATIAL, losses))) {
      probe.graph.iterate(() -> Batches.batch(3), 0.5);
      return probe.graph.snapshot();
    }
  }

  /** Group 5, first half: each loss equals its value in double precision. */
  @ParameterizedTest
  @CsvSource({"SPATIAL, true", "SPATIAL, false", "PIXEL, true", "PIXEL, false"})
  void lossesEqualDoublePrecision(CriticKind critic, boolean seesUnlabeled) {
    final TrainingSettings settings =
        settings(critic, Batches.PAPER).with("losses.critic_sees_unlabeled", seesUnlabeled);
    try (Probe probe = new Probe(settings)) {
      final TrainingBatch batch = Batches.batch(3);
      final Map<String, Double> terms = probe.terms(batch, 0.5);
      final Map<String, float[]> weights = probe.graph.snapshot();
      final List<float[]> maps = new ArrayList<>(probe.generated(batch).subList(0, 2));
      try (Networks networks = new Networks(settings, weights)) {
        for (final String view : TrainingGraph.VIEWS) {
          maps.add(ReferenceLosses.sigmoid(networks.logits(view, batch.unlabeled())));
        }
      }
      final ImageBatch[] masks = {batch.masks1(), batch.masks2()};
      double supervised = 0;
      double agreement = 0;
      double verdicts = 0;
      for (int view = 1; view <= 2; view++) {
        final float[] labeled = maps.get(view - 1);
        final float[] drawn = masks[view - 1].pixels();
        supervised += check(terms, "bce" + view, ReferenceLosses.crossEntropy(labeled, drawn));
        supervised += check(terms, "dice" + view, ReferenceLosses.dice(labeled, drawn));
        agreement +=
            check(
                terms,
                "agreement" + view,
                ReferenceLosses.crossEntropy(maps.get(view + 1), maps.get(4 - view)));
        verdicts += check(terms, "verdict_labeled" + view, drawnLoss(critic, weights, labeled));
        verdicts +=
            check(
                terms, "verdict_unlabeled" + view, drawnLoss(critic, weights, maps.get(view + 1)));
      }
      check(terms, "total", 0.5 * supervised + 0.3 * agreement + 0.2 * verdicts);
      final double criticLoss =
          criticLoss(
              probe,
              critic,
              List.of(masks[0].pixels(), masks[1].pixels()),
              maps.subList(0, seesUnlabeled ? 4 : 2));
      check(probe.graph.iterate(() -> batch, 0.5), "critic", criticLoss);
    }
  }

  private static double drawnLoss(CriticKind critic, Map<String, float[]> weights, float[] map) {
    return ReferenceLosses.meanSoftplus(
        ReferenceCritic.logits(critic, weights, map, 2, Batches.PATCH), -1);
  }

  private static double check(Map<String, Double> terms, String name, double expected) {
    assertEquals(expected, terms.get(name), 1e-5 * Math.abs(expected), name);
    return expected;
  }

  /** The agreement, weighted per pixel by the confidence in the other view. */
  @Test
  void confidenceWeightedAgreement() {
    try (Probe probe = new Probe(settings(CriticKind.SPATIAL, agreeing(true, false)))) {
      final TrainingBatch batch = Batches.batch(3);
      final List<float[]> maps = probe.generated(batch);
      final double[] psi =
          ReferenceCritic.logits(
              CriticKind.SPATIAL, probe.graph.snapshot(), maps.get(3), 2, Batches.PATCH);
      check(
          probe.terms(batch, 0.5),
          "agreement1",
          ReferenceLosses.weightedCrossEntropy(maps.get(2), maps.get(3), psi));
    }
  }
}
