package sc.fiji.duosegnet.benchmark;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A line chart, for example of learning curves: {@code new CurvePlot("Nuclei", "iteration",
 * "Dice").add("view 1", x, y).write(file)}.
 */
final class CurvePlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;
  private static final float LINE = 2f;
  private static final float DASH = 7f;
  private static final int FEW = 8;

  /** Colors that remain apart for color-blind readers (Okabe and Ito 2008). */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0xE69F00),
          new Color(0x000000));

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<XYSeries> series = new ArrayList<>();
  private double low = Double.NaN;
  private double high = Double.NaN;

  /**
   * @param title above the chart
   * @param xLabel what x is, with its unit
   * @param yLabel what y is, with its unit
   */
  CurvePlot(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /**
   * Adds a line.
   *
   * @param name shown in the legend, another one for each line
   * @param x places of the points
   * @param y as many values; NaN leaves a gap
   * @return this plot
   */
  CurvePlot add(String name, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "Line '" + name + "' has " + x.length + " x and " + y.length + " y; give as many.");
    }
    XYSeries line = new XYSeries(name, false);
    for (int i = 0; i < x.length; i++) {
      line.add(x[i], y[i]);
    }
    series.add(line);
    return this;
  }

  /**
   * Fixes the range of y, which otherwise follows the values.
   *
   * @return this plot
   */
  CurvePlot range(double lowest, double highest) {
    low = lowest;
    high = highest;
    return this;
  }

  /**
   * Draws the chart.
   *
   * @param file a PNG file
   * @throws IOException if it can't be written
   */
  void write(Path file) throws IOException {
    PngFile.write(image(WIDTH, HEIGHT), file);
  }

  /**
   * Draws the chart.
   *
   * @param width pixels across
   * @param height pixels down
   */
  BufferedImage image(int width, int height) {
    XYSeriesCollection data = new XYSeriesCollection();
    series.forEach(data::addSeries);
    JFreeChart chart =
        ChartFactory.createXYLineChart(
            title, xLabel, yLabel, data, PlotOrientation.VERTICAL, true, false, false);
    chart.setBackgroundPaint(Color.WHITE);
    XYPlot plot = chart.getXYPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    NumberAxis y = (NumberAxis) plot.getRangeAxis();
    y.setAutoRangeIncludesZero(false);
    if (low < high) {
      y.setRange(low, high);
    }
    plot.setRenderer(renderer());
    return chart.createBufferedImage(width, height);
  }

  private XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    for (int i = 0; i < series.size(); i++) {
      renderer.setSeriesPaint(i, COLORS.get(i % COLORS.size()));
      // More lines than colors: the second round is dashed.
      float[] dashes = i < COLORS.size() ? null : new float[] {DASH};
      renderer.setSeriesStroke(
          i, new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0));
      // A single point would be no line, and so invisible; few are measurements of their own.
      renderer.setSeriesShapesVisible(i, series.get(i).getItemCount() < FEW);
    }
    return renderer;
  }
}
