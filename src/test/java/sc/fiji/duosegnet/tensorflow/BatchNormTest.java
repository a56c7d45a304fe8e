package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.engine.InEngine;

/** Batch norm by running statistics, which is folded into the convolution before it. */
@ExtendWith(InEngine.class)
class BatchNormTest {

  @Test
  void foldedIntoAConvolutionIsAsItIsAfterIt() {
    final FoldedConvolution convolution = FoldedConvolution.random();
    assertEquals(5, convolution.found().size());
    for (int i = 0; i < 5; i++) {
      final float[] expected = convolution.expected().get(i);
      assertArrayEquals(
          expected, convolution.found().get(i), (float) (1e-5 * Probe.norm(expected)), "part " + i);
    }
  }
}
