package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import sc.fiji.duosegnet.data.Patches;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.SplitFile;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.engine.Segmenter;
import sc.fiji.duosegnet.engine.SegmenterOptions;
import sc.fiji.duosegnet.metrics.Confusion;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.TrainingRow;

/**
 * Pictures of a finished run of {@link TrainingBenchmark}: images from the worst to the best with
 * truth, mask and confidence ({@code contact-sheet.png}), and the course of the training ({@code
 * curves.png}). Prints the Dice of each image, the worst first. With {@code role=unlabeled} they
 * are the training images whose masks the run did not use, for looks at faults that must not come
 * from test images. Arguments: {@code dataset=nuclei|heart run=<folder of the run> data=<folder>
 * rows=12 role=test|unlabeled}.
 */
public final class RunSheet {

  private RunSheet() {}

  private record Scored(Sample sample, Confusion counts) {
    double dice() {
      return counts.dice();
    }
  }

  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final String name = arguments.get("dataset", "nuclei");
    final Path run = Path.of(arguments.get("run", "target/benchmark/" + name));
    final Dataset dataset =
        Dataset.open(name, Path.of(arguments.get("data", "../shared/data/" + name)));
    curves(run);
    final List<String> names =
        names(SplitFile.read(run.resolve("split.csv")), arguments.get("role", "test"));
    try (Segmenter segmenter =
        Segmenter.open(run.resolve("model.duosegnet.zip"), SegmenterOptions.of(0, "", 0))) {
      final List<Scored> scored = new ArrayList<>();
      for (final Sample sample : dataset.samples(names)) {
        final SegmentedPlane plane = segmenter.segment(sample.image(), () -> false);
        scored.add(
            new Scored(
                sample,
                Confusion.of(plane.probability(), sample.mask(), ModelDescription.THRESHOLD)));
      }
      scored.sort(Comparator.comparingDouble(Scored::dice));
      scored.forEach(
          image ->
              System.out.printf(
                  Locale.ROOT,
                  "%s %dx%d Dice %.4f, %s%n",
                  image.sample().name(),
                  image.sample().image().dimension(0),
                  image.sample().image().dimension(1),
                  image.dice(),
                  image.counts()));
      sheet(run, segmenter, scored, arguments.get("rows", 12));
    }
  }

  private static List<String> names(Split split, String role) {
    return switch (role) {
      case "test" -> split.test();
      case "unlabeled" -> split.unlabeled();
      default ->
          throw new IllegalArgumentException(
              "Argument 'role' is '" + role + "'; give test or unlabeled.");
    };
  }

  private static void curves(Path run) throws IOException {
    final List<TrainingRow> rows =
        History.parse(java.nio.file.Files.readString(run.resolve("history.csv"))).rows();
    final CurvePlot plot = new CurvePlot("Training", "iteration", "loss, Dice");
    final double[] iterations = rows.stream().mapToDouble(TrainingRow::iteration).toArray();
    plot.add(
        "total loss",
        iterations,
        rows.stream().mapToDouble(row -> row.losses().get("total")).toArray());
    final List<TrainingRow> validated =
        rows.stream().filter(row -> !Double.isNaN(row.validationDiceMean())).toList();
    final double[] at = validated.stream().mapToDouble(TrainingRow::iteration).toArray();
    plot.add(
        "validation Dice, view 1",
        at,
        validated.stream().mapToDouble(TrainingRow::validationDice1).toArray());
    plot.add(
        "validation Dice, view 2",
        at,
        validated.stream().mapToDouble(TrainingRow::validationDice2).toArray());
    plot.add(
        "validation Dice, mean",
        at,
        validated.stream().mapToDouble(TrainingRow::validationDiceMean).toArray());
    plot.write(run.resolve("curves.png"));
  }

  private static void sheet(Path run, Segmenter segmenter, List<Scored> scored, int rows)
      throws IOException {
    final ContactSheet sheet = new ContactSheet(200);
    for (int row = 0; row < rows; row++) {
      final Scored image = scored.get(row * (scored.size() - 1) / Math.max(1, rows - 1));
      final Sample sample = image.sample();
      final int width = (int) sample.image().dimension(0);
      final int height = (int) sample.image().dimension(1);
      final int channels = (int) sample.image().dimension(2);
      final float[] pixels = new float[width * height * channels];
      Patches.copyNormalized(
          sample.image(), Scaling.NONE, 0, 0, width, height, channels, pixels, 0);
      final float[] truth = new float[width * height];
      Patches.copyMask(sample.mask(), 0, 0, width, height, truth, 0);
      final byte[] drawn = new byte[truth.length];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = (byte) truth[i];
      }
      final SegmentedPlane plane = segmenter.segment(sample.image(), () -> false);
      sheet.addRow(
          sample.name(), image.dice(), width, pixels, drawn, plane.mask(), plane.confidence());
    }
    sheet.write(run.resolve("contact-sheet.png"));
  }
}
