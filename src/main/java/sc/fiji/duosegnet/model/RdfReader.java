package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads from a model's {@code rdf.yaml} what this program needs, and says what is missing. */
final class RdfReader {

  private final Path file;
  private final Map<?, ?> rdf;
  private final Map<?, ?> config;

  /** A file within the package, with the checksum it has to have. */
  record Source(String entry, String sha256) {}

  /**
   * @param file the model file, for messages
   * @param yaml the description's bytes
   */
  RdfReader(final Path file, final byte[] yaml) throws IOException {
    this.file = file;
    this.rdf = parse(file, yaml);
    if (!"model".equals(rdf.get("type"))
        || !(rdf.get("config") instanceof Map<?, ?> all)
        || !(all.get(ModelLayout.CONFIG) instanceof Map<?, ?> own)) {
      throw PackageReader.problem(
          file,
          "is a bioimage.io package that another program made; give a model file that training"
              + " with Duo-SegNet wrote.");
    }
    this.config = own;
    if (integer("format") > ModelLayout.FORMAT) {
      throw PackageReader.problem(
          file,
          "was written by a newer version of this program, "
              + OneLine.of(text(config, "plugin_version"))
              + "; update Duo-SegNet.");
    }
  }

  private static Map<?, ?> parse(final Path file, final byte[] yaml) throws IOException {
    try {
      return SafeYaml.map(yaml, ModelLayout.MAX_RDF_BYTES);
    } catch (final IOException e) {
      throw new IOException(
          "Model file '"
              + file
              + "' is damaged in its entry '"
              + ModelLayout.RDF
              + "' ("
              + OneLine.of(e)
              + "); copy or download it again.",
          e);
    }
  }

  ModelDescription description() throws IOException {
    final Map<String, Double> scores = new LinkedHashMap<>();
    for (final Map.Entry<?, ?> score : map(config, "scores").entrySet()) {
      if (!(score.getValue() instanceof Number number)) {
        throw lacks("scores." + score.getKey());
      }
      scores.put(String.valueOf(score.getKey()), number.doubleValue());
    }
    try {
      return new ModelDescription(
          text(config, "name"),
          SettingsMap.fromMap(map(config, "settings")),
          text(config, "training_data"),
          scores,
          text(map(map(rdf, "weights"), ModelLayout.WEIGHTS), "tensorflow_version"),
          text(config, "plugin_version"),
          pixelSize(),
          config.containsKey("bit_depth") ? integer("bit_depth") : 0);
    } catch (final IllegalArgumentException e) {
      throw new IOException("Model file '" + file + "' can't be used: " + OneLine.of(e), e);
    }
  }

  /** Models of images without calibration have none, and those of older versions. */
  private PixelSize pixelSize() throws IOException {
    if (!config.containsKey("pixel_size")) {
      return null;
    }
    final Map<?, ?> size = map(config, "pixel_size");
    if (size.get("width") instanceof Number width && size.get("height") instanceof Number height) {
      return new PixelSize(width.doubleValue(), height.doubleValue(), text(size, "unit"));
    }
    throw lacks("pixel_size.width");
  }

  Source weights() throws IOException {
    return source(map(map(rdf, "weights"), ModelLayout.WEIGHTS));
  }

  Source testInput() throws IOException {
    return source(map(byId("inputs", ModelLayout.INPUT_ID), "test_tensor"));
  }

  /** Returns the ids of the outputs that a file of this format has. */
  List<String> outputIds(final TrainingSettings settings) throws IOException {
    return ModelLayout.outputIds(settings, integer("format"));
  }

  Source testOutput(final String id) throws IOException {
    return source(map(byId("outputs", id), "test_tensor"));
  }

  /**
   * Finds the file that a field of this program's own part names, and its checksum. Programs that
   * pack models anew put all files into one folder, so only the file's name counts.
   */
  Source attachment(final String field) throws IOException {
    final String wanted = fileName(text(config, field));
    for (final Object attachment : items("attachments")) {
      if (attachment instanceof Map<?, ?> found
          && fileName(String.valueOf(found.get("source"))).equals(wanted)) {
        return source(found);
      }
    }
    throw lacks("attachments." + wanted);
  }

  private Map<?, ?> byId(final String list, final String id) throws IOException {
    for (final Object item : items(list)) {
      if (item instanceof Map<?, ?> found && id.equals(found.get("id"))) {
        return found;
      }
    }
    throw lacks(list + "." + id);
  }

  private List<?> items(final String field) throws IOException {
    if (rdf.get(field) instanceof List<?> list) {
      return list;
    }
    throw lacks(field);
  }

  private Source source(final Map<?, ?> parent) throws IOException {
    return new Source(text(parent, "source"), text(parent, "sha256"));
  }

  private Map<?, ?> map(final Map<?, ?> parent, final String field) throws IOException {
    if (parent.get(field) instanceof Map<?, ?> map) {
      return map;
    }
    throw lacks(field);
  }

  private String text(final Map<?, ?> parent, final String field) throws IOException {
    if (parent.get(field) instanceof String text) {
      return text;
    }
    throw lacks(field);
  }

  private int integer(final String field) throws IOException {
    if (config.get(field) instanceof Integer number) {
      return number;
    }
    throw lacks(field);
  }

  private IOException lacks(final String field) {
    return PackageReader.problem(
        file,
        "lacks the field '"
            + OneLine.of(field)
            + "' in its entry '"
            + ModelLayout.RDF
            + "'; give a model file that training wrote.");
  }

  private static String fileName(final String source) {
    return source.substring(source.lastIndexOf('/') + 1);
  }
}
