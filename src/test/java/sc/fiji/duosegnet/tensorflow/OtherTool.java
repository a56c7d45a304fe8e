package sc.fiji.duosegnet.tensorflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sc.fiji.duosegnet.hostile.Zips;
import sc.fiji.duosegnet.model.NpyFile;

/**
 * Runs a model as a program would that knows bioimage.io's specification and TensorFlow, and
 * nothing of this one: preprocessing, inputs and outputs are those of the description.
 */
final class OtherTool {

  private final Map<String, byte[]> files;
  private final Map<String, Object> rdf;

  OtherTool(Path zip) throws IOException {
    files = Zips.entries(Files.readAllBytes(zip));
    rdf =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new String(files.get("rdf.yaml"), StandardCharsets.UTF_8));
  }

  /** Returns the largest difference between an output and its test tensor, by the output's id. */
  Map<String, Double> differences(Path work) throws IOException {
    final Map<?, ?> weights = map(map(rdf, "weights"), "tensorflow_saved_model_bundle");
    for (final Map.Entry<String, byte[]> file :
        Zips.entries(files.get((String) weights.get("source"))).entrySet()) {
      if (!file.getKey().endsWith("/")) {
        Files.createDirectories(work.resolve(file.getKey()).getParent());
        Files.write(work.resolve(file.getKey()), file.getValue());
      }
    }
    final Map<?, ?> input = (Map<?, ?>) ((List<?>) rdf.get("inputs")).get(0);
    final sc.fiji.duosegnet.model.Tensor images = tensor(input);
    final double[] values = preprocessed(images, (List<?>) input.get("preprocessing"));
    final float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    final Shape shape = Shape.of(Arrays.stream(images.shape()).asLongStream().toArray());
    final Map<String, Double> differences = new LinkedHashMap<>();
    try (SavedModelBundle model = SavedModelBundle.load(work.toString(), "serve");
        TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(floats));
        Result result =
            model.function("serving_default").call(Map.<String, Tensor>of("image", fed))) {
      for (final Object output : (List<?>) rdf.get("outputs")) {
        final String id = (String) ((Map<?, ?>) output).get("id");
        final float[] wanted = tensor((Map<?, ?>) output).values();
        final float[] found = new float[wanted.length];
        ((TFloat32) result.get(id).orElseThrow()).copyTo(DataBuffers.of(found));
        double most = 0;
        for (int i = 0; i < found.length; i++) {
          most = Math.max(most, Math.abs(found[i] - wanted[i]));
        }
        differences.put(id, most);
      }
    }
    return differences;
  }

  private sc.fiji.duosegnet.model.Tensor tensor(Map<?, ?> described) throws IOException {
    return NpyFile.read(files.get((String) map(described, "test_tensor").get("source")));
  }

  private static Map<?, ?> map(Map<?, ?> parent, String key) {
    return (Map<?, ?>) parent.get(key);
  }

  /** Applies the operations to each image, over all axes but the batch. */
  private static double[] preprocessed(sc.fiji.duosegnet.model.Tensor images, List<?> operations) {
    final int size = images.values().length / images.shape()[0];
    final double[] all = new double[images.values().length];
    for (int start = 0; start < all.length; start += size) {
      double[] one = new double[size];
      for (int i = 0; i < size; i++) {
        one[i] = images.values()[start + i];
      }
      for (final Object operation : operations) {
        one =
            applied(
                (String) ((Map<?, ?>) operation).get("id"),
                map((Map<?, ?>) operation, "kwargs"),
                one);
      }
      System.arraycopy(one, 0, all, start, size);
    }
    return all;
  }

  private static double[] applied(String id, Map<?, ?> options, double[] x) {
    switch (id) {
      case "ensure_dtype":
        return x;
      case "clip":
        return Arrays.stream(x)
            .map(v -> Math.min(Math.max(v, number(options, "min")), number(options, "max")))
            .toArray();
      case "scale_range":
        all(options);
        final double[] sorted = x.clone();
        Arrays.sort(sorted);
        final double low = percentile(sorted, number(options, "min_percentile"));
        final double high = percentile(sorted, number(options, "max_percentile"));
        return Arrays.stream(x).map(v -> (v - low) / (high - low + epsilon(options))).toArray();
      case "zero_mean_unit_variance":
        all(options);
        final double mean = Arrays.stream(x).average().orElseThrow();
        final double variance =
            Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        return Arrays.stream(x)
            .map(v -> (v - mean) / (Math.sqrt(variance) + epsilon(options)))
            .toArray();
      default:
        throw new IllegalArgumentException("Preprocessing '" + id + "' is not known.");
    }
  }

  private static void all(Map<?, ?> options) {
    if (!List.of("channel", "y", "x").equals(options.get("axes"))) {
      throw new IllegalArgumentException("Axes " + options.get("axes") + " are not known.");
    }
  }

  private static double number(Map<?, ?> options, String key) {
    return ((Number) options.get(key)).doubleValue();
  }

  private static double epsilon(Map<?, ?> options) {
    return options.containsKey("eps") ? number(options, "eps") : 1e-6; // the specification's
  }

  /** NumPy's: linear between the two values around the place. */
  private static double percentile(double[] sorted, double percent) {
    final double place = percent / 100 * (sorted.length - 1);
    final int below = (int) place;
    final int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
