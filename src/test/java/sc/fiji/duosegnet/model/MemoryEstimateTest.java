package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Estimates against what was measured: peaks of the process (VmHWM) with a small Java heap after
 * three iterations or two tiles, in megabytes.
 */
class MemoryEstimateTest {

  private static final double TOLERANCE = 0.2;

  @ParameterizedTest
  @CsvSource({
    "SUPERVISED,16,256,2,1,FLOAT32,1337",
    "SUPERVISED,16,512,2,1,FLOAT32,3559",
    "MEAN_TEACHER,16,256,2,1,FLOAT32,2176",
    "PSEUDO_LABELING,16,256,2,1,FLOAT32,2193",
    "VAT,16,256,2,1,FLOAT32,2208",
    "DEEP_CO_TRAINING,16,256,2,1,FLOAT32,3664",
    "DUO_SEGNET,16,256,2,1,FLOAT32,2258",
    "UNIMATCH,16,256,2,1,FLOAT32,3752",
    "DUO_SEGNET_STRONG,16,128,2,1,FLOAT32,1295",
    "DUO_SEGNET_STRONG,16,256,2,1,FLOAT32,2354",
    "DUO_SEGNET_STRONG,16,256,4,1,FLOAT32,3726",
    "DUO_SEGNET_STRONG,32,256,2,1,FLOAT32,4026",
    "DUO_SEGNET_STRONG,16,256,2,2,FLOAT32,1308",
    "DUO_SEGNET_STRONG,16,256,2,1,BFLOAT16,1775"
  })
  void trainings(
      Method method,
      int width,
      int patch,
      int batch,
      int reduction,
      Precision precision,
      double measured) {
    final TrainingSettings settings =
        Preset.LAPTOP
            .settings(1)
            .with("method", method)
            .with("optimizer.rule", UpdateRule.MOMENTUM)
            .with("network.width", width)
            .with("network.reduction", reduction)
            .with("sampling.patch_size", patch)
            .with("sampling.labeled_batch", batch)
            .with("sampling.unlabeled_batch", batch)
            .with("precision", precision);
    near(measured, MemoryEstimate.training(settings));
  }

  @ParameterizedTest
  @CsvSource({"16,1,640,831", "16,1,1280,2090", "32,1,640,1292", "32,1,1280,3802", "16,4,1280,546"})
  void tiles(int width, int reduction, int tile, double measured) {
    final NetworkSettings network =
        Preset.LAPTOP
            .settings(1)
            .with("network.width", width)
            .with("network.reduction", reduction)
            .network();
    near(measured, MemoryEstimate.tile(network, tile));
  }

  private static void near(double megabytes, long estimate) {
    final double measured = megabytes * 1e6;
    assertEquals(measured, estimate, TOLERANCE * measured, "MB: " + estimate / 1e6);
  }
}
