package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sc.fiji.duosegnet.comparison.TestScores;
import sc.fiji.duosegnet.data.AutomaticPlan;
import sc.fiji.duosegnet.data.ImageSurvey;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.engine.Checkpointing;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.engine.Validation;
import sc.fiji.duosegnet.metrics.SegmentationScores;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * One training on a data set with a part of the training images labeled and the rest unlabeled,
 * scored once on the test images. Adds a row to the results, or does nothing if that run has its
 * row already. Arguments: {@code dataset=nuclei|heart data=<folder> results=<csv> variant=<name>
 * protocol=spread|volume fraction=0.05 seed=1 development=false}, and settings such as {@code
 * method=SUPERVISED network.width=16}. With {@code development=true} a fixed part of the training
 * images is scored in place of the test images: that is what choices are made by.
 */
public final class TrainingBenchmark {

  private TrainingBenchmark() {}

  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final String name = arguments.get("dataset", "nuclei");
    final Dataset dataset;
    try {
      dataset = Dataset.open(name, Path.of(arguments.get("data", "../shared/data/" + name)));
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return;
    }
    final boolean development = Boolean.parseBoolean(arguments.get("development", "false"));
    final Dataset.Labeling labeling =
        new Dataset.Labeling(
            arguments.get("protocol", "spread"), arguments.get("fraction", 0.05), development);
    final TrainingSettings given = arguments.settings(dataset.channels());
    final String variant =
        arguments.get("variant", "default")
            + (labeling.protocol().equals("volume") ? "-volume" : "");
    final String standard = development ? name + "-development" : name;
    final ResultFile results =
        new ResultFile(
            Path.of(arguments.get("results", "src/benchmark/results/" + standard + ".csv")),
            ResultFile.HEADER);
    final String key =
        String.format(
            Locale.ROOT,
            "%s,%s,%s,%d",
            given.method().label(),
            variant,
            labeling.fraction(),
            given.seed());
    if (results.has(key)) {
      System.err.println("Already done: " + key);
      return;
    }
    final String commit = Commit.current(); // what would be lacking at the end
    final Path folder =
        Path.of(arguments.get("runs", "target/benchmark"))
            .resolve(standard)
            .resolve(key.replace(',', '-').replace(' ', '-').toLowerCase(Locale.ROOT));
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        System.err.println("Another process is at it: " + key);
        return;
      }
      if (results.has(key)) {
        System.err.println("Done by another process: " + key);
        return;
      }
      final Split split = dataset.split(labeling, given, given.seed());
      final TrainingSettings settings = planned(dataset, split, given, arguments);
      run(dataset, split, settings, key, folder, commit, results, more(arguments, standard));
    }
  }

  /**
   * What the automatic plan does about images unlike all labeled ones and about batch norm, unless
   * that is given; the rest is given.
   */
  private static TrainingSettings planned(
      Dataset dataset, Split split, TrainingSettings given, Arguments arguments) {
    final ImageSurvey survey = ImageSurvey.of(List.copyOf(dataset.samples()), split, () -> false);
    final AutomaticPlan plan = AutomaticPlan.here(survey, false);
    System.err.println(plan.reason());
    final TrainingSettings settings =
        arguments.gives("augmentation.inversion") ? given : plan.fitPolarity(given);
    return arguments.gives("optimizer.frozen_batch_norm") ? settings : plan.fitBatchNorm(settings);
  }

  private static void run(
      Dataset dataset,
      Split split,
      TrainingSettings settings,
      String key,
      Path folder,
      String commit,
      ResultFile results,
      ResultFile measures)
      throws IOException {
    SplitFile.write(folder.resolve("split.csv"), split);
    final Path model = folder.resolve("model.duosegnet.zip");
    final long start = System.nanoTime();
    final ModelTraining.Result result =
        ModelTraining.run(
            new ModelTraining.Request(
                settings,
                List.copyOf(dataset.samples()),
                split,
                dataset.source(),
                model,
                new Checkpointing(Checkpointing.Resume.NEVER, 0, 0)), // the time must be the whole
            new ConsoleMonitor());
    final double minutes = (System.nanoTime() - start) / 6e10;
    Files.writeString(folder.resolve("history.csv"), result.history().toCsv());
    final TestScores tested;
    try (Segmenter segmenter = Segmenter.open(model, SegmenterOptions.of(0, "", 0))) {
      tested =
          TestScores.of(
              sample -> segmenter.segment(sample.image(), () -> false),
              dataset.samples(split.test()));
    }
    final Validation scores = tested.dice();
    if (!measures.has(key)) { // or it is of a process that was ended before the next line
      measures.add(key + "," + MeasuresRow.of(tested));
    }
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
            commit,
            row(scores.view1()),
            row(scores.view2()),
            result.validation() == null ? Double.NaN : result.validation().mean().pooledDice(),
            result.bestIteration(),
            labeledCount(split),
            split.unlabeled().size()));
  }

  /** The table of further measures, beside that of the main ones. */
  private static ResultFile more(Arguments arguments, String dataset) {
    final String main = arguments.get("results", "src/benchmark/results/" + dataset + ".csv");
    return new ResultFile(ResultFile.measures(Path.of(main)), MeasuresRow.HEADER);
  }

  private static int labeledCount(Split split) {
    final Set<String> labeled = new LinkedHashSet<>(split.view1());
    labeled.addAll(split.view2());
    labeled.addAll(split.validation());
    return labeled.size();
  }

  private static String row(SegmentationScores s) {
    return String.format(
        Locale.ROOT, "%.4f,%.4f,%.3f", s.pooledDice(), s.meanDice(), s.maePercent());
  }
}
