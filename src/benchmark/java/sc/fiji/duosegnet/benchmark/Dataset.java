package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.imagej.ImageFolder;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Images with masks and an official division into training and test images, in a folder with {@code
 * index.csv}, {@code images/} and {@code masks/}.
 */
abstract class Dataset {

  /** Part of the training images, or volumes, that stands in for the test in development. */
  static final double DEVELOPMENT_PART = 0.2;

  private static final long DEVELOPMENT_SEED = 2021;

  private final Path folder;
  private final Map<String, Sample> samples = new TreeMap<>();

  Dataset(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a data set.
   *
   * @param name {@code nuclei} or {@code heart}
   * @param folder its folder
   * @throws IOException in one sentence, if it isn't there
   */
  static Dataset open(String name, Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve("index.csv"))) {
      throw new IOException(
          "No images in '" + folder + "': give data=<folder with index.csv>; nothing done.");
    }
    final Dataset dataset =
        switch (name) {
          case "nuclei" -> new Nuclei(folder);
          case "heart" -> new Heart(folder);
          default ->
              throw new IllegalArgumentException(
                  "There is no data set '" + name + "'; give nuclei or heart.");
        };
    for (final Sample sample :
        ImageFolder.labeled(folder.resolve("images"), folder.resolve("masks"))) {
      dataset.samples.put(sample.name(), sample);
    }
    return dataset;
  }

  /** Returns the number of channels that networks get. */
  abstract int channels();

  /** Returns a sentence on where the images are from. */
  abstract String source();

  /**
   * Divides the images.
   *
   * @param labeling how labeled images are chosen
   * @param settings validation fraction, label split and views
   * @param seed seed of the choice
   */
  abstract Split split(Labeling labeling, TrainingSettings settings, long seed) throws IOException;

  /**
   * How labeled images are chosen.
   *
   * @param protocol {@code spread}: evenly over the training images; {@code volume}: one whole
   *     volume
   * @param fraction part of the training images that is labeled, in {@code spread}
   * @param development whether a part of the training images stands in for the test images, which
   *     are then left alone: for choices
   */
  record Labeling(String protocol, double fraction, boolean development) {}

  final Collection<Sample> samples() {
    return samples.values();
  }

  final List<Sample> samples(List<String> names) {
    return names.stream().map(samples::get).toList();
  }

  /** Returns the rows of the index, each as a map of its columns. */
  final List<Map<String, String>> rows() throws IOException {
    final List<String> lines = Files.readAllLines(folder.resolve("index.csv"));
    final String[] titles = lines.get(0).split(",");
    final List<Map<String, String>> rows = new ArrayList<>();
    for (final String line : lines.subList(1, lines.size())) {
      final String[] cells = line.split(",");
      final Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < titles.length; i++) {
        row.put(titles[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** Chooses evenly spaced items, from a random first one on, or all if there are no more. */
  static <T> List<T> spread(List<T> items, int most, Random random) {
    final int count = Math.min(most, items.size());
    final double offset = random.nextDouble();
    final List<T> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(items.get((int) ((i + offset) * items.size() / count)));
    }
    return chosen;
  }

  /** The random numbers that choose what stands in for the test images, always the same. */
  static Random developmentRandom() {
    return new Random(DEVELOPMENT_SEED);
  }
}
