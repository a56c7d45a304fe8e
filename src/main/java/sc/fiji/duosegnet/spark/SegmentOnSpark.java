package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import sc.fiji.duosegnet.imagej.FolderSummary;
import sc.fiji.duosegnet.imagej.OutputFile;

/**
 * Segments image files and OME-Zarr images on a cluster: {@code spark-submit --class
 * sc.fiji.duosegnet.spark.SegmentOnSpark Duo_SegNet.jar input=... model=... output=...}. Files get
 * results as Segment Folder makes them, OME-Zarr images get OME-Zarr images. Results that are there
 * are skipped, so that the same command goes on after an interruption. What became of each image is
 * in {@code summary.csv}; an image that fails is a row there and does not end the job.
 */
public final class SegmentOnSpark {

  private SegmentOnSpark() {}

  /**
   * @param arguments {@code key=value}, with the keys of Segment Folder's macro options, and {@code
   *     block_size}
   */
  public static void main(String[] arguments) {
    final int status = run(arguments, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs a job and returns the exit status. */
  static int run(String[] arguments, PrintStream out, PrintStream errors) {
    try {
      final SegmentationJob job = SegmentationJob.of(arguments);
      final List<ImageInput> inputs = ImageInput.list(job);
      final Path table = OutputFile.inFolder("Summary file", Path.of(job.output()), "summary.csv");
      try (JavaSparkContext spark =
          new JavaSparkContext(configuration("Duo-SegNet segmentation"))) {
        // What is wrong with the model is no image's fault.
        for (final String problem : Tasks.run(spark, List.of(job), ModelPool::problem)) {
          if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
          }
        }
        out.println(segment(spark, job, inputs, table));
      } finally {
        ModelPool.close();
      }
      return 0;
    } catch (final IOException | IllegalArgumentException e) {
      errors.println(ZarrTasks.sentence(e));
      return 1;
    }
  }

  /**
   * Returns Spark's settings: those that were given, and all processors of this machine if none.
   */
  static SparkConf configuration(String name) {
    return new SparkConf().setAppName(name).setIfMissing("spark.master", "local[*]");
  }

  private static String segment(
      JavaSparkContext spark, SegmentationJob job, List<ImageInput> inputs, Path table)
      throws IOException {
    final List<ImageInput> files = new ArrayList<>();
    final List<ImageInput> zarrs = new ArrayList<>();
    for (final ImageInput input : inputs) {
      (input.problem() == null && input.isZarr() ? zarrs : files).add(input);
    }
    final Map<ImageInput, FolderSummary.Row> rows = new HashMap<>();
    final Path attempts = Path.of(job.output()).resolve(".attempts-" + spark.sc().applicationId());
    if (!files.isEmpty()) {
      try {
        put(rows, files, Tasks.run(spark, files, new FileTask(job, attempts.toString())));
      } finally {
        deleteAttempts(attempts);
      }
    }
    if (!zarrs.isEmpty()) {
      put(rows, zarrs, new ZarrSegmentation(spark, job).run(zarrs));
    }
    final FolderSummary summary = new FolderSummary();
    inputs.forEach(input -> summary.add(rows.get(input)));
    OutputFile.write(table, summary.toCsv());
    return summary.counts() + "; see " + table;
  }

  private static void put(
      Map<ImageInput, FolderSummary.Row> rows,
      List<ImageInput> inputs,
      List<FolderSummary.Row> found) {
    for (int i = 0; i < inputs.size(); i++) {
      rows.put(inputs.get(i), found.get(i));
    }
  }

  private static void deleteAttempts(Path attempts) throws IOException {
    if (Files.isDirectory(attempts)) {
      try (var left = Files.list(attempts)) {
        left.toList().forEach(FileTask::delete);
      }
      FileTask.delete(attempts);
    }
  }
}
