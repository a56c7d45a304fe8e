package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.engine.Prediction;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Ablations: one network, no unlabeled images, and the verdict on labeled images only. */
@ExtendWith(InEngine.class)
class OneViewTest {

  private static TrainingSettings oneView(Method method) {
    return Batches.shallow(method).with("network.views", 1);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEEP_CO_TRAINING")
  void oneNetworkTrainsAndPredicts(Method method) {
    try (TrainingGraph graph = new TrainingGraph(oneView(method))) {
      final Map<String, float[]> before = graph.snapshot();
      graph
          .iterate(() -> Batches.batch(1), 0.5)
          .forEach((name, value) -> assertTrue(Double.isFinite(value), name));
      graph
          .snapshot()
          .forEach(
              (name, values) -> {
                assertFalse(name.startsWith("view2") || name.startsWith("teacher2"), name);
                assertFalse(Arrays.equals(before.get(name), values), name + " did not change");
              });
      final Prediction prediction = graph.predictor().predict(Batches.batch(2).labeled1());
      assertArrayEquals(prediction.view1(), prediction.view2());
    }
  }

  /** The paper's ablation: F1 on all labels and the critic, no Lu. */
  @Test
  void oneNetworkAgreesWithNoOther() {
    try (Probe probe = new Probe(oneView(Method.DUO_SEGNET))) {
      assertEquals(
          List.of("bce1", "dice1", "verdict_labeled1", "verdict_unlabeled1"), probe.termNames());
      final Map<String, Double> terms = probe.terms(Batches.batch(3), 0.5);
      final double total =
          ReferenceLosses.supervised(terms)
              + 0.2 * (terms.get("verdict_labeled1") + terms.get("verdict_unlabeled1"));
      assertEquals(total, terms.get("total"), 1e-5 * total);
    }
    try (Probe probe = new Probe(oneView(Method.SUPERVISED))) {
      assertEquals(List.of("bce1", "dice1"), probe.termNames());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SUPERVISED", "DUO_SEGNET"})
  void savedModelGivesTheSamePixels(Method method, @TempDir Path folder) {
    final TrainingSettings settings = oneView(method);
    final Path saved = folder.resolve("saved");
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      graph.iterate(() -> Batches.batch(1), 0.5);
      graph.export(saved);
      final ImageBatch images = Batches.batch(2).labeled1();
      final Prediction live = graph.predictor().predict(images);
      try (Predictor predictor =
          SavedModels.open(saved, settings.network(), SavedModels.PLAIN, 2, true)) {
        final Prediction read = predictor.predict(images);
        assertArrayEquals(live.view1(), read.view1(), 1e-5f);
        assertArrayEquals(read.view1(), read.view2());
        assertArrayEquals(live.confidence(), read.confidence(), 1e-5f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DUO_SEGNET", "DUO_SEGNET_STRONG"})
  void verdictsOnLabeledImagesOnly(Method method) {
    final TrainingSettings settings =
        Batches.shallow(method).with("losses.adversarial_unlabeled", false);
    try (Probe probe = new Probe(settings)) {
      final String other = method == Method.DUO_SEGNET ? "agreement" : "strong";
      assertEquals(
          List.of(
              "bce1",
              "bce2",
              "dice1",
              "dice2",
              other + "1",
              other + "2",
              "verdict_labeled1",
              "verdict_labeled2"),
          probe.termNames());
    }
  }

  /**
   * The paper's ablation: nothing, running statistics included, depends on unlabeled images. Batch
   * renormalization would carry a trace in these on into the weights.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0.2, false, false, false",
    "0, 0, true, false, false",
    "0.3, 0.2, false, false, true",
    "0, 0.2, true, false, true",
    "0, 0.2, false, true, true"
  })
  void unlabeledImagesHaveAPartOnlyWhereALossLooksAtThem(
      double agreement, double adversarial, boolean verdict, boolean seen, boolean used) {
    final TrainingSettings settings =
        Batches.shallow(Method.DUO_SEGNET)
            .with("losses.agreement", agreement)
            .with("losses.adversarial", adversarial)
            .with("losses.adversarial_unlabeled", verdict)
            .with("losses.critic_sees_unlabeled", seen)
            .with("optimizer.batch_renorm", true);
    final Map<String, float[]> one = afterThreeSteps(settings, 0);
    final Map<String, float[]> other = afterThreeSteps(settings, 100);
    one.forEach(
        (name, values) -> {
          if (!used) {
            assertArrayEquals(values, other.get(name), name);
          } else if (name.startsWith("view")) {
            assertFalse(Arrays.equals(values, other.get(name)), name + " is the same");
          }
        });
  }

  /** Weights and buffers late in a run, where batch renormalization has its full effect. */
  private static Map<String, float[]> afterThreeSteps(TrainingSettings settings, int unlabeled) {
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      for (int step = 0; step < 3; step++) {
        final TrainingBatch batch =
            Batches.withUnlabeled(Batches.batch(step), Batches.batch(unlabeled + step));
        graph.iterate(() -> batch, 0.9);
      }
      return graph.snapshot();
    }
  }
}
