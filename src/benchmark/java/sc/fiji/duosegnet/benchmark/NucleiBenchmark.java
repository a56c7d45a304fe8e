package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.engine.Validation;
import sc.fiji.duosegnet.imagej.ImageFolder;
import sc.fiji.duosegnet.metrics.SegmentationScores;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * One training on the Nuclei images with a fraction of the training images labeled and the rest
 * unlabeled, scored once on the test images. Adds a row to the results, or does nothing if that run
 * has its row already. Arguments: {@code data=<folder> results=<csv> variant=<name> fraction=0.05
 * seed=1 commit=<hash>}, and settings such as {@code method=SUPERVISED network.width=16}.
 */
public final class NucleiBenchmark {

  private NucleiBenchmark() {}

  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final Path data = Path.of(arguments.get("data", "../shared/data/nuclei"));
    if (!Files.isRegularFile(data.resolve("index.csv"))) {
      System.err.println(
          "No Nuclei images in '" + data + "': give data=<folder with index.csv>; nothing done.");
      return;
    }
    final TrainingSettings settings = arguments.settings(3);
    final double fraction = arguments.get("fraction", 0.05);
    final String variant = arguments.get("variant", "default");
    final ResultFile results =
        new ResultFile(Path.of(arguments.get("results", "src/benchmark/results/nuclei.csv")));
    final String key =
        settings.method().label() + "," + variant + "," + fraction + "," + settings.seed();
    if (results.has(key)) {
      System.err.println("Already done: " + key);
      return;
    }
    final Map<String, Sample> samples = new HashMap<>();
    for (final Sample sample : ImageFolder.labeled(data.resolve("images"), data.resolve("masks"))) {
      samples.put(sample.name(), sample);
    }
    final Path folder =
        Path.of(
            "target",
            "benchmark",
            "nuclei",
            key.replace(',', '-').replace(' ', '-').toLowerCase(Locale.ROOT));
    Files.createDirectories(folder);
    final Split split = split(data, fraction, settings);
    SplitFile.write(folder.resolve("split.csv"), split);
    final Path model = folder.resolve("model.duosegnet.zip");
    final long start = System.nanoTime();
    final ModelTraining.Result result =
        ModelTraining.run(
            new ModelTraining.Request(
                settings,
                List.copyOf(samples.values()),
                split,
                "2018 Data Science Bowl, stage 1 (BBBC038), corrected masks.",
                model),
            new ConsoleMonitor());
    final double minutes = (System.nanoTime() - start) / 6e10;
    Files.writeString(folder.resolve("history.csv"), result.history().toCsv());
    final Validation scores = test(model, split, samples);
    final int labeled = labeledCount(split);
    results.add(
        String.format(
            Locale.ROOT,
            "%s,%d,%d,%d,%.2f,%s,%s,%s,%s,%.4f,%d,%d,%d",
            key,
            settings.network().width(),
            settings.sampling().patchSize(),
            settings.iterations(),
            minutes,
            row(scores.mean()),
            arguments.get("commit", "unknown"),
            row(scores.view1()),
            row(scores.view2()),
            result.validation() == null ? Double.NaN : result.validation().mean().pooledDice(),
            result.bestIteration(),
            labeled,
            split.unlabeled().size()));
  }

  private static int labeledCount(Split split) {
    final List<String> training = new ArrayList<>(split.view1());
    split.view2().stream().filter(name -> !training.contains(name)).forEach(training::add);
    return training.size() + split.validation().size();
  }

  private static String row(SegmentationScores s) {
    return String.format(
        Locale.ROOT, "%.4f,%.4f,%.3f", s.pooledDice(), s.meanDice(), s.maePercent());
  }

  /** Columns of index.csv. */
  private enum Column {
    ID,
    WIDTH,
    HEIGHT,
    MODALITY
  }

  /**
   * Labels are spread evenly over modalities and image sizes, as an annotator would who looks
   * through the images first: training images are sorted by both, within them by a seeded order,
   * and at equal distances one is labeled. Validation images are then drawn out of the labeled
   * ones.
   */
  private static Split split(Path data, double fraction, TrainingSettings settings)
      throws IOException {
    final List<String[]> train = new ArrayList<>();
    final List<String> test = new ArrayList<>();
    final List<String> lines = Files.readAllLines(data.resolve("index.csv"));
    for (final String line : lines.subList(1, lines.size())) {
      final String[] cells = line.split(",");
      if (cells[cells.length - 1].equals("test")) {
        test.add(cells[Column.ID.ordinal()]);
      } else {
        train.add(cells);
      }
    }
    train.sort(Comparator.comparing(cells -> cells[Column.ID.ordinal()]));
    final Random random = new Random(settings.seed());
    Collections.shuffle(train, random);
    train.sort(
        Comparator.comparing((String[] cells) -> cells[Column.MODALITY.ordinal()])
            .thenComparing(
                cells ->
                    Integer.parseInt(cells[Column.WIDTH.ordinal()])
                        * Integer.parseInt(cells[Column.HEIGHT.ordinal()])));
    final int count = (int) Math.round(fraction * train.size());
    final double offset = random.nextDouble();
    final Set<String> labeled = new LinkedHashSet<>();
    for (int i = 0; i < count; i++) {
      labeled.add(train.get((int) ((i + offset) * train.size() / count))[Column.ID.ordinal()]);
    }
    final List<String> unlabeled = new ArrayList<>();
    for (final String[] cells : train) {
      if (!labeled.contains(cells[Column.ID.ordinal()])) {
        unlabeled.add(cells[Column.ID.ordinal()]);
      }
    }
    final Split drawn =
        Split.draw(new ArrayList<>(labeled), unlabeled, settings.sampling(), settings.seed());
    return new Split(drawn.view1(), drawn.view2(), drawn.validation(), drawn.unlabeled(), test);
  }

  private static Validation test(Path model, Split split, Map<String, Sample> samples)
      throws IOException {
    try (Segmenter segmenter = Segmenter.open(model, 0, 0)) {
      return Validation.of(
          sample -> segmenter.segment(sample.image(), () -> false),
          split.test().stream().map(samples::get).toList());
    }
  }

  /** Prints each message. */
  private static final class ConsoleMonitor implements TrainingMonitor {
    @Override
    public void report(TrainingProgress progress) {
      // The messages say enough.
    }

    @Override
    public void message(String line) {
      System.out.println(line);
    }

    @Override
    public boolean canceled() {
      return false;
    }
  }
}
