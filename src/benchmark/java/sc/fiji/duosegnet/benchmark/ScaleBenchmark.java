package sc.fiji.duosegnet.benchmark;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Time and memory against the number of slices, the size of images, the networks' width, the size
 * of patches, and for a training whose images are larger than Java's heap. Each run has a JVM of
 * its own with a limited heap; stacks are written, segmented and deleted in a scratch folder, which
 * needs 25 GB for 2,000 slices. Times are processor times of all threads, which other programs on
 * the machine change less than the clock's.
 *
 * <p>Arguments: {@code groups=slices,image,width,patch,lazy slices=10,100,2000 results=<csv>
 * folder=<scratch> plot=src/docs/scale.png}.
 */
public final class ScaleBenchmark {

  private static final String COLUMNS =
      "group,slices,image,width,reduction,patch,heap_limit_mb," + ScaleRow.HEADER;
  private static final int HEAP = 512;

  /**
   * Megabytes for a plane of 400 megapixels: 0.8 GB for the image, 2 GB for mask and confidence.
   */
  private static final int LARGE_HEAP = 5 * 1024;

  private static final int REDUCTION = 4;

  private final Path folder;
  private final Path results;
  private final CsvTable table;

  private ScaleBenchmark(Arguments arguments) {
    folder = Path.of(arguments.get("folder", "target/scale")).toAbsolutePath();
    results = Path.of(arguments.get("results", "src/benchmark/results/scale.csv"));
    table = new CsvTable(results, COLUMNS + ",load_average,commit");
  }

  /** See the class. */
  public static void main(String[] args) throws Exception {
    final Arguments arguments = new Arguments(args);
    final ScaleBenchmark benchmark = new ScaleBenchmark(arguments);
    Files.createDirectories(benchmark.folder);
    final List<String> groups =
        List.of(arguments.get("groups", "slices,image,width,patch,lazy").split(","));
    if (groups.contains("slices")) {
      for (final String slices : arguments.get("slices", "10,100,2000").split(",")) {
        benchmark.segment("slices", Integer.parseInt(slices), 1024, 8, REDUCTION, HEAP);
      }
    }
    if (groups.contains("image")) {
      for (final int image : new int[] {256, 512, 1024, 2048, 4096}) {
        benchmark.segment("image", 12, image, 8, REDUCTION, HEAP);
      }
      benchmark.segment("image", 1, 20_000, 8, REDUCTION, LARGE_HEAP);
    }
    if (groups.contains("width")) {
      for (final int width : new int[] {8, 16, 32, 64}) {
        benchmark.segment("width", 12, 512, width, 1, HEAP);
      }
    }
    if (groups.contains("patch")) {
      for (final int patch : new int[] {64, 128, 256}) {
        benchmark.row(
            "patch", 0, 0, 16, 1, patch, HEAP, List.of("task=train", "width=16", "patch=" + patch));
      }
    }
    if (groups.contains("lazy")) {
      benchmark.row(
          "lazy", 200, 1024, 4, 1, 32, 256, List.of("task=lazy", "slices=200", "items=200"));
    }
    benchmark.clear();
    if (Files.exists(benchmark.course())) { // the longest of the runs for slices writes it
      new ScalePlots(benchmark.results, benchmark.course())
          .write(Path.of(arguments.get("plot", "src/docs/scale.png")));
    }
  }

  private Path course() {
    return results.resolveSibling("scale-course.csv");
  }

  private void segment(String group, int slices, int image, int width, int reduction, int heap)
      throws Exception {
    clear();
    run(2048, List.of("task=model", "width=" + width, "reduction=" + reduction));
    run(4096, List.of("task=stack", "image=" + image, "slices=" + slices));
    final List<String> task = new ArrayList<>(List.of("task=segment"));
    if (slices >= 1000) {
      task.add("course=" + course().toAbsolutePath());
    }
    row(group, slices, image, width, reduction, 0, heap, task);
  }

  private void row(
      String group,
      int slices,
      int image,
      int width,
      int reduction,
      int patch,
      int heap,
      List<String> task)
      throws Exception {
    final String found = run(heap, task);
    final String row =
        String.format(
            Locale.ROOT,
            "%s,%d,%d,%d,%d,%d,%d,%s,%.1f,%s",
            group,
            slices,
            image,
            width,
            reduction,
            patch,
            heap,
            found,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            Commit.current());
    System.out.println(row);
    table.append(List.of(row));
  }

  /** Returns the result of a run; empty if it has none. */
  private String run(int heap, List<String> task) throws IOException, InterruptedException {
    final String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    final List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-Djava.awt.headless=true",
                "-Dduosegnet.engine=" + Path.of("target/lib/duo-segnet").toAbsolutePath(),
                "-cp",
                classPath,
                ScaleRun.class.getName(),
                "folder=" + folder));
    command.addAll(task);
    final Path output = folder.resolve("output.txt");
    final int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    final String text = Files.readString(output);
    if (status != 0) {
      throw new IllegalStateException("Run " + task + " has failed:\n" + text);
    }
    return text.lines()
        .filter(line -> line.startsWith(ScaleRun.RESULT))
        .map(line -> line.substring(ScaleRun.RESULT.length()))
        .findFirst()
        .orElse("");
  }

  /** Empties the scratch folder. */
  private void clear() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
  }
}
