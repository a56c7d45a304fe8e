package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The written description, field by field, as bioimage.io's model description 0.5 wants it. */
class RdfTest {

  @TempDir static Path folder;
  private static Path file;
  private static String text;
  private static Map<String, Object> rdf;

  @BeforeAll
  static void writeModel() throws IOException {
    file = folder.resolve("model.duosegnet.zip");
    ModelFile.write(file, ModelSample.contents(folder));
    text = new String(entry(ModelLayout.RDF), StandardCharsets.UTF_8);
    rdf = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }

  @Test
  void generalFields() {
    assertEquals("0.5.4", rdf.get("format_version"));
    assertEquals("model", rdf.get("type"));
    assertEquals("Nuclei_ _Zellkerne_ gr__er_kleiner", rdf.get("name"));
    assertTrue(((String) rdf.get("description")).contains("3 channels"));
    assertTrue(((String) rdf.get("description")).length() <= 512);
    assertFalse(((List<?>) rdf.get("authors")).isEmpty());
    assertEquals("BSD-2-Clause", rdf.get("license"));
    final Map<?, ?> cite = (Map<?, ?>) ((List<?>) rdf.get("cite")).get(0);
    assertEquals("10.1007/978-3-030-87196-3_40", cite.get("doi"));
    assertTrue(((String) cite.get("text")).contains("Duo-SegNet: Adversarial Dual-Views"));
    assertTrue(((List<?>) rdf.get("tags")).contains("tensorflow"));
    assertEquals("README.md", rdf.get("documentation"));
    assertEquals(List.of("cover.png"), rdf.get("covers"));
    assertNotNull(OffsetDateTime.parse((String) rdf.get("timestamp")));
    assertEquals("0.1.0", rdf.get("version"));
  }

  @Test
  void theTextIsBlockStyleWithoutAnchors() {
    assertFalse(text.contains("&id") || text.contains("*id") || text.contains("!!"), text);
    assertFalse(text.contains("{"), text);
  }

  @Test
  void input() throws IOException {
    final List<?> inputs = (List<?>) rdf.get("inputs");
    assertEquals(1, inputs.size());
    final Map<?, ?> input = (Map<?, ?>) inputs.get(0);
    assertEquals("image", input.get("id"));
    final Map<String, Object> size = Map.of("min", 96, "step", 32);
    assertEquals(
        List.of(
            Map.of("type", "batch", "id", "batch"),
            Map.of("type", "space", "id", "y", "size", size),
            Map.of("type", "space", "id", "x", "size", size),
            Map.of(
                "type",
                "channel",
                "id",
                "channel",
                "channel_names",
                List.of("channel1", "channel2", "channel3"))),
        input.get("axes"));
    assertEquals(
        List.of(
            Map.of("id", "ensure_dtype", "kwargs", Map.of("dtype", "float32")),
            Map.of(
                "id",
                "scale_range",
                "kwargs",
                Map.of(
                    "axes",
                    List.of("channel", "y", "x"),
                    "min_percentile",
                    1.0,
                    "max_percentile",
                    99.8)),
            Map.of("id", "clip", "kwargs", Map.of("min", 0.0, "max", 1.0)),
            Map.of(
                "id",
                "zero_mean_unit_variance",
                "kwargs",
                Map.of("axes", List.of("channel", "y", "x")))),
        input.get("preprocessing"));
    assertChecksum("test-input.npy", (Map<?, ?>) input.get("test_tensor"));
  }

  @Test
  void outputs() throws IOException {
    final List<?> outputs = (List<?>) rdf.get("outputs");
    assertEquals(5, outputs.size());
    for (int i = 0; i < 5; i++) {
      final Map<?, ?> output = (Map<?, ?>) outputs.get(i);
      final String id = List.of("probability", "confidence", "view1", "view2", "critic").get(i);
      assertEquals(id, output.get("id"));
      assertEquals(
          List.of(
              Map.of("type", "batch", "id", "batch"),
              space("y"),
              space("x"),
              Map.of("type", "channel", "id", "channel", "channel_names", List.of(id))),
          output.get("axes"));
      assertEquals(Map.of("type", "float32", "range", List.of(0.0, 1.0)), output.get("data"));
      assertTrue(((String) output.get("description")).length() <= 128);
      assertChecksum("test-output-" + id + ".npy", (Map<?, ?>) output.get("test_tensor"));
    }
  }

  @Test
  void outputsAndTextsOfAMethodWithoutCritic() throws IOException {
    final ModelContents supervised = ModelSample.contents(folder, Method.SUPERVISED);
    final Map<String, Object> written =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new RdfWriter(supervised, Map.of()).write());
    assertEquals(
        List.of("probability", "confidence", "view1", "view2"),
        ((List<?>) written.get("outputs"))
            .stream().map(output -> ((Map<?, ?>) output).get("id")).toList());
    assertFalse(((String) written.get("description")).contains("critic"));
    assertTrue(((String) rdf.get("description")).contains("and a critic, trained with"));
    assertFalse(ModelDocumentation.readme(supervised.description()).contains("- `critic`:"));
    assertTrue(ModelDocumentation.readme(ModelSample.description()).contains("- `critic`:"));
  }

  @Test
  void weightsAndAttachments() throws IOException {
    final Map<?, ?> weights =
        (Map<?, ?>) ((Map<?, ?>) rdf.get("weights")).get("tensorflow_saved_model_bundle");
    assertEquals("2.18.0", weights.get("tensorflow_version"));
    assertChecksum("tensorflow_saved_model_bundle.zip", weights);
    final List<?> attachments = (List<?>) rdf.get("attachments");
    assertChecksum("duo-segnet/history.csv", (Map<?, ?>) attachments.get(0));
    assertChecksum("duo-segnet/split.csv", (Map<?, ?>) attachments.get(1));
    assertChecksum("LICENSE", (Map<?, ?>) attachments.get(2));
  }

  @Test
  void ownPart() {
    final Map<?, ?> own = (Map<?, ?>) ((Map<?, ?>) rdf.get("config")).get("duo_segnet");
    final ModelDescription model = ModelSample.description();
    assertEquals(2, own.get("format"));
    assertEquals(model.name(), own.get("name"));
    assertEquals(model.trainingData(), own.get("training_data"));
    assertEquals(model.scores(), own.get("scores"));
    assertEquals(model.pluginVersion(), own.get("plugin_version"));
    assertEquals(0.5, own.get("threshold"));
    assertEquals(32, own.get("size_multiple"));
    assertEquals(1280, own.get("tile"));
    assertEquals(384, own.get("overlap"));
    assertEquals("duo-segnet/history.csv", own.get("history"));
    assertEquals("duo-segnet/split.csv", own.get("split"));
    assertEquals(model.settings(), SettingsMap.fromMap((Map<?, ?>) own.get("settings")));
  }

  @Test
  void documentationAndLicense() throws IOException {
    final String readme = new String(entry("README.md"), StandardCharsets.UTF_8);
    final ModelDescription model = ModelSample.description();
    assertTrue(readme.startsWith("# " + model.name() + "\n"), readme);
    assertTrue(readme.contains(model.trainingData()), readme);
    assertTrue(readme.contains("| validation Dice, mean of views | 0.875 |"), readme);
    assertTrue(readme.contains("## Validation"), readme);
    assertTrue(readme.contains("patch_size: 128"), readme);
    final String license = new String(entry("LICENSE"), StandardCharsets.UTF_8);
    assertTrue(license.matches("(?s)Copyright \\(c\\) 20\\d\\d, .*"), license);
  }

  @Test
  void aSmallTestInputHasASmallHalo() throws IOException {
    final ModelContents sample = ModelSample.contents(folder);
    final Map<String, Tensor> outputs = new LinkedHashMap<>();
    sample
        .testOutputs()
        .keySet()
        .forEach(id -> outputs.put(id, new Tensor(new float[1024], shape(1))));
    final ModelContents small =
        new ModelContents(
            sample.description(),
            sample.savedModelFolder(),
            new Tensor(new float[3072], shape(3)),
            outputs,
            sample.coverPng(),
            "",
            "");
    final String written = new RdfWriter(small, Map.of()).write();
    assertTrue(written.contains("min: 32\n"), written);
    assertTrue(written.contains("halo: 15\n"), written);
  }

  private static int[] shape(final int channels) {
    return new int[] {1, 32, 32, channels};
  }

  private static Map<String, Object> space(final String axis) {
    return Map.of(
        "type",
        "space",
        "id",
        axis,
        "size",
        Map.of("tensor_id", "image", "axis_id", axis),
        "halo",
        47);
  }

  private static void assertChecksum(final String source, final Map<?, ?> described)
      throws IOException {
    assertEquals(source, described.get("source"));
    final MessageDigest digest = Sha256.digest();
    digest.update(entry(source));
    assertEquals(Sha256.hex(digest), described.get("sha256"));
  }

  private static byte[] entry(final String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.getInputStream(zip.getEntry(name)).readAllBytes();
    }
  }
}
