package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.TinyModel;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;

/** The test tensors of a model come out of its SavedModel by what the description says. */
@ExtendWith(InEngine.class)
class OtherToolTest {

  private static final double MOST = 1e-4;

  @ParameterizedTest
  @CsvSource({"DUO_SEGNET,1,5", "SUPERVISED,3,4"})
  void theTestTensorsAreReproduced(Method method, int channels, int outputs, @TempDir Path folder)
      throws IOException {
    final Path model = folder.resolve("model.zip");
    TinyModel.write(model, channels, method);
    final Map<String, Double> differences =
        new OtherTool(model).differences(folder.resolve("unzipped"));
    assertEquals(outputs, differences.size());
    differences.forEach((id, most) -> assertTrue(most < MOST, id + ": " + most));
  }
}
