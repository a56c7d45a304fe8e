package sc.fiji.duosegnet.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.duosegnet.TinyModel;
import sc.fiji.duosegnet.hostile.Zips;
import sc.fiji.duosegnet.model.Method;

/** A trained model's file is a package as bioimage.io's specification wants it. */
class SpecificationTest {

  @TempDir static Path folder;
  private static byte[] gray;

  @BeforeAll
  static void train() throws IOException {
    final Path file = folder.resolve("gray.zip");
    TinyModel.write(file, 1, Method.DUO_SEGNET);
    gray = Files.readAllBytes(file);
  }

  @Test
  void modelsWithAndWithoutCriticKeepToIt() throws IOException {
    assertEquals(
        List.of("probability", "confidence", "view1", "view2", "critic"),
        new Specification(gray).check());
    final Path file = folder.resolve("color.zip");
    TinyModel.write(file, 3, Method.SUPERVISED);
    assertEquals(
        List.of("probability", "confidence", "view1", "view2"),
        new Specification(Files.readAllBytes(file)).check());
  }

  @Test
  void theDocumentationTellsOfTrainingDataAndScores() {
    final String text = text("README.md");
    assertTrue(text.contains(TinyModel.STATEMENT), text);
    assertTrue(text.matches("(?s).*\\| validation_dice_mean \\| [0-9.E-]+ \\|.*"), text);
    assertTrue(text("LICENSE").contains("Redistribution and use"));
  }

  private static String text(String entry) {
    return new String(Zips.entries(gray).get(entry), StandardCharsets.UTF_8);
  }

  /** Without this, rules that are never looked at would pass as well. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format_version: 0.5|format_version: 0.4",
        "type: model|type: dataset",
        "name: tiny|name: t@ny/model",
        "license: BSD-2-Clause|license: mine",
        "doi: 10.|doi: 11.",
        "documentation: README.md|documentation: README.txt",
        "cover.png|LICENSE",
        "timestamp: '20|timestamp: '",
        "step: |steps: ",
        "min: |min: 1",
        "halo: |halo: 1",
        "axis_id: y|axis_id: x2",
        "id: view1|id: view2",
        "id: clip|id: cut",
        "max_percentile: 99.8|max_percentile: 998",
        "type: float32|type: float99",
        "sha256: |sha256: 0",
        "source: test-input.npy|source: test-output-view1.npy",
        "tensorflow_version: |tensorflow: ",
        "channel_names:|names:",
        "version: 0.1.0|revision: 0.1.0",
      })
  void whatDoesNotKeepToItIsFound(String from, String to) {
    final Map<String, byte[]> entries = Zips.entries(gray);
    final String text = text("rdf.yaml");
    final String changed = text.replace(from, to);
    assertTrue(!changed.equals(text), text);
    entries.put("rdf.yaml", changed.getBytes(StandardCharsets.UTF_8));
    final byte[] zip = Zips.zip(entries, Deflater.BEST_SPEED);
    assertThrows(Throwable.class, () -> new Specification(zip).check());
  }
}
