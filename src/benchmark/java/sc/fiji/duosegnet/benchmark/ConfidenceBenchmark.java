package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.duosegnet.comparison.TestScores;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.metrics.ErrorDetection;

/**
 * How well confidence maps find the wrong pixels of a finished run of {@link TrainingBenchmark}:
 * AUROC over all pixels of the images that it was scored on. Arguments: {@code dataset=nuclei|heart
 * data=<folder> run=<folder of the run>}. Prints a line for each map.
 */
public final class ConfidenceBenchmark {

  private ConfidenceBenchmark() {}

  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final String name = arguments.get("dataset", "nuclei");
    final Dataset dataset =
        Dataset.open(name, Path.of(arguments.get("data", "../shared/data/" + name)));
    final Path run = Path.of(arguments.get("run", "target/benchmark/" + name));
    final Map<String, ErrorDetection> maps = new LinkedHashMap<>();
    try (Segmenter segmenter = Segmenter.open(run.resolve("model.duosegnet.zip"), 0, 0)) {
      final List<String> test = SplitFile.read(run.resolve("split.csv")).test();
      for (final Sample sample : dataset.samples(test)) {
        final SegmentedPlane plane = segmenter.segment(sample.image(), () -> false);
        final byte[] truth = TestScores.truth(sample, plane);
        candidates(plane)
            .forEach(
                (map, values) ->
                    maps.computeIfAbsent(map, key -> new ErrorDetection())
                        .add(values, plane.mask(), truth));
      }
    }
    maps.forEach(
        (map, found) -> System.out.printf(Locale.ROOT, "%-32s %.4f%n", map, found.auroc()));
  }

  private static Map<String, float[]> candidates(SegmentedPlane plane) {
    final int size = plane.view1().length;
    final float[] margin = new float[size];
    final float[] margin1 = new float[size];
    final float[] agreement = plane.agreement();
    final float[] product = new float[size];
    for (int i = 0; i < size; i++) {
      final float p1 = plane.view1()[i];
      final float p2 = plane.view2()[i];
      margin[i] = clip(Math.abs(p1 + p2 - 1));
      margin1[i] = clip(Math.abs(2 * p1 - 1));
      product[i] = margin[i] * agreement[i];
    }
    final Map<String, float[]> maps = new LinkedHashMap<>();
    maps.put("stored", plane.confidence());
    if (plane.critic() != null) {
      maps.put("critic", plane.critic());
    }
    maps.put("agreement", agreement);
    maps.put("margin of view 1", margin1);
    addWithSurroundings(maps, "margin of the mean", margin, plane.width());
    addWithSurroundings(maps, "margin x agreement", product, plane.width());
    for (final int divisor : new int[] {1, 2, 4, 8}) {
      addWithSurroundings(maps, "mean logit / " + divisor, pooled(plane, divisor), plane.width());
    }
    return maps;
  }

  /** |2 sigmoid(l / divisor) - 1| = tanh(|l| / (2 divisor)), l the mean of the views' logits. */
  private static float[] pooled(SegmentedPlane plane, int divisor) {
    final float[] margin = new float[plane.view1().length];
    for (int i = 0; i < margin.length; i++) {
      final double mean = (logit(plane.view1()[i]) + logit(plane.view2()[i])) / 2;
      margin[i] = clip((float) Math.tanh(Math.abs(mean) / 2 / divisor));
    }
    return margin;
  }

  /** Probabilities of 0 and 1 are those of float numbers too near to tell apart. */
  private static double logit(float probability) {
    final double p = Math.min(1 - 1e-7, Math.max(1e-7, probability));
    return Math.log(p / (1 - p));
  }

  /** Adds a map, and its means with what is around each pixel. */
  private static void addWithSurroundings(
      Map<String, float[]> maps, String name, float[] map, int width) {
    maps.put(name, map);
    for (final int radius : new int[] {1, 2, 4, 8}) {
      final float[] mixed = box(map, width, radius);
      for (int i = 0; i < mixed.length; i++) {
        mixed[i] = clip(0.5f * (mixed[i] + map[i]));
      }
      maps.put(name + ", around " + radius, mixed);
    }
  }

  private static float clip(float value) {
    return Math.min(1, Math.max(0, value));
  }

  /** Mean over a square of {@code 2 radius + 1} pixels, cut at the borders. */
  private static float[] box(float[] map, int width, int radius) {
    final int height = map.length / width;
    final double[] sums = new double[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      double row = 0;
      for (int x = 0; x < width; x++) {
        row += map[y * width + x];
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
      }
    }
    final float[] means = new float[map.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        final int top = Math.max(0, y - radius) * (width + 1);
        final int bottom = Math.min(height, y + radius + 1) * (width + 1);
        final int left = Math.max(0, x - radius);
        final int right = Math.min(width, x + radius + 1);
        final double sum =
            sums[bottom + right] - sums[top + right] - sums[bottom + left] + sums[top + left];
        means[y * width + x] =
            clip((float) (sum / ((bottom - top) / (width + 1) * (right - left))));
      }
    }
    return means;
  }
}
