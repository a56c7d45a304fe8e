package sc.fiji.duosegnet.benchmark;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Draws the rows of {@link ScaleBenchmark}: processor time above and memory below, against the
 * number of slices, the size of planes, the networks' width and the size of training patches.
 */
final class ScalePlots {

  private static final int WIDTH = 460;
  private static final int HEIGHT = 330;
  private static final double HEADROOM = 1.25;
  private static final double MEGAPIXEL = 1e6;

  /** A plane so much larger than all others that a line to it would hide them. */
  private static final double LARGEST = 10_000;

  private final List<String[]> rows;
  private final List<String> header;
  private final List<String[]> course;

  /**
   * @param rows the table of the benchmark
   * @param course time and memory in the course of the longest run
   */
  ScalePlots(Path rows, Path course) throws IOException {
    final List<String[]> lines = cells(rows);
    header = List.of(lines.get(0));
    this.rows = lines.subList(1, lines.size());
    final List<String[]> parts = cells(course);
    this.course = parts.subList(1, parts.size());
  }

  private static List<String[]> cells(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.split(",")).toList();
  }

  /** Writes all charts into one PNG file. */
  void write(Path file) throws IOException {
    final double[] slices = column(course, 0);
    final BufferedImage[][] charts = {
      {
        chart("A stack of many slices", "slices", "s a slice", slices, column(course, 1)),
        group("image", "Size of planes", "megapixels", "s a plane", "image"),
        group("width", "Width of the networks", "width", "s a plane of 512x512", "width"),
        group("patch", "Training", "patch (pixels)", "s an iteration", "patch")
      },
      {
        memory("slices", slices, column(course, 2), column(course, 3)),
        groupMemory("image", "megapixels", "image"),
        groupMemory("width", "width", "width"),
        groupMemory("patch", "patch (pixels)", "patch")
      }
    };
    final BufferedImage all =
        new BufferedImage(
            WIDTH * charts[0].length, HEIGHT * charts.length, BufferedImage.TYPE_INT_RGB);
    final Graphics2D graphics = all.createGraphics();
    for (int y = 0; y < charts.length; y++) {
      for (int x = 0; x < charts[y].length; x++) {
        graphics.drawImage(charts[y][x], x * WIDTH, y * HEIGHT, null);
      }
    }
    graphics.dispose();
    PngFile.write(all, file);
  }

  private BufferedImage group(
      String group, String title, String xLabel, String yLabel, String column) {
    final List<String[]> rows = of(group);
    return chart(title, xLabel, yLabel, x(rows, column), column(rows, index("cpu_seconds")));
  }

  private BufferedImage groupMemory(String group, String xLabel, String column) {
    final List<String[]> rows = of(group);
    return memory(
        xLabel, x(rows, column), column(rows, index("peak_mb")), column(rows, index("heap_mb")));
  }

  private static BufferedImage chart(
      String title, String xLabel, String yLabel, double[] x, double[] y) {
    return new CurvePlot(title, xLabel, yLabel)
        .add("processor time", x, y)
        .range(0, HEADROOM * Arrays.stream(y).max().orElse(1))
        .image(WIDTH, HEIGHT);
  }

  private static BufferedImage memory(String xLabel, double[] x, double[] process, double[] heap) {
    return new CurvePlot(null, xLabel, "MB")
        .add("memory of the process", x, process)
        .add("Java's heap", x, heap)
        .range(0, HEADROOM * Arrays.stream(process).max().orElse(1))
        .image(WIDTH, HEIGHT);
  }

  /** Returns the rows of a group, without the largest plane. */
  private List<String[]> of(String group) {
    return rows.stream()
        .filter(row -> row[index("group")].equals(group))
        .filter(row -> Double.parseDouble(row[index("image")]) < LARGEST)
        .toList();
  }

  private double[] x(List<String[]> rows, String column) {
    final double[] values = column(rows, index(column));
    return "image".equals(column)
        ? Arrays.stream(values).map(side -> side * side / MEGAPIXEL).toArray()
        : values;
  }

  private int index(String column) {
    return header.indexOf(column);
  }

  private static double[] column(List<String[]> rows, int column) {
    return rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
  }
}
