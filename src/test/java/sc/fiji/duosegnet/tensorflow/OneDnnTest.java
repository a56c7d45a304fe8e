package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.engine.InEngine;

/** TensorFlow's convolutions, on whatever processor the tests run. */
@ExtendWith(InEngine.class)
class OneDnnTest {

  @ParameterizedTest
  @CsvSource({
    "amd64,,avx2 fma,true",
    "x86_64,,,true",
    "amd64,,avx2 avx_vnni,false",
    "amd64,,avx512f avx512_vnni,false",
    "amd64,,avx512f,true",
    "amd64,0,avx2 fma,false",
    "aarch64,,,false"
  })
  void whoIsAsked(
      String architecture, String value, String instructions, boolean needed, @TempDir Path folder)
      throws IOException {
    final Path processor = folder.resolve("cpuinfo");
    if (instructions != null) {
      Files.writeString(processor, "flags\t: fpu " + instructions + "\n");
    }
    assertEquals(needed, OneDnn.isNeeded(architecture, value, processor));
  }

  /** With AVX2 alone TensorFlow would take its own convolutions, which are slower. */
  @Test
  void convolutionsAreOneDnns() {
    assumeTrue(
        Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"))
            && System.getenv(OneDnn.VARIABLE) == null,
        "TensorFlow is not asked for oneDNN here.");
    final Set<String> ops = Operations.ofAnIteration();
    assertTrue(ops.stream().anyMatch(op -> op.startsWith("_Mkl")), ops.toString());
    assertFalse(ops.contains("Conv2D"), ops.toString());
  }
}
