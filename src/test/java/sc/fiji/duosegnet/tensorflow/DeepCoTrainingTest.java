package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Deep co-training's terms against plain loops on single passes of its networks. */
@ExtendWith(InEngine.class)
class DeepCoTrainingTest {

  private static final double EPSILON = 0.03;
  private static final int PIXELS = Batches.PATCH * Batches.PATCH;

  private static final TrainingSettings SETTINGS = Batches.shallow(Method.DEEP_CO_TRAINING);

  @Test
  void termsEqualPlainLoops() {
    try (Probe probe = new Probe(SETTINGS)) {
      probe.train(10);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final Map<String, Double> terms = probe.terms(batch, 0.2);
      double adversarial = 0;
      try (Networks networks = new Networks(SETTINGS, probe.graph.snapshot())) {
        final double agreement =
            ReferenceLosses.jensenShannon(
                networks.logits("view1", batch.unlabeled()),
                networks.logits("view2", batch.unlabeled()));
        assertEquals(agreement, terms.get("agreement"), 1e-5 * agreement + 1e-7);
        for (int view = 1; view <= 2; view++) {
          final ImageBatch x = view == 1 ? batch.labeled1() : batch.labeled2();
          final ImageBatch y = view == 1 ? batch.masks1() : batch.masks2();
          adversarial +=
              check(terms, "adversarial_labeled" + view, withstand(networks, view, x, y));
          adversarial +=
              check(
                  terms,
                  "adversarial_unlabeled" + view,
                  withstand(networks, view, batch.unlabeled(), own(networks, view, batch)));
        }
        // The first ramp is at its half there, the other at its end; the mean of four counts.
        final double total =
            ReferenceLosses.supervised(terms) + 0.5 * 0.5 * agreement + 0.05 * adversarial / 4;
        assertEquals(total, terms.get("total"), 1e-5 * total);
      }
    }
  }

  private static double check(Map<String, Double> terms, String name, double expected) {
    // Where the gradient is next to nothing, its sign is one of rounding.
    assertEquals(expected, terms.get(name), 2e-3 * expected, name);
    return terms.get(name);
  }

  /** The view's own mask of the unlabeled images. */
  private static ImageBatch own(Networks networks, int view, TrainingBatch batch) {
    final float[] logits = networks.logits("view" + view, batch.unlabeled());
    final float[] mask = new float[logits.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = logits[i] > 0 ? 1 : 0;
    }
    return new ImageBatch(mask, 2, Batches.PATCH, Batches.PATCH, 1);
  }

  private static double withstand(Networks networks, int view, ImageBatch x, ImageBatch y) {
    final float[] attacked = attacked(x, slopes(networks, "view" + view, x, y));
    return ReferenceLosses.divergence(
        networks.logits("view" + view, x), networks.logits("view" + (3 - view), images(attacked)));
  }

  private static ImageBatch images(float[] pixels) {
    return new ImageBatch(pixels, 2, Batches.PATCH, Batches.PATCH, Batches.CHANNELS);
  }

  /** Gradient of the attacked loss by the images, but for a common factor. */
  private static float[] slopes(Networks networks, String view, ImageBatch x, ImageBatch y) {
    final float[] logits = networks.inference(view, x);
    final float[] factors = new float[logits.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (ReferenceLosses.sigmoid(logits[i]) - y.pixels()[i]);
    }
    return networks.inferenceGradient(view, x, factors);
  }

  private static float[] attacked(ImageBatch x, float[] slopes) {
    final float[] pixels = x.pixels().clone();
    final int size = PIXELS * Batches.CHANNELS;
    for (int image = 0; image < 2; image++) {
      final float[] range = range(x, image);
      for (int i = image * size; i < (image + 1) * size; i++) {
        final double step = EPSILON * (range[1] - range[0]) * Math.signum(slopes[i]);
        pixels[i] = (float) Math.max(range[0], Math.min(range[1], pixels[i] + step));
      }
    }
    return pixels;
  }

  /** Least and largest intensity of an image. */
  private static float[] range(ImageBatch x, int image) {
    final int size = PIXELS * Batches.CHANNELS;
    final float[] sorted = Arrays.copyOfRange(x.pixels(), image * size, (image + 1) * size);
    Arrays.sort(sorted);
    return new float[] {sorted[0], sorted[size - 1]};
  }

  /** Images of different ranges, as each has a step of its own. */
  @Test
  void attackIsAStepUpTheLoss() {
    try (Probe probe = new Probe(SETTINGS)) {
      probe.train(10);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final float[] pixels = batch.labeled1().pixels().clone();
      for (int i = 0; i < pixels.length / 2; i++) {
        pixels[i] = 1.5f * pixels[i] - 0.2f;
      }
      final ImageBatch x = images(pixels);
      final ImageBatch y = batch.masks1();
      try (Networks networks = new Networks(SETTINGS, probe.graph.snapshot())) {
        final float[] slopes = slopes(networks, "view1", x, y);
        final float[] expected = attacked(x, slopes);
        final float[] found = networks.attacked("view1", x, y, EPSILON);
        int different = 0;
        for (int i = 0; i < expected.length; i++) {
          different += Math.abs(expected[i] - found[i]) > 1e-6 ? 1 : 0;
          final float[] range = range(x, 2 * i / expected.length);
          assertTrue(found[i] >= range[0] && found[i] <= range[1]);
        }
        assertTrue(different < expected.length / 500, different + " pixels differ");
        final double before = loss(networks, x, y);
        final double after = loss(networks, images(found), y);
        assertTrue(after > 1.02 * before, before + " -> " + after);
        assertSlopesAreThoseOfTheLoss(networks, x, y, slopes);
      }
    }
  }

  private static double loss(Networks networks, ImageBatch x, ImageBatch y) {
    return ReferenceLosses.crossEntropy(
        ReferenceLosses.sigmoid(networks.inference("view1", x)), y.pixels());
  }

  /** A short way along the gradient the loss rises by its length. */
  private static void assertSlopesAreThoseOfTheLoss(
      Networks networks, ImageBatch x, ImageBatch y, float[] slopes) {
    double square = 0;
    for (final float slope : slopes) {
      square += (double) slope * slope;
    }
    final double length = 0.02;
    final float[] up = x.pixels().clone();
    final float[] down = x.pixels().clone();
    for (int i = 0; i < up.length; i++) {
      final float step = (float) (length * slopes[i] / Math.sqrt(square));
      up[i] += step;
      down[i] -= step;
    }
    final double difference = loss(networks, images(up), y) - loss(networks, images(down), y);
    final double slope = Math.sqrt(square) / (2 * PIXELS);
    assertEquals(slope, difference / (2 * length), 0.05 * slope);
  }

  /** A step renews the running statistics that the attack of the same step still needs. */
  @Test
  void attackUsesTheStatisticsFromBeforeTheStep() {
    final TrainingSettings forgetful = SETTINGS.with("optimizer.batch_norm_decay", 0);
    try (Probe probe = new Probe(forgetful)) {
      final Map<String, float[]> other = new LinkedHashMap<>();
      probe
          .graph
          .snapshot()
          .forEach(
              (name, values) -> {
                if (name.endsWith("/mean") || name.endsWith("/variance")) {
                  final float[] changed = new float[values.length];
                  for (int i = 0; i < changed.length; i++) {
                    changed[i] = (name.endsWith("/mean") ? 0.1f : 1) * (1 + i % 3);
                  }
                  other.put(name, changed);
                }
              });
      for (int i = 0; i < 10; i++) {
        final TrainingBatch batch = Batches.learnableBatch(i);
        probe.graph.restore(other);
        final Map<String, Double> expected = probe.terms(batch, 0.5);
        final Map<String, Double> found = probe.graph.iterate(() -> batch, 0.5);
        for (final String images : List.of("labeled1", "labeled2", "unlabeled1", "unlabeled2")) {
          final String term = "adversarial_" + images;
          assertEquals(
              expected.get(term), found.get(term), 1e-5 * expected.get(term), term + " " + i);
        }
      }
    }
  }
}
