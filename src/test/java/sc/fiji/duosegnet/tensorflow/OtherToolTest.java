package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.TinyModel;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.hostile.Zips;
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

  /** Shows that the test above can fail. */
  @Test
  void otherPreprocessingWouldShow(@TempDir Path folder) throws IOException {
    final Path model = folder.resolve("model.zip");
    TinyModel.write(model);
    final Map<String, byte[]> entries = Zips.entries(Files.readAllBytes(model));
    final String text = new String(entries.get("rdf.yaml"), StandardCharsets.UTF_8);
    entries.put(
        "rdf.yaml",
        text.replace("max_percentile: 99.8", "max_percentile: 99.0")
            .getBytes(StandardCharsets.UTF_8));
    Files.write(model, Zips.zip(entries, Deflater.BEST_SPEED));
    final double most =
        new OtherTool(model).differences(folder.resolve("unzipped")).get("probability");
    assertTrue(most > MOST, "probability: " + most);
  }
}
