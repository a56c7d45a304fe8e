package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.engine.Prediction;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Moving averages of the networks: their values, and where they take the networks' place. */
@ExtendWith(InEngine.class)
class AveragesTest {

  private static TrainingSettings settings(Method method, boolean evaluateAverage) {
    return Batches.shallow(method)
        .with("optimizer.averaging", 0.6)
        .with("optimizer.evaluate_average", evaluateAverage);
  }

  @Test
  void decayGrowsToItsLimit() {
    assertEquals(0, Averages.decay(0.99, 0));
    assertEquals(0.5, Averages.decay(0.99, 1));
    assertEquals(0.75, Averages.decay(0.99, 3));
    assertEquals(0.99, Averages.decay(0.99, 99), 1e-12);
    assertEquals(0.99, Averages.decay(0.99, 1_000_000));
  }

  /** Weights and running statistics alike, and nothing else moves the averages. */
  @Test
  void averagesFollowTheViews() {
    final double[] decays = {0, 0.5, 0.6, 0.6};
    try (TrainingGraph graph = new TrainingGraph(settings(Method.MEAN_TEACHER, false))) {
      final Map<String, double[]> expected = new LinkedHashMap<>();
      graph
          .snapshot()
          .forEach(
              (name, values) -> {
                if (name.startsWith("view")) {
                  final String teacher = name.replace("view", "teacher");
                  expected.put(teacher, new double[values.length]);
                  assertArrayEquals(values, graph.snapshot().get(teacher), teacher);
                }
              });
      for (int step = 0; step < decays.length; step++) {
        final int seed = step;
        graph.iterate(() -> Batches.batch(seed), 0.5);
        final Map<String, float[]> now = graph.snapshot();
        final double decay = decays[step];
        expected.forEach(
            (teacher, average) -> {
              final float[] view = now.get(teacher.replace("teacher", "view"));
              for (int i = 0; i < average.length; i++) {
                average[i] = decay * average[i] + (1 - decay) * view[i];
                assertEquals(average[i], now.get(teacher)[i], 1e-6, teacher);
              }
            });
      }
    }
  }

  /** The outputs are those of networks that have the evaluated weights themselves. */
  @ParameterizedTest
  @CsvSource({
    "DUO_SEGNET, true, true",
    "MEAN_TEACHER, false, true",
    "DUO_SEGNET_STRONG, false, false"
  })
  void evaluatedNetworks(
      Method method, boolean evaluateAverage, boolean averaged, @TempDir Path folder) {
    final TrainingSettings settings = settings(method, evaluateAverage);
    final ImageBatch images = Batches.batch(9).labeled1();
    final Prediction live;
    final Map<String, float[]> weights;
    final Path saved = folder.resolve("saved");
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      for (int i = 0; i < 3; i++) {
        final int seed = i;
        graph.iterate(() -> Batches.batch(seed), 0.5);
      }
      live = graph.predictor().predict(images);
      weights = graph.snapshot();
      graph.export(saved);
    }
    assertSamePixels(predict(settings, weights, averaged, images), live);
    final Prediction other = predict(settings, weights, !averaged, images);
    assertFalse(Arrays.equals(other.view1(), live.view1()));
    try (Predictor predictor =
        SavedModels.open(saved, settings.network(), SavedModels.PLAIN, 2, true)) {
      assertSamePixels(live, predictor.predict(images));
    }
  }

  private static void assertSamePixels(Prediction expected, Prediction found) {
    assertArrayEquals(expected.view1(), found.view1(), 1e-5f);
    assertArrayEquals(expected.view2(), found.view2(), 1e-5f);
    assertArrayEquals(expected.confidence(), found.confidence(), 1e-5f);
  }

  /** What networks without averages say that have the weights of the views or their averages. */
  private static Prediction predict(
      TrainingSettings settings,
      Map<String, float[]> weights,
      boolean averaged,
      ImageBatch images) {
    final Method method = settings.method().hasCritic() ? Method.DUO_SEGNET : Method.SUPERVISED;
    final Map<String, float[]> taken = new LinkedHashMap<>();
    weights.forEach(
        (name, values) -> {
          if (name.startsWith(averaged ? "teacher" : "view") || name.startsWith("critic")) {
            taken.put(name.replace("teacher", "view"), values);
          }
        });
    try (TrainingGraph graph = new TrainingGraph(settings(method, false))) {
      graph.restore(taken);
      return graph.predictor().predict(images);
    }
  }
}
