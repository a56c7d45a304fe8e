package sc.fiji.duosegnet.ui;

import ij.gui.Plot;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.List;
import java.util.Locale;
import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import sc.fiji.duosegnet.imagej.TrainingCurves;
import sc.fiji.duosegnet.model.History;

/** One chart of a training, with a choice of what it shows. Used on the event thread. */
final class CurveChart extends JPanel {

  private static final long serialVersionUID = 1;

  private static final int WIDTH = 390;
  private static final int HEIGHT = 210;

  /** Two lines. */
  private static final int LEGEND_HEIGHT = 36;

  /** Space of a plot's axis labels. */
  private static final int PLOT_MARGIN_X = 100;

  private static final int PLOT_MARGIN_Y = 70;
  private static final int LEAST = 80;

  private final JComboBox<TrainingCurves> choice = new JComboBox<>(TrainingCurves.values());
  private final JLabel picture = new JLabel("", SwingConstants.CENTER);
  private final JLabel legend = new JLabel();
  private transient History history = new History();

  CurveChart(TrainingCurves first) {
    super(new BorderLayout());
    choice.setSelectedItem(first);
    choice.addActionListener(event -> draw());
    final JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT, 0, 0));
    row.add(choice);
    picture.setPreferredSize(new Dimension(WIDTH, HEIGHT));
    picture.setOpaque(true);
    picture.setBackground(Color.WHITE);
    picture.setBorder(BorderFactory.createLineBorder(Color.LIGHT_GRAY));
    picture.addComponentListener(
        new ComponentAdapter() {
          @Override
          public void componentResized(ComponentEvent event) {
            draw();
          }
        });
    legend.setPreferredSize(new Dimension(WIDTH, LEGEND_HEIGHT));
    legend.setVerticalAlignment(SwingConstants.TOP);
    add(row, BorderLayout.NORTH);
    add(legend, BorderLayout.SOUTH);
    add(picture, BorderLayout.CENTER);
  }

  /** Shows a history. */
  void show(History shown) {
    history = shown;
    draw();
  }

  private void draw() {
    final TrainingCurves curves = (TrainingCurves) choice.getSelectedItem();
    final Plot plot =
        curves.plot(
            history,
            curves.toString(),
            Math.max(LEAST, picture.getWidth() - PLOT_MARGIN_X),
            Math.max(LEAST, picture.getHeight() - PLOT_MARGIN_Y),
            false);
    legend.setText(legend(curves.lines(history)));
    picture.setIcon(plot == null ? null : new ImageIcon(plot.getProcessor().getBufferedImage()));
    picture.setText(plot == null ? nothing(curves) : "");
  }

  /** Names in the colors of their lines, below the plot, where they hide nothing of it. */
  private static String legend(List<TrainingCurves.Line> lines) {
    final StringBuilder html = new StringBuilder("<html>");
    for (final TrainingCurves.Line line : lines) {
      html.append("<font color=#")
          .append(String.format(Locale.ROOT, "%06x", line.color().getRGB() & 0xFFFFFF))
          .append(">\u2501&nbsp;")
          .append(line.name())
          .append("</font> &nbsp; ");
    }
    return html.append("</html>").toString();
  }

  private String nothing(TrainingCurves curves) {
    if (history.rows().isEmpty()) {
      return "Starting";
    }
    return switch (curves) {
      case VALIDATION ->
          "<html><center>No validation so far.<br>Labeled images are set aside for it with<br>"
              + "settings=[sampling.validation_fraction=0.2].</center></html>";
      case CRITIC -> "This method has no critic";
      default -> "";
    };
  }
}
