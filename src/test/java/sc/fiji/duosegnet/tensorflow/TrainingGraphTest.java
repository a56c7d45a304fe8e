package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.engine.Prediction;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The graph as a whole: size, seeding, buffers, inference. */
@ExtendWith(InEngine.class)
class TrainingGraphTest {

  private static TrainingSettings settings(Method method, long seed) {
    return Batches.settings(method, CriticKind.SPATIAL, Batches.PAPER, 1, 1, seed);
  }

  private static Map<String, float[]> trained(TrainingSettings settings, int iterations) {
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      for (int i = 0; i < iterations; i++) {
        final int seed = i;
        graph.iterate(() -> Batches.batch(seed), (double) i / iterations);
      }
      return graph.snapshot();
    }
  }

  /** 31,390,721 values with a bias on each 3x3 convolution, which ours leave out. */
  @Test
  void parameterCountOfThePaper() {
    final TrainingSettings paper = Preset.PAPER.settings(3);
    try (Probe probe = new Probe(paper)) {
      for (final String view : new String[] {"view1", "view2"}) {
        final long[] counts = probe.parameterCounts(view);
        assertEquals(31_390_721L, counts[0] + counts[1]);
        assertEquals(31_384_833L, counts[0]);
      }
    }
  }

  @Test
  void sameSeedSameWeights() {
    final Map<String, float[]> first = trained(settings(Method.DUO_SEGNET, 4), 6);
    final Map<String, float[]> second = trained(settings(Method.DUO_SEGNET, 4), 6);
    final Map<String, float[]> other = trained(settings(Method.DUO_SEGNET, 5), 6);
    first.forEach((name, values) -> assertArrayEquals(values, second.get(name), name));
    assertFalse(
        Arrays.equals(
            first.get("view1/down0/conv1/kernel"), other.get("view1/down0/conv1/kernel")));
  }

  @Test
  void viewsStartDifferently() {
    final Map<String, float[]> weights = trained(settings(Method.DUO_SEGNET, 4), 0);
    assertFalse(
        Arrays.equals(
            weights.get("view1/down0/conv1/kernel"), weights.get("view2/down0/conv1/kernel")));
  }

  /**
   * Two passes of decay 0.9 from mean 0, variance 1: buffers lie between start and batch values.
   */
  @Test
  void runningStatisticsFollowBothPasses() {
    final Map<String, float[]> start = trained(settings(Method.DUO_SEGNET, 4), 0);
    final Map<String, float[]> duo = trained(settings(Method.DUO_SEGNET, 4), 1);
    final Map<String, float[]> supervised = trained(settings(Method.SUPERVISED, 4), 1);
    final String name = "view1/down0/conv1/variance";
    for (int i = 0; i < start.get(name).length; i++) {
      assertEquals(1, start.get(name)[i]);
      // One pass takes 0.1 of the batch's variance, two take 0.19; random images make both alike.
      final double batch = (supervised.get(name)[i] - 0.9) / 0.1;
      assertEquals(0.81 + 0.19 * batch, duo.get(name)[i], 0.02 * batch);
    }
  }

  @Test
  void frozenBatchNormKeepsItsStatistics() {
    final TrainingSettings frozen = Batches.frozen(settings(Method.DUO_SEGNET, 4), 1);
    final Map<String, float[]> before = trained(frozen, 0);
    final Map<String, float[]> after = trained(frozen, 2);
    before.forEach(
        (name, values) -> {
          if (name.endsWith("/mean") || name.endsWith("/variance")) {
            assertArrayEquals(values, after.get(name), name);
          } else {
            assertFalse(Arrays.equals(values, after.get(name)), name + " did not change");
          }
        });
  }

  @Test
  void inferenceUsesRunningStatistics() {
    try (TrainingGraph graph = new TrainingGraph(settings(Method.DUO_SEGNET, 4))) {
      final ImageBatch images = Batches.batch(1).labeled1();
      final int half = images.pixels().length / 2;
      final ImageBatch first =
          new ImageBatch(Arrays.copyOf(images.pixels(), half), 1, Batches.PATCH, Batches.PATCH, 2);
      final Prediction both = graph.predictor().predict(images);
      final Prediction one = graph.predictor().predict(first);
      assertArrayEquals(
          one.view1(),
          Arrays.copyOf(both.view1(), one.view1().length),
          1e-6f,
          "an image's result must not depend on its batch");
      final Map<String, float[]> weights = graph.snapshot();
      final float[] mean = weights.get("view1/down0/conv1/mean").clone();
      Arrays.fill(mean, 0.5f);
      graph.restore(Map.of("view1/down0/conv1/mean", mean));
      assertFalse(Arrays.equals(one.view1(), graph.predictor().predict(first).view1()));
      assertArrayEquals(one.view2(), graph.predictor().predict(first).view2());
    }
  }

  @Test
  void supervisedOverfitsOneBatch() {
    final TrainingSettings settings = settings(Method.SUPERVISED, 4);
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      final double first = graph.iterate(() -> Batches.learnableBatch(1), 0).get("total");
      double last = first;
      for (int i = 0; i < 300; i++) {
        last = graph.iterate(() -> Batches.learnableBatch(1), 0).get("total");
      }
      assertTrue(last < 0.7 * first, first + " -> " + last);
    }
  }

  @Test
  void savedModelGivesTheSamePixels(@TempDir Path folder) {
    // Batch norm is folded into the kernels there, which rounds differently.
    for (final Method method : Method.values()) {
      final TrainingSettings settings = settings(method, 4);
      final Path saved = folder.resolve(method.name());
      try (TrainingGraph graph = new TrainingGraph(settings)) {
        graph.iterate(() -> Batches.batch(1), 0);
        graph.export(saved);
        final ImageBatch images = Batches.batch(2).labeled1();
        final Prediction live = graph.predictor().predict(images);
        final NetworkSettings network = settings.network();
        try (Predictor predictor = SavedModels.open(saved, network, SavedModels.PLAIN, 2, true)) {
          final Prediction read = predictor.predict(images);
          assertArrayEquals(live.view1(), read.view1(), 1e-5f);
          assertArrayEquals(live.view2(), read.view2(), 1e-5f);
          assertArrayEquals(live.confidence(), read.confidence(), 1e-5f);
        }
      }
    }
  }

  @Test
  void predictorRefusesOddSizes() {
    try (TrainingGraph graph = new TrainingGraph(settings(Method.DUO_SEGNET, 4))) {
      final ImageBatch odd = new ImageBatch(new float[33 * 32 * 2], 1, 33, 32, 2);
      final String message =
          assertThrows(IllegalArgumentException.class, () -> graph.predictor().predict(odd))
              .getMessage();
      assertTrue(message.contains("32x33x2"), message);
    }
  }
}
