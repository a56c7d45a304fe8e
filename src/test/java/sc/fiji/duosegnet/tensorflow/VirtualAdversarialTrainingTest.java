package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.model.VatSettings;

/** VAT's term against plain loops on single passes of its networks. */
@ExtendWith(InEngine.class)
class VirtualAdversarialTrainingTest {

  private static final double XI = VatSettings.DEFAULT.xi();

  /**
   * With the usual length, and with one at which the divergence is near to a square form: there the
   * worst direction stands out, by more than {@code gain} above any drawn one.
   */
  @ParameterizedTest
  @CsvSource({"8, 1.2", "1, 4"})
  void divergenceInTheWorstDirection(double epsilon, double gain) {
    final TrainingSettings settings =
        Batches.shallow(Method.VAT).with("consistency.vat.epsilon", epsilon);
    try (Probe probe = new Probe(settings)) {
      probe.train(15);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final ImageBatch u = batch.unlabeled();
      final Map<String, Double> terms = probe.terms(batch, 0.2);
      final Random random = new Random(1);
      double sum = 0;
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        for (int view = 1; view <= 2; view++) {
          final String name = "view" + view;
          final float[] drawn =
              Pieces.normal(
                  Probe.SEED, 0, view - 1, u.count(), u.height(), u.width(), u.channels());
          final float[] gradient = gradient(networks, name, u, drawn);
          final double expected = divergence(networks, name, u, gradient, epsilon);
          // The direction is that of differences of single precision.
          assertEquals(expected, terms.get("vat" + view), 1e-3 * expected);
          sum += terms.get("vat" + view);
          for (int i = 0; i < 3; i++) {
            final double other =
                divergence(networks, name, u, Batches.gaussian(random, drawn.length), epsilon);
            assertTrue(expected > gain * other, name + ": " + expected + ", random " + other);
          }
        }
      }
      // The ramp is at its half there.
      final double total = ReferenceLosses.supervised(terms) + 0.3 * 0.5 * sum;
      assertEquals(total, terms.get("total"), 1e-5 * total);
    }
  }

  /** Neither p(U) nor the direction follows the weights: a step moves p(U + r) towards p(U). */
  @Test
  void onlyTheChangedImagesTeach() {
    final double epsilon = 2;
    final TrainingSettings settings =
        Batches.shallow(Method.VAT).with("consistency.vat.epsilon", epsilon);
    try (Probe probe = new Probe(settings)) {
      probe.train(15);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final ImageBatch u = batch.unlabeled();
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        for (int view = 1; view <= 2; view++) {
          final String name = "view" + view;
          final float[] drawn =
              Pieces.normal(
                  Probe.SEED, 0, view - 1, u.count(), u.height(), u.width(), u.channels());
          final ImageBatch changed = moved(u, gradient(networks, name, u, drawn), epsilon);
          final float[] slopes =
              ReferenceLosses.slopes(
                  networks.logits(name, changed),
                  ReferenceLosses.sigmoid(networks.logits(name, u)));
          // As above, the direction is known to less than single precision.
          probe.assertGradient(
              "vat" + view, batch, networks.weightGradient(name, changed, slopes), 0.01);
        }
      }
    }
  }

  /** Gradient of KL(p(U) || p(U + xi d)) by d, but for a common factor. */
  private static float[] gradient(Networks networks, String name, ImageBatch u, float[] drawn) {
    final float[] clean = networks.logits(name, u);
    final ImageBatch probed = moved(u, drawn, XI);
    final float[] changed = networks.logits(name, probed);
    final float[] slopes = new float[clean.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = (float) (ReferenceLosses.sigmoid(changed[i]) - ReferenceLosses.sigmoid(clean[i]));
    }
    return networks.gradient(name, probed, slopes);
  }

  /** KL(p(U) || p(U + r)) with r of length epsilon in a direction. */
  private static double divergence(
      Networks networks, String name, ImageBatch u, float[] direction, double epsilon) {
    return ReferenceLosses.divergence(
        networks.logits(name, u), networks.logits(name, moved(u, direction, epsilon)));
  }

  /** Moves each image of a batch by a length in a direction. */
  private static ImageBatch moved(ImageBatch images, float[] direction, double length) {
    final float[] pixels = images.pixels().clone();
    final int size = pixels.length / images.count();
    for (int image = 0; image < images.count(); image++) {
      double square = 0;
      for (int i = image * size; i < (image + 1) * size; i++) {
        square += (double) direction[i] * direction[i];
      }
      for (int i = image * size; i < (image + 1) * size; i++) {
        pixels[i] += (float) (length * direction[i] / Math.sqrt(square));
      }
    }
    return new ImageBatch(
        pixels, images.count(), images.height(), images.width(), images.channels());
  }
}
