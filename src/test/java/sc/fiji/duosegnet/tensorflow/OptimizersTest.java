package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.engine.InEngine;

/** SGD with momentum, and RMSProp, against plain loops in double precision. */
@ExtendWith(InEngine.class)
class OptimizersTest {

  /** The first five start at 0, so that the smallest moves are not rounded away. */
  private static final float[] START = {0, 0, 0, 0, 0, 0.5f, -2};

  private static final List<float[]> GRADIENTS =
      List.of(
          new float[] {1, 0, 3e-4f, 2e-5f, 1e-8f, 100, -0.2f},
          new float[] {-2, 0, -1e-4f, 2e-5f, 3e-8f, 0, -0.2f},
          new float[] {0.5f, 1e-3f, 5e-4f, -1e-5f, -1e-8f, -1, -0.2f},
          new float[] {0, 0, 5e-5f, 4e-5f, 2e-8f, 3, -0.1f});

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void momentum(double momentum) {
    final double rate = 0.01;
    final List<float[]> found = Pieces.momentum(START, GRADIENTS, rate, momentum);
    for (int i = 0; i < START.length; i++) {
      double mean = 0;
      double moved = 0;
      for (int step = 0; step < GRADIENTS.size(); step++) {
        mean = momentum * mean + GRADIENTS.get(step)[i];
        moved -= rate * mean;
        check(i, step, moved, found);
      }
    }
  }

  /**
   * Of the fourth and fifth weight the gradients are so small that the number added to their mean
   * square decides the step's length.
   */
  @Test
  void rmsProp() {
    final double rate = 0.01;
    final double decay = 0.99;
    final List<float[]> found = Pieces.rmsProp(START, GRADIENTS, rate, decay);
    for (int i = 0; i < START.length; i++) {
      double square = 0;
      double moved = 0;
      for (int step = 0; step < GRADIENTS.size(); step++) {
        final double gradient = GRADIENTS.get(step)[i];
        square = decay * square + (1 - decay) * gradient * gradient;
        moved -= rate * gradient / Math.sqrt(square + 1e-8);
        check(i, step, moved, found);
      }
    }
  }

  /** Asks for the move to single precision, and for the weight to its own. */
  private static void check(int i, int step, double moved, List<float[]> found) {
    final double error = 1e-5 * Math.abs(moved) + (step + 1) * Math.ulp(START[i]);
    assertEquals(START[i] + moved, found.get(step)[i], error, "weight " + i + " step " + step);
  }
}
