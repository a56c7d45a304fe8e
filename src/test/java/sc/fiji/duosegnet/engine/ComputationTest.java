package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.model.Device;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What device and precision come to, by the devices that TensorFlow lists. */
class ComputationTest {

  private static final Engine NONE = engine(true, "CPU:0");
  private static final Engine TWO = engine(true, "CPU:0", "GPU:0", "GPU:1");
  private static final Engine OLD = engine(false, "CPU:0");

  /** What an engine tells; it computes nothing. */
  private record Told(EngineInfo info, boolean bfloat16) implements Engine {

    @Override
    public TrainingSession openTraining(TrainingSettings settings) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Predictor openModel(
        Path savedModel,
        NetworkSettings network,
        Computation computation,
        int threads,
        boolean critic) {
      throw new UnsupportedOperationException();
    }
  }

  private static Engine engine(boolean bfloat16, String... devices) {
    return new Told(new EngineInfo("2.18.0", List.of(devices), "nowhere"), bfloat16);
  }

  private static Computation of(String device, Precision precision, Method method, Engine engine) {
    final TrainingSettings settings =
        Preset.LAPTOP
            .settings(1)
            .with("method", method)
            .with("device", device)
            .with("precision", precision);
    return Computation.of(settings, engine);
  }

  @ParameterizedTest
  @CsvSource({
    "automatic,0,CPU:0",
    "automatic,2,GPU:0",
    "cpu,0,CPU:0",
    "cpu,2,CPU:0",
    "gpu:0,2,GPU:0",
    "gpu:1,2,GPU:1"
  })
  void devices(String wanted, int gpus, String device) {
    final Computation computation =
        of(wanted, Precision.FLOAT32, Method.DUO_SEGNET, gpus == 0 ? NONE : TWO);
    assertEquals(new Computation(device, Precision.FLOAT32, List.of()), computation);
    assertEquals(device.startsWith("GPU"), computation.onGpu());
  }

  @Test
  void aGpuThatIsNotThereIsOneSentence() {
    assertEquals(
        "Setting 'device' is 'gpu:2', but TensorFlow lists only CPU:0, GPU:0, GPU:1; give automatic"
            + " or cpu, or install the package for GPUs with NVIDIA's driver, CUDA and cuDNN.",
        assertThrows(
                IllegalArgumentException.class,
                () -> of("gpu:2", Precision.FLOAT32, Method.DUO_SEGNET, TWO))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "automatic | FLOAT16 | DUO_SEGNET | 2 |",
        "automatic | BFLOAT16 | DUO_SEGNET | 0 |",
        "cpu | FLOAT16 | DUO_SEGNET | 2"
            + " | FLOAT16, but only GPUs compute with it, and the training runs on CPU:0",
        "automatic | FLOAT16 | SUPERVISED | 0"
            + " | FLOAT16, but only GPUs compute with it, and the training runs on CPU:0",
        "gpu:1 | BFLOAT16 | DUO_SEGNET | 2"
            + " | BFLOAT16, but only processors compute with it, and the training runs on GPU:1, for"
            + " which it is FLOAT16",
        "gpu:0 | FLOAT16 | VAT | 2"
            + " | FLOAT16, but the gradients by pixels that VAT follows are too small for it, below"
            + " 6e-08"
      })
  void precisionsThatAreNotToBeHadAreOneSentence(
      String device, Precision wanted, Method method, int gpus, String note) {
    final Computation computation = of(device, wanted, method, gpus == 0 ? NONE : TWO);
    assertEquals(note == null ? wanted : Precision.FLOAT32, computation.precision());
    assertEquals(wanted == Precision.FLOAT16 && note == null, computation.scalesLoss());
    assertEquals(
        note == null
            ? List.of()
            : List.of(
                "Setting 'precision' is "
                    + note
                    + ": this training computes in single precision (FLOAT32)."),
        computation.notes());
  }

  @Test
  void bfloat16WhereTheProcessorLacksIt() {
    final Computation computation = of("cpu", Precision.BFLOAT16, Method.DUO_SEGNET, OLD);
    assertEquals(Precision.FLOAT32, computation.precision());
    assertEquals(
        List.of(
            "Setting 'precision' is BFLOAT16, but TensorFlow computes with it only on processors"
                + " with AVX-512, which this one lacks: this training computes in single precision"
                + " (FLOAT32)."),
        computation.notes());
    assertEquals(
        Precision.FLOAT32,
        Computation.inference(Device.AUTOMATIC, Precision.BFLOAT16, OLD).precision());
  }

  @Test
  void segmentationsToo() {
    assertEquals(
        new Computation("CPU:0", Precision.BFLOAT16, List.of()),
        Computation.inference(Device.AUTOMATIC, Precision.BFLOAT16, NONE));
    assertEquals(
        new Computation("GPU:0", Precision.FLOAT16, List.of()),
        Computation.inference(Device.AUTOMATIC, Precision.FLOAT16, TWO));
    assertEquals(
        List.of(
            "Input 'precision' is FLOAT16, but only GPUs compute with it, and the segmentation runs"
                + " on CPU:0: this segmentation computes in single precision (FLOAT32)."),
        Computation.inference(Device.AUTOMATIC, Precision.FLOAT16, NONE).notes());
  }

  @Test
  void namesOfPrecisions() {
    assertEquals(Precision.FLOAT32, SegmenterOptions.of(0, " ", 1).precision());
    assertEquals(Precision.BFLOAT16, SegmenterOptions.of(0, "bfloat16", 1).precision());
    assertEquals(
        "Input 'precision' is 'half'; give one of: FLOAT32, BFLOAT16, FLOAT16.",
        assertThrows(IllegalArgumentException.class, () -> SegmenterOptions.of(0, "half", 1))
            .getMessage());
  }
}
