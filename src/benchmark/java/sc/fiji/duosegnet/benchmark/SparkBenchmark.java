package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import net.imglib2.FinalInterval;
import sc.fiji.duosegnet.data.SyntheticNuclei;
import sc.fiji.duosegnet.data.TileGrid;
import sc.fiji.duosegnet.spark.SparkCluster;
import sc.fiji.duosegnet.zarr.ZarrSamples;

/**
 * Measures segmentation on a cluster of this machine against one process, and two at the same time,
 * in turn, on the same OME-Zarr image; what a task costs that has nothing to do; how long a job of
 * many inputs takes with some bounds of the number of tasks; and how many tiles blocks of some
 * sizes need more than whole planes. One row for each figure. The ImageJ folder must be assembled.
 *
 * <p>Arguments: {@code model=<zip> planes=6 size=1024 pairs=2 files=2000 many=100000
 * measures=tiles,throughput,tasks,bounds tile_size=0 results=<csv> folder=<scratch>}.
 */
public final class SparkBenchmark {

  private static final String HEADER = "measure,setting,pair,value,unit,commit";
  private static final String MAIN = "sc.fiji.duosegnet.spark.SegmentOnSpark";

  private final Arguments arguments;
  private final Path folder;
  private final Path model;
  private final CsvTable table;

  private SparkBenchmark(Arguments arguments) throws IOException {
    this.arguments = arguments;
    folder = Path.of(arguments.get("folder", "target/spark")).toAbsolutePath();
    Files.createDirectories(folder);
    model = Path.of(arguments.get("model", "target/demo/model.zip")).toAbsolutePath();
    table =
        new CsvTable(Path.of(arguments.get("results", "src/benchmark/results/spark.csv")), HEADER);
  }

  /** See the class. */
  public static void main(String[] args) throws Exception {
    final SparkBenchmark benchmark = new SparkBenchmark(new Arguments(args));
    final List<String> measures =
        List.of(benchmark.arguments.get("measures", "tiles,throughput,tasks,bounds").split(","));
    if (measures.contains("tiles")) {
      benchmark.countTiles();
    }
    if (measures.contains("throughput")) {
      benchmark.measureThroughput();
    }
    if (measures.contains("tasks")) {
      benchmark.measureTasks();
    }
    if (measures.contains("bounds")) {
      benchmark.measureBounds();
    }
    System.exit(0);
  }

  private void add(String measure, String setting, int pair, double value, String unit)
      throws IOException {
    final String row =
        String.format(
            Locale.ROOT,
            "%s,%s,%d,%.4g,%s,%s",
            measure,
            setting,
            pair,
            value,
            unit,
            Commit.current());
    table.append(List.of(row));
    System.out.println(row);
  }

  /** Exact, whatever the machine does: tiles of all blocks over tiles of the plane. */
  private void countTiles() throws IOException {
    final int tile = 1280;
    final int overlap = 258;
    for (final int plane : new int[] {4096, 16384, 65536}) {
      final TileGrid grid = new TileGrid(plane, plane, tile, overlap, 32);
      for (int block = 512; block <= plane && block <= 16384; block *= 2) {
        // Rows and columns are alike and independent of each other.
        long counted = 0;
        for (int from = 0; from < plane; from += block) {
          counted +=
              grid.tiles(FinalInterval.createMinMax(from, 0, Math.min(plane, from + block) - 1, 0))
                  .size();
        }
        final double columns = Math.sqrt(grid.tiles().size());
        add(
            "tiles of blocks over tiles of the plane",
            "plane " + plane + " block " + block,
            0,
            Math.pow(counted / columns, 2),
            "ratio");
      }
    }
  }

  private void measureThroughput() throws Exception {
    final int planes = arguments.get("planes", 6);
    final int size = arguments.get("size", 1024);
    final Path image = folder.resolve("benchmark-" + planes + "x" + size + ".zarr");
    if (!Files.exists(image)) {
      final SyntheticNuclei.Field field = SyntheticNuclei.generate(1, size, size);
      ZarrSamples.write(
          image,
          ZarrSamples.Storage.V2_ZSTD,
          "zyx",
          new int[] {planes, size, size},
          new int[] {1, 256, 256},
          at -> field.pixels()[at[1] * size + at[2]] + at[0] & 0xffff);
    }
    for (int pair = 1; pair <= arguments.get("pairs", 2); pair++) {
      final double single = plain(1, image);
      add("seconds of one process", "1 thread", pair, single, "s");
      // What two executors could reach on this machine at best.
      final double two = plain(2, image);
      add("throughput over that of one process", "2 processes", pair, 2 * single / two, "ratio");
      for (int executors = 1; executors <= 2; executors++) {
        final double[] seconds = cluster(image, executors);
        add(
            "seconds of a job with start and pyramid",
            executors + " executors",
            pair,
            seconds[0],
            "s");
        add(
            "seconds in tasks over those of one process",
            executors + " executors",
            pair,
            seconds[1] / single,
            "ratio");
        add(
            "throughput over that of one process",
            executors + " executors",
            pair,
            single / (seconds[1] / executors),
            "ratio");
      }
    }
  }

  private double plain(int processes, Path image) throws IOException {
    return PlainSegmentation.seconds(processes, model, arguments.get("tile_size", 0), image);
  }

  /** Returns the seconds of the whole job, and the sum of those in tasks that segment. */
  private double[] cluster(Path image, int executors) throws Exception {
    final Path output = folder.resolve("results-" + UUID.randomUUID());
    try (SparkCluster cluster = cluster()) {
      cluster.start(executors);
      final double seconds =
          run(
              cluster,
              List.of(),
              List.of(
                  "input=" + image,
                  "output=" + output,
                  "model=" + model,
                  "tile_size=" + arguments.get("tile_size", 0)));
      final String[] row = Files.readAllLines(output.resolve("summary.csv")).get(1).split(",");
      return new double[] {seconds, Double.parseDouble(row[5])};
    }
  }

  private SparkCluster cluster() throws IOException {
    return new SparkCluster(Files.createTempDirectory(folder, "cluster"), Path.of("target/imagej"));
  }

  private double run(SparkCluster cluster, List<String> settings, List<String> job)
      throws Exception {
    final Path log = Files.createTempFile(folder, "job", ".txt");
    final long start = System.nanoTime();
    final int status = SparkCluster.status(cluster.submit(log, MAIN, settings, job), log);
    if (status != 0) {
      throw new IOException("The job has failed: " + Files.readString(log));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Files whose results are there already: what remains is the task itself. */
  private void measureTasks() throws Exception {
    final int most = arguments.get("files", 2000);
    try (SparkCluster cluster = cluster()) {
      cluster.start(2);
      final List<Double> seconds = new ArrayList<>();
      for (final int count : new int[] {most / 10, most}) {
        seconds.add(run(cluster, List.of(), jobWithoutWork(count)));
      }
      add("seconds of a job of tasks without work", most / 10 + " tasks", 1, seconds.get(0), "s");
      add("seconds of a job of tasks without work", most + " tasks", 1, seconds.get(1), "s");
      add(
          "overhead of a task on 2 executors",
          most + " tasks",
          1,
          1000 * (seconds.get(1) - seconds.get(0)) / (0.9 * most),
          "ms");
    }
  }

  /** As many inputs, most of which share a task with others under the lower bounds. */
  private void measureBounds() throws Exception {
    final int many = arguments.get("many", 100_000);
    final List<String> job = jobWithoutWork(many);
    try (SparkCluster cluster = cluster()) {
      cluster.start(2);
      for (final int bound : new int[] {200, 2_000, 20_000, 50_000}) {
        final String setting = "spark.duosegnet.tasks=" + bound;
        add(
            "seconds of a job of " + many + " inputs without work",
            "at most " + bound + " tasks",
            1,
            run(cluster, List.of(setting), job),
            "s");
      }
    }
  }

  /** A job on files whose results are there already; what remains are the tasks themselves. */
  private List<String> jobWithoutWork(int files) throws IOException {
    final Path results = folder.resolve("done-" + files);
    Files.createDirectories(results);
    final StringBuilder list = new StringBuilder();
    for (int i = 0; i < files; i++) {
      list.append("image").append(i).append(".tif\n");
      Files.writeString(results.resolve("image" + i + "-mask.tif"), "");
    }
    final Path inputs = Files.writeString(folder.resolve("list-" + files + ".txt"), list);
    return List.of("input=" + inputs, "output=" + results, "model=" + model, "outputs=mask");
  }
}
