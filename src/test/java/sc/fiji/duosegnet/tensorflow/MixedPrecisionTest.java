package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What a processor makes of bfloat16. */
@ExtendWith(InEngine.class)
class MixedPrecisionTest {

  /** Against the processor's own list of instructions. */
  @Test
  void tellsWhetherTheProcessorHasBfloat16() throws IOException {
    assumeTrue(
        Files.exists(OneDnn.PROCESSOR), "Only Linux lists a processor's instructions in a file.");
    final List<String> words = List.of(Files.readString(OneDnn.PROCESSOR).split("\\s+"));
    assertEquals(
        words.contains("avx512f") || words.contains("avx_ne_convert"), MixedPrecision.bfloat16());
  }

  @Test
  void aTrainingDoesWhatTheTrialSays() {
    final TrainingSettings settings = Batches.shallow(Method.SUPERVISED);
    assertEquals(
        MixedPrecision.bfloat16(),
        Bfloat16Runs.training(settings.with("precision", Precision.BFLOAT16)));
    assertFalse(Bfloat16Runs.training(settings.with("precision", Precision.FLOAT32)));
  }
}
