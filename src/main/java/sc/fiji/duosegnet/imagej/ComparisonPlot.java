package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.duosegnet.comparison.Run;
import sc.fiji.duosegnet.comparison.Summary;
import sc.fiji.duosegnet.model.Method;

/**
 * Plots the pooled Dice of methods against the label fraction, with the standard deviation over the
 * seeds as error bars. The fractions are spaced by their logarithms; methods lie a little beside
 * each other, so that no error bar hides another.
 */
public final class ComparisonPlot {

  /** Title of the image. */
  public static final String TITLE = "Dice by label fraction";

  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int FONT_SIZE = 14;
  private static final int SCALE = 2;

  /** Part of the width that methods at the same fraction are apart. */
  private static final double SHIFT = 0.012;

  /** Part of the width that stays free at either side. */
  private static final double MARGIN = 0.12;

  private static final List<String> SHAPES = List.of("circle", "box", "diamond", "triangle");

  /** Colors that remain apart for color-blind readers (Okabe and Ito 2008, yellow darkened). */
  static final List<Color> COLORS =
      List.of(
          Color.BLACK,
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0xE69F00),
          new Color(0x8C7A00));

  private final Summary summary;
  private final List<Method> methods;
  private final SortedMap<Double, Integer> labels = new TreeMap<>();
  private final double left;
  private final double width;

  /**
   * @param summary a summary with at least one row
   */
  public ComparisonPlot(Summary summary) {
    this.summary = summary;
    methods = summary.rows().stream().map(Summary.Row::method).distinct().toList();
    summary.rows().forEach(row -> labels.put(row.fraction(), row.labeled()));
    final double first = Math.log(labels.firstKey());
    final double last = Math.log(labels.lastKey());
    final double range = last > first ? last - first : 1;
    width = range / (1 - 2 * MARGIN);
    left = (first + last - width) / 2;
  }

  /** Returns the plot as an image, not shown; ImageJ shows its values with it. */
  public ImagePlus image() {
    return plot().getImagePlus();
  }

  /** Returns the plot in the resolution of printed pages, not shown. */
  public ImagePlus large() {
    final Plot plot = plot();
    plot.draw(); // or it has no size yet
    return plot.makeHighResolution(TITLE, SCALE, true, false);
  }

  private Plot plot() {
    // Braces ask for labels in place of numbers; these are empty, as the axis is logarithmic.
    final Plot plot =
        new Plot(
            TITLE,
            "{ , }",
            "Pooled test Dice (mean \u00b1 SD over seeds)",
            Plot.X_NUMBERS | Plot.Y_NUMBERS | Plot.Y_TICKS | Plot.Y_GRID);
    plot.setFontSize(FONT_SIZE);
    plot.setFrameSize(WIDTH, HEIGHT);
    final double[] range = range();
    plot.setLimits(left, left + width, range[0], range[1]);
    addFractions(plot, range[0], range[1]);
    for (final Method method : methods) {
      add(plot, method);
    }
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    plot.addLegend(null, "auto");
    return plot;
  }

  /** A line, a mark and a number for each fraction. */
  private void addFractions(Plot plot, double low, double high) {
    final double line = (high - low) / HEIGHT * FONT_SIZE * 1.4;
    plot.setLineWidth(1);
    plot.setJustification(Plot.CENTER);
    labels.forEach(
        (fraction, labeled) -> {
          final double x = Math.log(fraction);
          plot.setColor(Color.LIGHT_GRAY);
          plot.drawLine(x, low, x, high);
          plot.setColor(Color.BLACK);
          plot.addText(Run.text(fraction) + " (" + labeled + ")", x, low - line);
        });
    plot.addText("Label fraction (labeled images)", left + width / 2, low - 2 * line);
  }

  private void add(Plot plot, Method method) {
    final List<Summary.Row> rows =
        summary.rows().stream().filter(row -> row.method() == method).toList();
    final int index = methods.indexOf(method);
    final double shift = (index - (methods.size() - 1) / 2.0) * SHIFT * width;
    final double[] x = rows.stream().mapToDouble(row -> Math.log(row.fraction()) + shift).toArray();
    final double[] y = rows.stream().mapToDouble(row -> row.dicePooled().mean()).toArray();
    final Color color = COLORS.get(index % COLORS.size());
    plot.setColor(color, color);
    plot.setLineWidth(2);
    plot.add("line", x, y);
    plot.add(SHAPES.get(index % SHAPES.size()), x, y);
    plot.setPlotObjectLabel(plot.getPlotObjectDesignations().length - 1, method.label());
    plot.addErrorBars(rows.stream().mapToDouble(ComparisonPlot::deviation).toArray());
  }

  /** A single run has no deviation, and no error bar. */
  private static double deviation(Summary.Row row) {
    return Double.isNaN(row.dicePooled().standardDeviation())
        ? 0
        : row.dicePooled().standardDeviation();
  }

  /** Lowest and highest Dice shown: all error bars with some space, but nothing beyond 0 and 1. */
  private double[] range() {
    final double low = bounds(-1).min().orElseThrow();
    final double high = bounds(1).max().orElseThrow();
    final double space = Math.max(0.02, 0.1 * (high - low));
    return new double[] {Math.max(0, low - space), Math.min(1, high + space)};
  }

  private java.util.stream.DoubleStream bounds(int side) {
    final Stream<Summary.Row> rows = summary.rows().stream();
    return rows.mapToDouble(row -> row.dicePooled().mean() + side * deviation(row));
  }
}
