package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;

/** Plots the course of a training, with ImageJ's plots, whose values can be listed and saved. */
public final class TrainingCurves {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int FONT_SIZE = 14;

  private TrainingCurves() {}

  /**
   * Plots the losses against the iterations.
   *
   * @param history a history with at least one row
   * @param title title of the image
   * @return the plot, not shown
   */
  public static ImagePlus losses(History history, String title) {
    final Plot plot = plot(title, "Loss");
    final Set<String> names = new LinkedHashSet<>();
    history.rows().forEach(row -> names.addAll(row.losses().keySet()));
    int index = 0;
    for (final String name : names) {
      add(plot, history.rows(), name, index++, row -> row.losses().getOrDefault(name, Double.NaN));
    }
    return finish(plot);
  }

  /**
   * Plots the pooled Dice on the validation images against the iterations.
   *
   * @param title title of the image
   * @return the plot, not shown; null if there were no validation images
   */
  public static ImagePlus dice(History history, String title) {
    final List<TrainingRow> rows =
        history.rows().stream().filter(row -> !Double.isNaN(row.validationDiceMean())).toList();
    if (rows.isEmpty()) {
      return null;
    }
    final Plot plot = plot(title, "Validation Dice, pooled");
    add(plot, rows, "mean of both views", 0, TrainingRow::validationDiceMean);
    add(plot, rows, "view 1", 1, TrainingRow::validationDice1);
    add(plot, rows, "view 2", 2, TrainingRow::validationDice2);
    return finish(plot);
  }

  private static Plot plot(String title, String quantity) {
    final Plot plot = new Plot(title, "Iteration", quantity);
    plot.setFontSize(FONT_SIZE);
    plot.setFrameSize(WIDTH, HEIGHT);
    return plot;
  }

  private static void add(
      Plot plot, List<TrainingRow> rows, String name, int index, ToDoubleFunction<TrainingRow> y) {
    final List<TrainingRow> known =
        rows.stream().filter(row -> !Double.isNaN(y.applyAsDouble(row))).toList();
    final Color color = ComparisonPlot.COLORS.get(index % ComparisonPlot.COLORS.size());
    plot.setColor(color);
    plot.setLineWidth(index < ComparisonPlot.COLORS.size() ? 2 : 1);
    plot.add(
        "line",
        known.stream().mapToDouble(TrainingRow::iteration).toArray(),
        known.stream().mapToDouble(y).toArray());
    plot.setPlotObjectLabel(plot.getPlotObjectDesignations().length - 1, name);
  }

  private static ImagePlus finish(Plot plot) {
    plot.setColor(Color.BLACK);
    plot.setLineWidth(1);
    plot.addLegend(null, "top-right");
    plot.setLimitsToFit(true);
    return plot.getImagePlus();
  }
}
