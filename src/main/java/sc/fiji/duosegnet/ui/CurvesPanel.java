package sc.fiji.duosegnet.ui;

import java.awt.GridLayout;
import java.util.List;
import javax.swing.JPanel;
import sc.fiji.duosegnet.imagej.TrainingCurves;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;

/** Two charts of a training side by side. Used on the event thread. */
final class CurvesPanel extends JPanel {

  private static final long serialVersionUID = 1;

  /** Drawing a chart takes some milliseconds of a processor that is needed for training. */
  private static final long NANOSECONDS_BETWEEN = 1_000_000_000L;

  private final List<CurveChart> charts;
  private transient History history = new History();
  private long last = System.nanoTime() - NANOSECONDS_BETWEEN;

  CurvesPanel() {
    super(new GridLayout(1, 2, 8, 0));
    charts =
        List.of(new CurveChart(TrainingCurves.LOSSES), new CurveChart(TrainingCurves.VALIDATION));
    charts.forEach(this::add);
  }

  /** Forgets all. */
  void clear() {
    history = new History();
    charts.forEach(chart -> chart.show(history));
  }

  /** Takes a row of the history, which may be null for none. */
  void add(TrainingRow row) {
    if (row == null) {
      return;
    }
    history.follow(row);
    if (System.nanoTime() - last >= NANOSECONDS_BETWEEN || history.rows().size() < 3) {
      last = System.nanoTime();
      charts.forEach(chart -> chart.show(history));
    }
  }
}
