package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Sums of three or more tensors begin with the first one whose memory TensorFlow can reuse for the
 * result. Where another op takes one of them, that depends on which op is faster, and the last bits
 * of the sum with it: trainings that shall be alike would not be. So no such sum may share a tensor
 * in the graphs that TensorFlow really runs.
 */
@ExtendWith(InEngine.class)
class SumOrderTest {

  private static TrainingSettings settings(Method method) {
    return Preset.LAPTOP
        .settings(Batches.CHANNELS)
        .with("method", method)
        .with("sampling.patch_size", Batches.PATCH)
        .with("network.width", 2)
        .with("network.depth", 3)
        .with("threads", 2);
  }

  @ParameterizedTest
  @EnumSource
  void noSumOfSeveralTensorsSharesOne(Method method) {
    assertTrue(settings(method).optimizer().batchRenorm());
    assertEquals(List.of(), SharedSums.of(settings(method)));
  }

  @ParameterizedTest
  @EnumSource
  void norWithBatchNormFrozen(Method method) {
    assertEquals(
        List.of(), SharedSums.of(settings(method).with("optimizer.frozen_batch_norm", 1.0)));
  }
}
