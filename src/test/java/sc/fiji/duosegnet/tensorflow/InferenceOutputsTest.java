package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.ReferenceConfidence;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.engine.Prediction;
import sc.fiji.duosegnet.engine.Predictor;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Confidence and critic's map, as the training's graph and as the exported model give them. */
@ExtendWith(InEngine.class)
class InferenceOutputsTest {

  private static final int IMAGES = 2;

  @ParameterizedTest
  @CsvSource({
    "DUO_SEGNET,SPATIAL,2",
    "DUO_SEGNET,SPATIAL,1",
    "DUO_SEGNET,PIXEL,2",
    "DUO_SEGNET_STRONG,SPATIAL,2",
    "SUPERVISED,SPATIAL,2",
    "SUPERVISED,SPATIAL,1",
    "MEAN_TEACHER,SPATIAL,2"
  })
  void followTheirFormulas(Method method, CriticKind kind, int views, @TempDir Path folder) {
    final TrainingSettings settings =
        Batches.settings(method, kind, Batches.PAPER, 1, 1, 3).with("network.views", views);
    final Path saved = folder.resolve("saved");
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      graph.restore(decided(graph.snapshot()));
      final Prediction live = check(graph.predictor(), settings, graph.snapshot());
      graph.export(saved);
      try (Predictor predictor =
          SavedModels.open(saved, settings.network(), SavedModels.PLAIN, 2, true)) {
        final Prediction read = check(predictor, settings, graph.snapshot());
        assertArrayEquals(live.confidence(), read.confidence(), 1e-4f);
        if (method.hasCritic()) {
          assertArrayEquals(live.critic(), read.critic(), 1e-4f);
        }
      }
    }
  }

  /**
   * New networks say about one half everywhere; with steeper heads their outputs are of all kinds.
   */
  private static Map<String, float[]> decided(Map<String, float[]> weights) {
    final Map<String, float[]> steeper = new LinkedHashMap<>(weights);
    weights.forEach(
        (name, values) -> {
          if (name.endsWith("/head/kernel")) {
            final float[] steep = values.clone();
            for (int i = 0; i < steep.length; i++) {
              steep[i] *= 5;
            }
            steeper.put(name, steep);
          }
        });
    return steeper;
  }

  private static Prediction check(
      Predictor predictor, TrainingSettings settings, Map<String, float[]> weights) {
    final Prediction found = predictor.predict(Batches.batch(2).labeled1());
    final int size = IMAGES * Batches.PATCH * Batches.PATCH;
    assertEquals(size, found.confidence().length);
    assertTrue(spread(found.view1()) > 0.3, "nothing to tell apart");
    final boolean single = settings.network().views() == 1;
    assertEquals(single, Arrays.equals(found.view1(), found.view2()));
    final double[] confidence =
        ReferenceConfidence.of(found.view1(), found.view2(), IMAGES, Batches.PATCH, Batches.PATCH);
    for (int i = 0; i < size; i++) {
      assertEquals(confidence[i], found.confidence()[i], 1e-6, "pixel " + i);
    }
    assertEquals(settings.method().hasCritic(), predictor.hasCritic());
    if (predictor.hasCritic()) {
      assertCritic(found, settings.network().critic(), weights);
    } else {
      assertNull(found.critic());
    }
    return found;
  }

  private static void assertCritic(
      Prediction found, CriticKind kind, Map<String, float[]> weights) {
    final double[] first =
        ReferenceCritic.logits(kind, weights, found.view1(), IMAGES, Batches.PATCH);
    final double[] second =
        ReferenceCritic.logits(kind, weights, found.view2(), IMAGES, Batches.PATCH);
    assertEquals(first.length, found.critic().length);
    for (int i = 0; i < first.length; i++) {
      assertEquals((sigmoid(first[i]) + sigmoid(second[i])) / 2, found.critic()[i], 1e-5);
    }
    assertFalse(Arrays.equals(found.confidence(), found.critic()));
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static float spread(float[] values) {
    float least = 1;
    float most = 0;
    for (final float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return most - least;
  }
}
