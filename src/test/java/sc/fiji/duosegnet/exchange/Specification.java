package sc.fiji.duosegnet.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sc.fiji.duosegnet.hostile.Zips;
import sc.fiji.duosegnet.model.NpyFile;

/**
 * What bioimage.io's specification of model descriptions, version 0.5, demands of the kind of
 * package that this program writes, field by field. Fields that it has no use for are refused like
 * unknown ones.
 *
 * @see <a href="https://bioimage-io.github.io/spec-bioimage-io">the specification</a>
 */
final class Specification {

  private static final String VERSION = "\\d+(\\.\\d+)*([-.+].*)?";
  private static final String IDENTIFIER = "[a-z_][a-z0-9_]*";
  private static final String FILE = "[^/\\\\:][^\\\\:]*";
  private static final int COVER_BYTES = 500_000;

  private final Map<String, byte[]> files;
  private final Fields rdf;
  private final Set<String> named = new HashSet<>(Set.of("rdf.yaml"));
  private final Set<String> tensors = new HashSet<>();

  /** Sizes of the test input's axes, and the least that the description allows, by axis. */
  private final Map<String, Integer> sizes = new java.util.HashMap<>();

  private final Map<String, Integer> least = new java.util.HashMap<>();

  Specification(byte[] zip) {
    files = Zips.entries(zip);
    assertTrue(files.containsKey("rdf.yaml"), "the description is at the top");
    rdf =
        new Fields(
            "rdf",
            new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(new String(files.get("rdf.yaml"), StandardCharsets.UTF_8)));
  }

  /** Checks the whole package and returns the ids of its outputs. */
  List<String> check() throws IOException {
    general();
    assertEquals(1, rdf.list("inputs").size());
    input(rdf.item("inputs", 0));
    final List<String> outputs = new ArrayList<>();
    for (int i = 0; i < rdf.list("outputs").size(); i++) {
      outputs.add(output(rdf.item("outputs", i)));
    }
    final Fields weights = rdf.part("weights");
    final Fields bundle = weights.part("tensorflow_saved_model_bundle");
    file(bundle, ".zip");
    bundle.text("tensorflow_version", VERSION, 1, 30);
    bundle.noOthers();
    weights.noOthers();
    assertTrue(
        Zips.entries(files.get("tensorflow_saved_model_bundle.zip")).containsKey("saved_model.pb"),
        "TensorFlow's file is at the bundle's top");
    rdf.part("config"); // for any program's own use
    rdf.noOthers();
    assertEquals(files.keySet(), named, "files in the package and in its description");
    return outputs;
  }

  private void general() throws IOException {
    rdf.text("format_version", "0\\.5\\.\\d+", 5, 10);
    rdf.is("type", "model");
    rdf.text("name", "[A-Za-z0-9_+\\- ()]*", 5, 128);
    rdf.text("description", ".*", 1, 1024);
    for (int i = 0; i < rdf.list("authors").size(); i++) {
      final Fields author = rdf.item("authors", i);
      author.text("name", "[^/\\\\]+", 1, 200);
      author.noOthers();
    }
    rdf.is("license", "BSD-2-Clause"); // one of SPDX's
    for (int i = 0; i < rdf.list("cite").size(); i++) {
      final Fields cite = rdf.item("cite", i);
      cite.text("text", ".*", 1, 2000);
      cite.text("doi", "10\\.[0-9.]{4,}/\\S+", 8, 200);
      cite.noOthers();
    }
    rdf.list("tags").forEach(tag -> assertTrue(tag instanceof String, "tag " + tag));
    rdf.text("version", VERSION, 1, 30);
    assertNotNull(OffsetDateTime.parse(rdf.text("timestamp", ".*", 10, 40)));
    documentation(rdf.text("documentation", FILE + "\\.md", 4, 200));
    for (final Object cover : rdf.list("covers")) {
      cover((String) cover);
    }
    for (int i = 0; i < rdf.list("attachments").size(); i++) {
      final Fields attachment = rdf.item("attachments", i);
      file(attachment, "");
      attachment.noOthers();
    }
  }

  private void documentation(String name) {
    assertTrue(named.add(name) && files.containsKey(name), name);
    final String text = new String(files.get(name), StandardCharsets.UTF_8);
    assertTrue(text.matches("(?s).*\\n#+ Validation\\n.*"), "a section on validation");
    assertTrue(text.matches("(?s).*\\n#+ Training data\\n\\n\\S.*"), "a section on training data");
  }

  private void cover(String name) throws IOException {
    assertTrue(named.add(name) && files.containsKey(name), name);
    assertTrue(files.get(name).length < COVER_BYTES, name);
    final BufferedImage image = ImageIO.read(new ByteArrayInputStream(files.get(name)));
    final double ratio = (double) image.getWidth() / image.getHeight();
    assertTrue(ratio == 1 || ratio == 2, "ratio of " + name + " is " + ratio);
  }

  private void file(Fields described, String suffix) {
    final String source = described.text("source", FILE + suffix.replace(".", "\\."), 1, 200);
    named.add(source);
    assertTrue(files.containsKey(source), source);
    try {
      described.is(
          "sha256",
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(files.get(source))));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private int[] testTensor(Fields tensor) throws IOException {
    final Fields test = tensor.part("test_tensor");
    file(test, ".npy");
    test.noOthers();
    return NpyFile.read(files.get((String) test.get("source"))).shape();
  }

  private String head(Fields tensor) {
    final String id = tensor.text("id", IDENTIFIER, 1, 32);
    assertTrue(tensors.add(id), "two tensors are '" + id + "'");
    tensor.text("description", ".*", 0, 128);
    return id;
  }

  private void input(Fields input) throws IOException {
    head(input);
    final int[] shape = testTensor(input);
    assertEquals(input.list("axes").size(), shape.length);
    for (int i = 0; i < shape.length; i++) {
      inputAxis(input.item("axes", i), shape[i]);
    }
    final Fields data = input.part("data");
    data.is("type", "float32");
    data.noOthers();
    assertEquals(
        "ensure_dtype",
        input.item("preprocessing", 0).get("id"),
        "what would be done in any case is said");
    for (int i = 0; i < input.list("preprocessing").size(); i++) {
      preprocessing(input.item("preprocessing", i));
    }
    input.noOthers();
  }

  private void inputAxis(Fields axis, int length) {
    final String id = axis.text("id", IDENTIFIER, 1, 16);
    assertTrue(sizes.put(id, length) == null, "two axes are '" + id + "'");
    switch ((String) axis.get("type")) {
      case "batch" -> assertEquals("batch", id);
      case "channel" -> assertEquals(length, axis.list("channel_names").size());
      case "space" -> {
        final Fields size = axis.part("size");
        final int min = size.integer("min", 1);
        final int step = size.integer("step", 1);
        size.noOthers();
        assertTrue(length >= min && (length - min) % step == 0, id + " of " + length);
        least.put(id, min);
      }
      default -> throw new AssertionError("axis " + id);
    }
    axis.noOthers();
  }

  private void preprocessing(Fields operation) {
    final Fields options = operation.part("kwargs");
    switch ((String) operation.get("id")) {
      case "ensure_dtype" -> options.is("dtype", "float32");
      case "clip" -> {
        final double min = options.number("min", -1e9, 1e9);
        options.number("max", min, 1e9);
      }
      case "scale_range" -> {
        axes(options);
        final double min = options.number("min_percentile", 0, 99.999);
        options.number("max_percentile", Math.max(min, 1.001), 100);
      }
      case "zero_mean_unit_variance" -> axes(options);
      default -> throw new AssertionError("preprocessing " + operation.get("id"));
    }
    if (options.has("eps")) {
      options.number("eps", Double.MIN_VALUE, 0.1);
    }
    options.noOthers();
    operation.noOthers();
  }

  private void axes(Fields options) {
    assertTrue(sizes.keySet().containsAll(options.list("axes")), "axes of the input");
  }

  private String output(Fields output) throws IOException {
    final String id = head(output);
    final int[] shape = testTensor(output);
    assertEquals(output.list("axes").size(), shape.length);
    final int[] wanted = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      wanted[i] = outputAxis(output.item("axes", i));
    }
    assertArrayEquals(wanted, shape, "test output " + id);
    final Fields data = output.part("data");
    data.is("type", "float32");
    assertEquals(2, data.list("range").size());
    data.noOthers();
    output.noOthers();
    return id;
  }

  /** Returns the axis's length for the test input. */
  private int outputAxis(Fields axis) {
    final String id = axis.text("id", IDENTIFIER, 1, 16);
    final int length;
    switch ((String) axis.get("type")) {
      case "batch" -> length = sizes.get("batch");
      case "channel" -> length = axis.list("channel_names").size();
      case "space" -> {
        final Fields size = axis.part("size");
        assertTrue(tensors.contains(size.get("tensor_id")), "a tensor that is there");
        final String of = size.text("axis_id", IDENTIFIER, 1, 16);
        size.noOthers();
        length = sizes.get(of);
        if (axis.has("halo")) {
          final int halo = axis.integer("halo", 1);
          assertTrue(least.get(of) > 2 * halo, "nothing is left of the smallest " + of);
        }
      }
      default -> throw new AssertionError("axis " + id);
    }
    axis.noOthers();
    return length;
  }
}
