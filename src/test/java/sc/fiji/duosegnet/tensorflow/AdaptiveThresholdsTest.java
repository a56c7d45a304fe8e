package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.StrongView;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.engine.Predictor;
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

    void check(Probe probe, String teacher) {
      final String sumsName = "thresholds/" + teacher + "/sums";
      final String countsName = "thresholds/" + teacher + "/counts";
      final Map<String, float[]> found = probe.graph.read(List.of(sumsName, countsName));
      for (int i = 0; i < 2; i++) {
        assertEquals(sums[i], found.get(sumsName)[i], 1e-4 * sums[i]);
        assertEquals(counts[i], found.get(countsName)[i], 1e-4 * counts[i]);
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
        reference.check(probe, "teachers");
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
      reference.check(probe, "teachers"); // nothing but a step changes them
    }
  }

  /** They are a part of a checkpoint, and none of the networks that are written. */
  @Test
  void areStateOfTheTraining(@TempDir Path folder) {
    final TrainingSettings settings = settings(Method.DUO_SEGNET_STRONG);
    try (Probe probe = new Probe(settings)) {
      probe.train(1);
      assertTrue(
          probe.graph.stateParts().stream()
              .flatMap(List::stream)
              .anyMatch("thresholds/teachers/sums"::equals));
      probe.graph.export(folder.resolve("model"));
      try (Predictor predictor =
          SavedModels.open(folder.resolve("model"), settings.network(), SavedModels.PLAIN, 1)) {
        final ImageBatch images = Batches.learnableBatch(3).unlabeled();
        final float[] expected = probe.graph.predictor().predict(images).view1();
        assertArrayEquals(expected, predictor.predict(images).view1(), 1e-4f);
      }
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
      references[0].check(probe, "view1");
      references[1].check(probe, "view2");
    }
  }
}
