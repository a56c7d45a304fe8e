package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Mean Teacher's term against plain loops on single passes of its networks. */
@ExtendWith(InEngine.class)
class MeanTeacherTest {

  private static TrainingSettings settings(double noise) {
    return Batches.shallow(Method.MEAN_TEACHER)
        .with("consistency.mean_teacher.noise", noise)
        .with("consistency.mean_teacher.noise_limit", 0.15);
  }

  /** At first the teachers are copies. */
  @Test
  void withoutNoiseCopiesAgree() {
    try (Probe probe = new Probe(settings(0))) {
      final TrainingBatch batch = Batches.batch(3);
      assertEquals(0, probe.terms(batch, 0.5).get("consistency1"));
      assertEquals(0, probe.terms(batch, 0.5).get("consistency2"));
      probe.train(2);
      assertTrue(probe.terms(batch, 0.5).get("consistency1") > 0);
    }
  }

  @Test
  void meanSquareToTheTeacherOnNoisyImages() {
    final TrainingSettings settings = settings(0.1);
    try (Probe probe = new Probe(settings)) {
      probe.train(5);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final Map<String, Double> terms = probe.terms(batch, 0.2);
      double sum = 0;
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        for (int view = 1; view <= 2; view++) {
          final double expected =
              ReferenceLosses.meanSquare(
                  networks.logits("view" + view, batch.unlabeled()),
                  networks.logits("teacher" + view, noisy(batch.unlabeled(), view - 1)));
          assertEquals(expected, terms.get("consistency" + view), 1e-4 * expected);
          sum += expected;
        }
      }
      // The ramp is at its half there.
      final double total = ReferenceLosses.supervised(terms) + 0.5 * sum;
      assertEquals(total, terms.get("total"), 1e-5 * total);
    }
  }

  /** Early in the run, where renormalization still is plain batch norm for the student. */
  @Test
  void renormalizedTeacherGoesByItsRunningStatistics() {
    final TrainingSettings settings = settings(0).with("optimizer.batch_renorm", true);
    try (Probe probe = new Probe(settings)) {
      probe.train(5);
      final TrainingBatch batch = Batches.learnableBatch(50);
      final Map<String, Double> terms = probe.terms(batch, 0.02);
      try (Networks networks = new Networks(settings, probe.graph.snapshot())) {
        for (int view = 1; view <= 2; view++) {
          final double expected =
              ReferenceLosses.meanSquare(
                  networks.logits("view" + view, batch.unlabeled()),
                  networks.inference("teacher" + view, batch.unlabeled()));
          assertEquals(expected, terms.get("consistency" + view), 1e-4 * expected);
        }
      }
    }
  }

  private static ImageBatch noisy(ImageBatch images, int use) {
    final float[] noise =
        Pieces.normal(
            Probe.SEED, 0, use, images.count(), images.height(), images.width(), images.channels());
    final float[] pixels = images.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += (float) Math.max(-0.15, Math.min(0.15, 0.1 * noise[i]));
    }
    return new ImageBatch(
        pixels, images.count(), images.height(), images.width(), images.channels());
  }
}
