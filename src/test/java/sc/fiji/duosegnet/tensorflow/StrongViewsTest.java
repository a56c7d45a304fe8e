package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.StrongView;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The terms of methods that learn masks of their own, against plain loops on single passes. */
@ExtendWith(InEngine.class)
class StrongViewsTest {

  private static final double THRESHOLD = 0.6;
  private static final double EARLY = 0.02;

  private static TrainingSettings settings(Method method) {
    return Batches.shallow(method)
        .with("consistency.pseudo_labeling.threshold", THRESHOLD)
        .with("consistency.uni_match", Batches.masks(THRESHOLD))
        .with("consistency.strong_views", Batches.masks(THRESHOLD));
  }

  private static double check(Map<String, Double> terms, String name, double expected) {
    assertEquals(expected, terms.get(name), 1e-5 * Math.abs(expected), name);
    return expected;
  }

  /** A mask in which some pixels take part and some do not, or the test would say little. */
  private static ReferenceMask mask(float[] probability) {
    final ReferenceMask mask = ReferenceMask.of(probability, THRESHOLD);
    assertTrue(
        mask.coverage() > 0.05 && mask.coverage() < 0.95, "confident part " + mask.coverage());
    return mask;
  }

  @Test
  void pseudoLabeling() {
    final TrainingSettings settings = settings(Method.PSEUDO_LABELING);
    try (Probe probe = new Probe(settings)) {
      probe.train(10);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final Map<String, Double> terms = probe.terms(batch, 0.3);
      double sum = 0;
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        for (int view = 1; view <= 2; view++) {
          final float[] logits = networks.logits("view" + view, batch.unlabeled());
          final ReferenceMask mask = mask(ReferenceLosses.sigmoid(logits));
          sum += check(terms, "pseudo" + view, ReferenceLosses.confidentCrossEntropy(logits, mask));
        }
      }
      // A quarter of the ramp, which goes from 0.2 to 0.6.
      check(terms, "total", ReferenceLosses.supervised(terms) + 0.25 * sum);
    }
  }

  @Test
  void uniMatch() {
    final TrainingSettings settings = settings(Method.UNIMATCH);
    try (Probe probe = new Probe(settings)) {
      probe.train(10);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final List<StrongView> strong = List.of(batch.strong1(), batch.strong2());
      final Map<String, Double> terms = probe.terms(batch, 0.3);
      double quarter = 0;
      double half = 0;
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        for (int view = 1; view <= 2; view++) {
          final String name = "view" + view;
          final ReferenceMask mask =
              mask(ReferenceLosses.sigmoid(networks.logits(name, batch.unlabeled())));
          for (int i = 0; i < 2; i++) {
            quarter +=
                check(
                    terms,
                    "strong" + (i + 1) + "_" + view,
                    ReferenceLosses.confident(
                        networks.logits(name, strong.get(i).images()),
                        mask.mixed(strong.get(i).boxes().pixels(), 2)));
          }
          half +=
              check(
                  terms,
                  "features_" + view,
                  ReferenceLosses.confident(
                      networks.scaled(name, batch.unlabeled(), factors(settings, view)), mask));
        }
      }
      // Half of the ramp, which goes from 0.2 to 0.4.
      check(
          terms, "total", ReferenceLosses.supervised(terms) + 0.5 * (0.25 * quarter + 0.5 * half));
    }
  }

  /** What each channel of each image is multiplied by: 0 where it is dropped, 1 / (1-p) else. */
  private static List<float[]> factors(TrainingSettings settings, int view) {
    final double dropout = settings.consistency().strongViews().featureDropout();
    final int depth = settings.network().depth();
    final List<float[]> factors = new ArrayList<>();
    for (int level = 0; level < depth; level++) {
      final int channels = settings.network().width() << level;
      final float[] factor =
          Pieces.uniform(Probe.SEED, 0, (view - 1) * depth + level, 2, 1, 1, channels);
      for (int i = 0; i < factor.length; i++) {
        factor[i] = factor[i] < dropout ? 0 : (float) (1 / (1 - dropout));
      }
      factors.add(factor);
    }
    return factors;
  }

  @Test
  void duoSegNetStrong() {
    final TrainingSettings settings = settings(Method.DUO_SEGNET_STRONG);
    try (Probe probe = new Probe(settings)) {
      probe.train(10);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final Map<String, Double> terms = probe.terms(batch, 0.3);
      final Map<String, float[]> weights = probe.graph.snapshot();
      final List<float[]> labeled = probe.generated(batch).subList(0, 2);
      double consistency = 0;
      double verdicts = 0;
      try (Networks networks = new Networks(settings, weights)) {
        final float[] taught = taught(batch, networks::logits);
        final ReferenceMask mask = mask(taught);
        for (int view = 1; view <= 2; view++) {
          final StrongView strong = view == 1 ? batch.strong1() : batch.strong2();
          final float[] logits = networks.logits("view" + view, strong.images());
          consistency +=
              check(
                  terms,
                  "strong" + view,
                  ReferenceLosses.confident(logits, mask.mixed(strong.boxes().pixels(), 2)));
          verdicts +=
              check(terms, "verdict_labeled" + view, verdict(weights, labeled.get(view - 1)));
          verdicts +=
              check(
                  terms,
                  "verdict_unlabeled" + view,
                  verdict(weights, ReferenceLosses.sigmoid(logits)));
        }
      }
      // Half of the ramp, which goes from 0.2 to 0.4.
      check(terms, "total", ReferenceLosses.supervised(terms) + 0.5 * consistency + 0.2 * verdicts);
    }
  }

  /**
   * With probabilities as targets: Eq. 5 of the paper, on strong views, averages of both views.
   * With batch renormalization, which still is plain batch norm so early in a run, these go by
   * their running statistics.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void duoSegNetStrongByProbabilities(boolean renormalized) {
    final TrainingSettings settings =
        Batches.shallow(Method.DUO_SEGNET_STRONG)
            .with("optimizer.batch_renorm", renormalized)
            .with("consistency.strong_views.soft_targets", true)
            .with("consistency.strong_views.threshold", 0.5)
            .with("consistency.strong_views.background_threshold", 0.5)
            .with("consistency.strong_views.dice", 0);
    try (Probe probe = new Probe(settings)) {
      probe.train(10);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final Map<String, Double> terms = probe.terms(batch, EARLY);
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        final float[] taught = taught(batch, renormalized ? networks::inference : networks::logits);
        final float[] all = new float[taught.length];
        Arrays.fill(all, 1);
        for (int view = 1; view <= 2; view++) {
          final StrongView strong = view == 1 ? batch.strong1() : batch.strong2();
          final float[] target =
              new ReferenceMask(taught, all).mixed(strong.boxes().pixels(), 2).target();
          final float[] logits = networks.logits("view" + view, strong.images());
          check(
              terms,
              "strong" + view,
              ReferenceLosses.crossEntropy(ReferenceLosses.sigmoid(logits), target));
        }
      }
    }
  }

  /** A probability that is a target is one as it stands, not drawn towards what it teaches. */
  @Test
  void uniMatchByFixedProbabilities() {
    final TrainingSettings settings =
        Batches.shallow(Method.UNIMATCH)
            .with("consistency.uni_match.soft_targets", true)
            .with("consistency.uni_match.threshold", 0.5)
            .with("consistency.uni_match.background_threshold", 0.5)
            .with("consistency.uni_match.dice", 0);
    try (Probe probe = new Probe(settings)) {
      probe.train(10);
      final TrainingBatch batch = Batches.learnableBatch(50);
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        final float[] taught = ReferenceLosses.sigmoid(networks.logits("view1", batch.unlabeled()));
        final float[] target =
            new ReferenceMask(taught, taught).mixed(batch.strong2().boxes().pixels(), 2).target();
        final ImageBatch strong = batch.strong2().images();
        final float[] slopes = ReferenceLosses.slopes(networks.logits("view1", strong), target);
        probe.assertGradient(
            "strong2_1", batch, networks.weightGradient("view1", strong, slopes), 1e-3);
      }
    }
  }

  /** The mean of what the averages of both views say. */
  private static float[] taught(
      TrainingBatch batch, BiFunction<String, ImageBatch, float[]> logits) {
    final float[] one = ReferenceLosses.sigmoid(logits.apply("teacher1", batch.unlabeled()));
    final float[] two = ReferenceLosses.sigmoid(logits.apply("teacher2", batch.unlabeled()));
    final float[] mean = new float[one.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = 0.5f * (one[i] + two[i]);
    }
    return mean;
  }

  private static double verdict(Map<String, float[]> weights, float[] map) {
    return ReferenceLosses.meanSoftplus(
        ReferenceCritic.logits(CriticKind.SPATIAL, weights, map, 2, Batches.PATCH), -1);
  }
}
