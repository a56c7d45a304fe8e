package sc.fiji.duosegnet.comparison;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import sc.fiji.duosegnet.data.Csv;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.model.Method;

/**
 * Some test images with the masks that the methods made of them, from the image that the first
 * method did worst on to that it did best on.
 *
 * @param fraction label fraction of the runs, the smallest
 * @param seed seed of the runs, the first
 * @param methods methods that have finished with this fraction and seed
 * @param images images
 */
public record Showcase(double fraction, long seed, List<Method> methods, List<Image> images) {

  /** Worst, quartiles, best. */
  private static final int IMAGES = 5;

  /**
   * One test image.
   *
   * @param sample image and true mask
   * @param masks mask of each method, 8-bit gray, 0 or 255
   * @param dice Dice of each method's mask, 0..1
   */
  public record Image(Sample sample, List<BufferedImage> masks, List<Double> dice) {

    public Image {
      masks = List.copyOf(masks);
      dice = List.copyOf(dice);
    }
  }

  public Showcase {
    methods = List.copyOf(methods);
    images = List.copyOf(images);
  }

  /** Returns null if no method has finished. */
  static Showcase of(
      MethodComparison.Request request, ComparisonFolder folder, Collection<RunRow> rows)
      throws IOException {
    final double fraction = request.plan().fractions().get(0);
    final long seed = request.plan().seeds().get(0);
    final Set<Run> finished = rows.stream().map(RunRow::run).collect(Collectors.toSet());
    final List<Run> runs =
        request.plan().methods().stream()
            .map(method -> new Run(method, fraction, seed))
            .filter(finished::contains)
            .toList();
    if (runs.isEmpty()) {
      return null;
    }
    final List<Map<String, Double>> scores = new ArrayList<>();
    for (final Run run : runs) {
      scores.add(scores(folder.scores(run)));
    }
    final Map<String, Sample> samples = new HashMap<>();
    request.labeled().forEach(sample -> samples.put(sample.name(), sample));
    final List<Image> images = new ArrayList<>();
    for (final String name : chosen(scores.get(0))) {
      final List<BufferedImage> masks = new ArrayList<>();
      for (final Run run : runs) {
        masks.add(mask(folder.mask(run, name)));
      }
      images.add(
          new Image(samples.get(name), masks, scores.stream().map(s -> s.get(name)).toList()));
    }
    return new Showcase(fraction, seed, runs.stream().map(Run::method).toList(), images);
  }

  /**
   * Returns images at equal distances in the order of their scores, the worst and best included.
   */
  static List<String> chosen(Map<String, Double> scores) {
    final List<String> order =
        scores.entrySet().stream()
            .sorted(
                Map.Entry.<String, Double>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    final Set<String> chosen = new LinkedHashSet<>();
    for (int i = 0; i < IMAGES; i++) {
      chosen.add(order.get((int) Math.round(i * (order.size() - 1.0) / (IMAGES - 1))));
    }
    return List.copyOf(chosen);
  }

  private static Map<String, Double> scores(Path file) throws IOException {
    final Map<String, Double> scores = new HashMap<>();
    try {
      final List<Csv.Row> rows = Csv.parse(Files.readString(file, StandardCharsets.UTF_8));
      for (final Csv.Row row : rows.subList(1, rows.size())) {
        scores.put(row.fields().get(0), Double.valueOf(row.fields().get(1)));
      }
    } catch (Csv.SyntaxException | IOException | RuntimeException e) {
      throw damaged(file, e);
    }
    if (scores.isEmpty()) {
      throw damaged(file, null);
    }
    return scores;
  }

  private static BufferedImage mask(Path file) throws IOException {
    final BufferedImage mask;
    try {
      mask = ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw damaged(file, e);
    }
    if (mask == null) {
      throw damaged(file, null);
    }
    return mask;
  }

  private static IOException damaged(Path file, Exception cause) {
    return new IOException(
        "File '"
            + file
            + "' is missing or not as this program has written it; take the run's line out of runs.csv, so"
            + " that it is done again.",
        cause);
  }
}
