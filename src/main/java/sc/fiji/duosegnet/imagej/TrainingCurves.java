package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;

/** Plots the course of a training, with ImageJ's plots, whose values can be listed and saved. */
public enum TrainingCurves {
  /** The losses of the U-Nets, those of both views as their mean. */
  LOSSES("Losses", "Loss"),

  /** Pooled Dice on the validation images. */
  VALIDATION("Validation Dice", "Validation Dice, pooled"),

  /** The critic's loss on drawn and on generated masks; that of a guess is ln 2 = 0.69. */
  CRITIC("Critic", "Loss per mask"),

  /** The rate by which the U-Nets learn. */
  LEARNING_RATE("Learning rate", "Learning rate");

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int FONT_SIZE = 14;
  private static final List<Color> COLORS = ComparisonPlot.COLORS;

  private final String label;
  private final String quantity;

  TrainingCurves(String label, String quantity) {
    this.label = label;
    this.quantity = quantity;
  }

  @Override
  public String toString() {
    return label;
  }

  /**
   * Plots against the iterations.
   *
   * @param history a history with at least one row
   * @param title title of the image
   * @return the plot, not shown; null if there is nothing to plot
   */
  public ImagePlus image(History history, String title) {
    final Plot plot = plot(history, title, WIDTH, HEIGHT, true);
    return plot == null ? null : plot.getImagePlus();
  }

  /**
   * Plots against the iterations, in a frame of a given size.
   *
   * @param history any history
   * @param title title of the plot
   * @param width width of the plot's frame in pixels
   * @param height height of the plot's frame in pixels
   * @param legend whether names and colors of the lines are in the plot
   * @return the plot, not shown; null if there is nothing to plot
   */
  public Plot plot(History history, String title, int width, int height, boolean legend) {
    final Plot plot = new Plot(title, "Iteration", quantity);
    plot.setFontSize(FONT_SIZE);
    plot.setFrameSize(width, height);
    final List<Line> lines = lines(history);
    for (final Line line : lines) {
      final List<TrainingRow> rows = line.rows(history);
      plot.setColor(line.color);
      plot.setLineWidth(2);
      plot.add(
          "line",
          rows.stream().mapToDouble(TrainingRow::iteration).toArray(),
          rows.stream().mapToDouble(line.y).toArray());
      plot.setPlotObjectLabel(plot.getPlotObjectDesignations().length - 1, line.name);
    }
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    if (legend) {
      plot.addLegend(null, "auto");
    }
    plot.setLimitsToFit(true);
    return lines.isEmpty() ? null : plot;
  }

  /**
   * One line of a plot.
   *
   * @param name what it shows
   * @param color its color
   * @param y its value in a row of the history; NaN where it has none
   */
  public record Line(String name, Color color, ToDoubleFunction<TrainingRow> y) {

    private List<TrainingRow> rows(History history) {
      return history.rows().stream().filter(row -> !Double.isNaN(y.applyAsDouble(row))).toList();
    }
  }

  /** Returns the lines of the plot of a history, without those that have no value in it. */
  public List<Line> lines(History history) {
    final Map<String, ToDoubleFunction<TrainingRow>> values = new LinkedHashMap<>();
    switch (this) {
      case LOSSES ->
          history.rows().stream()
              .flatMap(row -> row.losses().keySet().stream())
              .filter(name -> !name.startsWith(TrainingRow.CRITIC))
              .map(TrainingCurves::withoutView)
              .distinct()
              .forEach(name -> values.put(name, row -> meanOverViews(row, name)));
      case VALIDATION -> {
        values.put("mean of both views", TrainingRow::validationDiceMean);
        values.put("view 1", TrainingRow::validationDice1);
        values.put("view 2", TrainingRow::validationDice2);
      }
      case CRITIC -> {
        values.put("drawn masks", loss(TrainingRow.CRITIC_DRAWN));
        values.put("generated masks", loss(TrainingRow.CRITIC_GENERATED));
      }
      case LEARNING_RATE -> values.put("learning rate", TrainingRow::learningRate);
    }
    final List<Line> lines = new ArrayList<>();
    values.forEach(
        (name, y) -> {
          final Color color = COLORS.get(lines.size() % COLORS.size());
          final Line line = new Line(name, color, y);
          if (!line.rows(history).isEmpty()) {
            lines.add(line);
          }
        });
    return lines;
  }

  /** Losses of the views have the view's number at their end. */
  private static String withoutView(String name) {
    return name.replaceFirst("[12]$", "");
  }

  private static double meanOverViews(TrainingRow row, String name) {
    return row.losses().entrySet().stream()
        .filter(loss -> withoutView(loss.getKey()).equals(name))
        .mapToDouble(Map.Entry::getValue)
        .average()
        .orElse(Double.NaN);
  }

  private static ToDoubleFunction<TrainingRow> loss(String name) {
    return row -> row.losses().getOrDefault(name, Double.NaN);
  }
}
