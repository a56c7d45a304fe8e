package sc.fiji.duosegnet.ui;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.swing.JLabel;
import javax.swing.JPanel;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.imagej.TrainingCurves;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;

/** The state of a training in numbers. Used on the event thread. */
final class NumbersPanel extends JPanel {

  private static final long serialVersionUID = 1;

  private static final int LEAST_WIDTH = 265;

  private final Map<String, JLabel> values = new LinkedHashMap<>();
  private final JPanel table = new JPanel(new GridBagLayout());
  private int widest = LEAST_WIDTH;

  NumbersPanel() {
    super(new BorderLayout());
    add(table, BorderLayout.NORTH);
  }

  /** Wide enough for every text so far, so that the charts beside do not jump to and fro. */
  @Override
  public Dimension getPreferredSize() {
    widest = Math.max(widest, table.getPreferredSize().width);
    return new Dimension(widest, 0);
  }

  /** Forgets all. */
  void clear() {
    values.clear();
    table.removeAll();
  }

  /** Shows the state after an iteration. */
  void show(TrainingProgress progress) {
    set("Time left", ProgressText.duration(progress.secondsLeft()));
    set("Patches a second", format("%.1f", progress.patchesPerSecond()));
    final boolean validated = !Double.isNaN(progress.validationDice());
    set("Validation Dice", validated ? format("%.4f", progress.validationDice()) : "none yet");
    set("Best so far", validated ? format("%.4f", progress.bestDice()) : "");
    final TrainingRow row = progress.row();
    if (row != null) {
      // Means since the last row, as those of a single iteration jump too much to be read.
      set("Learning rate", format("%.2g", row.learningRate()));
      final History single = new History();
      single.add(row);
      for (final TrainingCurves kind : List.of(TrainingCurves.LOSSES, TrainingCurves.CRITIC)) {
        for (final TrainingCurves.Line line : kind.lines(single)) {
          final String prefix = kind == TrainingCurves.CRITIC ? "Critic on " : "Loss ";
          set(prefix + line.name(), format("%.4f", line.y().applyAsDouble(row)));
        }
      }
    }
    revalidate();
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }

  private void set(String name, String value) {
    values
        .computeIfAbsent(
            name,
            key -> {
              final JLabel label = new JLabel();
              final GridBagConstraints place = new GridBagConstraints();
              place.gridy = values.size();
              place.insets = new Insets(0, 0, 2, 8);
              place.anchor = GridBagConstraints.LINE_START;
              table.add(new JLabel(key), place);
              place.weightx = 1;
              table.add(label, place);
              return label;
            })
        .setText(value);
  }
}
