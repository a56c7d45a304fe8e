package sc.fiji.duosegnet.model;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes a model's {@code rdf.yaml}: the fields of bioimage.io's model description 0.5, and under
 * {@code config: duo_segnet:} what this program itself needs. Every list and map is made anew, so
 * that the file has no YAML anchors.
 *
 * @see <a href="https://bioimage-io.github.io/spec-bioimage-io">bioimage.io's specification</a>
 */
final class RdfWriter {

  private final ModelContents contents;
  private final ModelDescription model;
  private final Map<String, String> sha256;

  /**
   * @param sha256 lower-case hexadecimal SHA-256 of the files in the package, by entry name
   */
  RdfWriter(final ModelContents contents, final Map<String, String> sha256) {
    this.contents = contents;
    this.model = contents.description();
    this.sha256 = sha256;
  }

  /** Returns the text of the file. */
  String write() {
    final DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(100);
    // Control characters in a user's text must come back as text, not as bytes.
    options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
    return new Yaml(options).dump(document());
  }

  private Map<String, Object> document() {
    final Map<String, Object> rdf = new LinkedHashMap<>();
    rdf.put("format_version", ModelLayout.SPEC_VERSION);
    rdf.put("type", "model");
    rdf.put("name", specName(model.name()));
    rdf.put("description", ModelDocumentation.summary(model));
    rdf.put("authors", list(map("name", ModelDocumentation.AUTHOR)));
    rdf.put("license", ModelDocumentation.LICENSE_ID);
    rdf.put("cite", list(map("text", Citation.TEXT, "doi", Citation.DOI)));
    rdf.put("tags", new ArrayList<>(ModelDocumentation.TAGS));
    rdf.put("documentation", ModelLayout.README);
    rdf.put("covers", list(ModelLayout.COVER));
    rdf.put(
        "attachments",
        list(file(ModelLayout.HISTORY), file(ModelLayout.SPLIT), file(ModelLayout.LICENSE)));
    rdf.put(
        "timestamp",
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx")
            .format(OffsetDateTime.now(ZoneOffset.UTC)));
    rdf.put("version", "0.1.0");
    rdf.put("inputs", list(input()));
    rdf.put("outputs", outputs());
    final Map<String, Object> weights = file(ModelLayout.BUNDLE);
    weights.put("tensorflow_version", model.tensorFlowVersion());
    rdf.put("weights", map(ModelLayout.WEIGHTS, weights));
    rdf.put("config", map(ModelLayout.CONFIG, config()));
    return rdf;
  }

  private Map<String, Object> input() {
    final int channels = model.settings().network().channels();
    final List<Object> names = new ArrayList<>();
    for (int i = 1; i <= channels; i++) {
      names.add(channels == 1 ? "intensity" : "channel" + i);
    }
    final int step = model.sizeMultiple();
    final int least = (2 * halo() / step + 1) * step;
    final Map<String, Object> input = new LinkedHashMap<>();
    input.put("id", ModelLayout.INPUT_ID);
    input.put("description", "images of any intensity range");
    input.put(
        "axes",
        list(
            map("type", "batch", "id", "batch"),
            map("type", "space", "id", "y", "size", map("min", least, "step", step)),
            map("type", "space", "id", "x", "size", map("min", least, "step", step)),
            map("type", "channel", "id", "channel", "channel_names", names)));
    input.put("data", map("type", "float32"));
    input.put("test_tensor", file(ModelLayout.TEST_INPUT));
    input.put(
        "preprocessing",
        list(
            map("id", "ensure_dtype", "kwargs", map("dtype", "float32")),
            map("id", "scale_range", "kwargs", percentiles()),
            map("id", "clip", "kwargs", map("min", 0.0, "max", 1.0)),
            map(
                "id",
                "zero_mean_unit_variance",
                "kwargs",
                map("axes", list("channel", "y", "x")))));
    return input;
  }

  private Map<String, Object> percentiles() {
    // Without the batch axis each image has percentiles of its own, as PercentileNormalization has.
    return map(
        "axes",
        list("channel", "y", "x"),
        "min_percentile",
        model.settings().normalization().low(),
        "max_percentile",
        model.settings().normalization().high());
  }

  private List<Object> outputs() {
    final List<Object> outputs = new ArrayList<>();
    for (final String id : ModelLayout.outputIds(model.settings())) {
      outputs.add(
          map(
              "id",
              id,
              "description",
              ModelDocumentation.output(id),
              "axes",
              list(
                  map("type", "batch", "id", "batch"),
                  outputAxis("y"),
                  outputAxis("x"),
                  map("type", "channel", "id", "channel", "channel_names", list(id))),
              "data",
              map("type", "float32", "range", list(0.0, 1.0)),
              "test_tensor",
              file(ModelLayout.testOutput(id))));
    }
    return outputs;
  }

  private Map<String, Object> outputAxis(final String id) {
    final Map<String, Object> size = map("tensor_id", ModelLayout.INPUT_ID, "axis_id", id);
    final Map<String, Object> axis = map("type", "space", "id", id, "size", size);
    if (halo() > 0) {
      axis.put("halo", halo());
    }
    return axis;
  }

  /** The usual halo, but never so much that nothing would be left of the test input. */
  private int halo() {
    final int[] shape = contents.testInput().shape();
    return Math.min(contents.description().halo(), (Math.min(shape[1], shape[2]) - 1) / 2);
  }

  private Map<String, Object> config() {
    final Map<String, Object> config = new LinkedHashMap<>();
    config.put("format", ModelLayout.FORMAT);
    config.put("plugin_version", model.pluginVersion());
    config.put("name", model.name());
    config.put("training_data", model.trainingData());
    if (model.pixelSize() != null) {
      config.put(
          "pixel_size",
          map(
              "width", model.pixelSize().width(),
              "height", model.pixelSize().height(),
              "unit", model.pixelSize().unit()));
    }
    if (model.bitDepth() != 0) {
      config.put("bit_depth", model.bitDepth());
    }
    config.put("scores", new LinkedHashMap<>(model.scores()));
    config.put("threshold", ModelDescription.THRESHOLD);
    config.put("size_multiple", model.sizeMultiple());
    config.put("tile", model.tileSize());
    config.put("overlap", model.tileOverlap());
    config.put("history", ModelLayout.HISTORY);
    config.put("split", ModelLayout.SPLIT);
    config.put("settings", SettingsMap.toMap(model.settings()));
    return config;
  }

  private Map<String, Object> file(final String entry) {
    return map("source", entry, "sha256", sha256.get(entry));
  }

  /** bioimage.io's names have 5 to 128 of a few characters. */
  private static String specName(final String name) {
    final String allowed = name.replaceAll("[^A-Za-z0-9_+\\- ()]", "_").trim();
    final String longEnough = allowed.length() < 5 ? ("Duo-SegNet " + allowed).trim() : allowed;
    return longEnough.substring(0, Math.min(64, longEnough.length())).trim();
  }

  private static List<Object> list(final Object... items) {
    return new ArrayList<>(List.of(items));
  }

  private static Map<String, Object> map(final Object... keysAndValues) {
    final Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
