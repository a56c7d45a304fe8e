package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Networks that work on a reduced image. */
@ExtendWith(InEngine.class)
class ReductionTest {

  private static final int SIZE = 288;
  private static final int EDGE = 144;

  private static TrainingSettings settings(int reduction) {
    return Batches.settings(Method.SUPERVISED, CriticKind.PIXEL, Batches.PAPER, 1, 1, 7)
        .with("network.reduction", reduction);
  }

  /** The output is the enlarged output of the same network on the image reduced by hand. */
  @Test
  void outputsAreThoseOfTheReducedImageEnlarged() {
    final ImageBatch image = image(64, 3);
    final float[] large = view1(settings(2), image);
    final float[] small = view1(settings(1), reduced(image));
    for (int y = 1; y < 63; y++) {
      for (int x = 1; x < 63; x++) {
        // Pixel centers at half-integers: weights 3/4 and 1/4 along each axis, between logits.
        final int left = (x - 1) / 2;
        final int top = (y - 1) / 2;
        final double right = x % 2 == 0 ? 0.75 : 0.25;
        final double bottom = y % 2 == 0 ? 0.75 : 0.25;
        final double logit =
            (1 - bottom)
                    * ((1 - right) * logit(small, left, top) + right * logit(small, left + 1, top))
                + bottom
                    * ((1 - right) * logit(small, left, top + 1)
                        + right * logit(small, left + 1, top + 1));
        assertEquals(1 / (1 + Math.exp(-logit)), large[y * 64 + x], 1e-5);
      }
    }
  }

  private static double logit(float[] map, int x, int y) {
    final double p = map[y * 32 + x];
    return Math.log(p / (1 - p));
  }

  /** Pixels farther than the halo from a change beyond a tile's edge don't notice it. */
  @Test
  void haloIsHowFarTheNetworksLook() {
    for (final int reduction : new int[] {1, 2, 4}) {
      final TrainingSettings settings = settings(reduction);
      final int ramp = 32; // the part of the overlap that is no halo
      final int halo = (ModelDescription.tileOverlap(settings.network(), false) - ramp) / 2;
      assertEquals(0, EDGE % settings.network().sizeMultiple());
      final int reached = Math.max(reached(settings, true), reached(settings, false));
      assertTrue(reached <= halo, reduction + ": " + reached + " pixels reached, halo " + halo);
      // The outermost pixels' influence may drown in rounding.
      assertTrue(reached >= halo - 2, reduction + ": " + reached + " pixels reached, halo " + halo);
    }
  }

  /** Changes everything on one side of an edge; returns how far the outputs change beyond it. */
  private static int reached(TrainingSettings settings, boolean left) {
    final ImageBatch image = image(SIZE, 3);
    final float[] pixels = image.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      if (i / Batches.CHANNELS % SIZE < EDGE == left) {
        pixels[i] = 100 - 200 * pixels[i];
      }
    }
    final float[] before = confidence(settings, image);
    final float[] after =
        confidence(settings, new ImageBatch(pixels, 1, SIZE, SIZE, Batches.CHANNELS));
    int reached = 0;
    for (int i = 0; i < before.length; i++) {
      final int x = i % SIZE;
      if (x < EDGE != left && before[i] != after[i]) {
        reached = Math.max(reached, left ? x - EDGE + 1 : EDGE - x);
      }
    }
    return reached;
  }

  @Test
  void trainsAtFullSize() {
    final TrainingSettings settings = settings(2).with("optimizer.learning_rate", 0.1);
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      final double first = graph.iterate(() -> Batches.learnableBatch(1), 0).get("total");
      double last = first;
      for (int i = 0; i < 20; i++) {
        last = graph.iterate(() -> Batches.learnableBatch(1), 0).get("total");
      }
      assertTrue(last < first, first + " -> " + last);
      assertEquals(SIZE * SIZE, view1(graph).length);
    }
  }

  private static float[] view1(TrainingGraph graph) {
    return graph.predictor().predict(image(SIZE, 3)).view1();
  }

  private static float[] confidence(TrainingSettings settings, ImageBatch image) {
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      return graph.predictor().predict(image).confidence();
    }
  }

  private static float[] view1(TrainingSettings settings, ImageBatch image) {
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      return graph.predictor().predict(image).view1();
    }
  }

  private static ImageBatch image(int size, long seed) {
    final Random random = new Random(seed);
    final float[] pixels = new float[size * size * Batches.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return new ImageBatch(pixels, 1, size, size, Batches.CHANNELS);
  }

  private static ImageBatch reduced(ImageBatch image) {
    final int size = image.width() / 2;
    final int channels = image.channels();
    final float[] pixels = new float[size * size * channels];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int k = 0; k < 4; k++) {
            final int row = 2 * y + k / 2;
            final int column = 2 * x + k % 2;
            sum += image.pixels()[(row * image.width() + column) * channels + c];
          }
          pixels[(y * size + x) * channels + c] = (float) (sum / 4);
        }
      }
    }
    return new ImageBatch(pixels, 1, size, size, channels);
  }
}
