package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.duosegnet.data.StrongView;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.tensorflow.Ceilings;
import sc.fiji.duosegnet.tensorflow.OpProfile;
import sc.fiji.duosegnet.tensorflow.Profiles;

/**
 * How near the ops of a training iteration and of a segmentation come to what this machine can do
 * (Williams et al. 2009, "Roofline"). Operations and bytes follow from the shapes in the running
 * graph, times from TensorFlow's own statistics, the shortest of some runs for each op; the
 * machine's ceilings are measured in the same run, through TensorFlow, too. An op could take the
 * longer of operations / ceiling and bytes / bandwidth; that of the caches, as what an op reads was
 * mostly written just before.
 *
 * <p>Arguments: {@code task=both|training|segmentation runs=10 threads=1 image=512 results=<csv>}
 * and settings such as {@code network.width=16 precision=BFLOAT16}. With one thread, ops do not
 * wait for each other.
 */
public final class RooflineBenchmark {

  private static final String HEADER =
      "task,precision,width,kind,count,gflop,mb,ms,gflop_per_s,gb_per_s,of_ceiling,commit";
  private static final double GIGA = 1e9;

  private final PrintWriter console = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  private final TrainingSettings settings;
  private final CsvTable table;
  private Ceilings ceilings;

  private RooflineBenchmark(TrainingSettings settings, CsvTable table) {
    this.settings = settings;
    this.table = table;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    final Arguments arguments = new Arguments(args);
    final int threads = arguments.get("threads", 1);
    final TrainingSettings settings = arguments.settings(3).with("threads", threads);
    final int runs = arguments.get("runs", 10);
    final RooflineBenchmark benchmark =
        new RooflineBenchmark(
            settings,
            new CsvTable(
                Path.of(arguments.get("results", "src/benchmark/results/roofline.csv")), HEADER));
    benchmark.measureCeilings(threads, runs);
    final String task = arguments.get("task", "both");
    final RandomImages random = new RandomImages(1);
    if (!task.equals("segmentation")) {
      benchmark.print("training", Profiles.training(settings, batch(random, settings), runs));
    }
    if (!task.equals("training")) {
      final Path folder = Files.createTempDirectory("roofline").resolve("model");
      benchmark.print(
          "segmentation",
          Profiles.segmentation(
              settings,
              batch(random, settings),
              random.images(1, arguments.get("image", 512)),
              runs,
              folder));
    }
  }

  private static TrainingBatch batch(RandomImages random, TrainingSettings settings) {
    final int count = settings.sampling().labeledBatch();
    final int size = settings.sampling().patchSize();
    return new TrainingBatch(
        random.images(count, size),
        random.masks(count, size),
        random.images(count, size),
        random.masks(count, size),
        random.images(count, size),
        new StrongView(random.images(count, size), random.masks(count, size)),
        new StrongView(random.images(count, size), random.masks(count, size)));
  }

  private void measureCeilings(int threads, int runs) {
    ceilings = Ceilings.measure(threads, runs);
    console.printf(
        Locale.ROOT,
        "ceilings with %d thread(s): product %.0f GFLOP/s, in bfloat16 %.0f; 3x3 convolution %.0f,"
            + " in bfloat16 %.0f; memory %.1f GB/s, caches %.1f GB/s%n",
        threads,
        ceilings.product() / GIGA,
        ceilings.productBfloat16() / GIGA,
        ceilings.convolution() / GIGA,
        ceilings.convolutionBfloat16() / GIGA,
        ceilings.bandwidth() / GIGA,
        ceilings.cachedBandwidth() / GIGA);
  }

  private double bound(OpProfile.Row row) {
    final boolean half = settings.precision() == Precision.BFLOAT16;
    final double peak =
        half
            ? Math.max(ceilings.productBfloat16(), ceilings.convolutionBfloat16())
            : Math.max(ceilings.product(), ceilings.convolution());
    // What an op reads was often written just before.
    return row.arithmetic()
        ? Math.max(row.operations() / peak, row.bytes() / ceilings.cachedBandwidth())
        : row.bytes() / ceilings.cachedBandwidth();
  }

  private void print(String task, OpProfile profile) throws IOException {
    final List<OpProfile.Row> rows = profile.rows();
    final double all = rows.stream().mapToDouble(OpProfile.Row::seconds).sum();
    final double least = rows.stream().mapToDouble(this::bound).sum();
    console.printf(
        Locale.ROOT,
        "%n%s: %.1f GFLOP, %.0f MB, %.1f ms in ops, %.1f ms at the ceilings (%.0f %%)%n",
        task,
        rows.stream().mapToDouble(OpProfile.Row::operations).sum() / GIGA,
        rows.stream().mapToDouble(OpProfile.Row::bytes).sum() / 1e6,
        1000 * all,
        1000 * least,
        100 * least / all);
    final List<String> lines = new ArrayList<>();
    for (final OpProfile.Row row : rows) {
      if (row.seconds() > 0.002 * all) {
        console.printf(
            Locale.ROOT,
            "%-34s %4d  %7.2f ms %5.1f %%  %7.3f GFLOP %8.1f MB  %6.1f GFLOP/s %6.1f GB/s  %3.0f %%"
                + " of ceiling%n",
            row.kind(),
            row.count(),
            1000 * row.seconds(),
            100 * row.seconds() / all,
            row.operations() / GIGA,
            row.bytes() / 1e6,
            row.operations() / row.seconds() / GIGA,
            row.bytes() / row.seconds() / GIGA,
            100 * bound(row) / row.seconds());
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "%s,%s,%d,%s,%d,%.4f,%.2f,%.3f,%.2f,%.2f,%.3f,%s",
              task,
              settings.precision(),
              settings.network().width(),
              row.kind(),
              row.count(),
              row.operations() / GIGA,
              row.bytes() / 1e6,
              1000 * row.seconds(),
              row.operations() / row.seconds() / GIGA,
              row.bytes() / row.seconds() / GIGA,
              bound(row) / row.seconds(),
              Commit.current()));
    }
    table.append(lines);
  }
}
