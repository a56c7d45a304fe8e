package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.data.StrongView;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Thresholds that follow the teacher, against plain loops on single passes. */
@ExtendWith(InEngine.class)
class AdaptiveThresholdsTest {

  private static final double KEPT = 0.99;

  private static TrainingSettings settings(Method method) {
    return Batches.shallow(method)
        .with("consistency.uni_match", Batches.masks(0.8))
        .with("consistency.uni_match.adaptive", true)
        .with("consistency.strong_views", Batches.masks(0.8))
        .with("consistency.strong_views.adaptive", true);
  }

  /** Sums and counts of a step, in double precision. */
  private static final class Reference {
    private final double[] sums = {0.8f, 0.8f};
    private final double[] counts = {1, 1};

    void add(float[] probability) {
      for (int i = 0; i < 2; i++) {
        sums[i] *= KEPT;
        counts[i] *= KEPT;
      }
      for (final float p : probability) {
        sums[p > 0.5 ? 0 : 1] += Math.max(p, 1 - p);
        counts[p > 0.5 ? 0 : 1]++;
      }
    }

    double threshold(int place) {
      return sums[place] / counts[place];
    }

    void check(Map<String, float[]> found, String teacher) {
      for (int i = 0; i < 2; i++) {
        final String name = "thresholds/" + teacher;
        assertEquals(sums[i], found.get(name + "/sums")[i], 1e-4 * sums[i]);
        assertEquals(counts[i], found.get(name + "/counts")[i], 1e-4 * counts[i]);
      }
    }
  }

  @Test
  void areMeansOverThePixelsOfEachClass() {
    final TrainingSettings settings = settings(Method.DUO_SEGNET_STRONG);
    final Reference reference = new Reference();
    try (Probe probe = new Probe(settings)) {
      for (int i = 0; i < 4; i++) {
        final TrainingBatch batch = Batches.learnableBatch(i);
        try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
          reference.add(StrongViewsTest.taught(batch, networks::logits));
        }
        probe.graph.iterate(() -> batch, 0.5);
        reference.check(probe.graph.snapshot(), "teachers");
      }
      final TrainingBatch batch = Batches.learnableBatch(50);
      final Map<String, Double> terms = probe.terms(batch, 0.3);
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        final ReferenceMask mask =
            ReferenceMask.of(
                StrongViewsTest.taught(batch, networks::logits),
                reference.threshold(0),
                reference.threshold(1));
        assertTrue(mask.coverage() > 0.05 && mask.coverage() < 0.95, "some: " + mask.coverage());
        for (int view = 1; view <= 2; view++) {
          final StrongView strong = view == 1 ? batch.strong1() : batch.strong2();
          final double expected =
              ReferenceLosses.confident(
                  networks.logits("view" + view, strong.images()),
                  mask.mixed(strong.boxes().pixels(), 2));
          assertEquals(expected, terms.get("strong" + view), 1e-5 * expected);
        }
      }
      reference.check(probe.graph.snapshot(), "teachers"); // nothing but a step changes them
    }
  }

  /** In UniMatch each network is its own teacher. */
  @Test
  void belongToATeacher() {
    final TrainingSettings settings = settings(Method.UNIMATCH);
    final Reference[] references = {new Reference(), new Reference()};
    try (Probe probe = new Probe(settings)) {
      for (int i = 0; i < 2; i++) {
        final TrainingBatch batch = Batches.learnableBatch(i);
        try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
          for (int view = 0; view < 2; view++) {
            references[view].add(
                ReferenceLosses.sigmoid(networks.logits("view" + (view + 1), batch.unlabeled())));
          }
        }
        probe.graph.iterate(() -> batch, 0.5);
      }
      references[0].check(probe.graph.snapshot(), "view1");
      references[1].check(probe.graph.snapshot(), "view2");
    }
  }
}
