package sc.fiji.duosegnet.ui;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.GridLayout;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import sc.fiji.duosegnet.engine.TrainingProgress;

/**
 * Shows how a training goes, with a button to cancel it; closing the window cancels as well. All
 * methods may be called from any thread.
 */
public final class TrainingProgressWindow implements AutoCloseable {

  private static final int WIDTH = 380;

  private final String title;
  private volatile boolean canceled;

  // Used on the event thread only.
  private final Map<String, JLabel> values = new LinkedHashMap<>();
  private JFrame frame;
  private JLabel heading;
  private JProgressBar bar;
  private JPanel table;
  private JButton cancel;

  /**
   * Opens the window.
   *
   * @param title its title
   */
  public TrainingProgressWindow(String title) {
    this.title = title;
    SwingUtilities.invokeLater(this::build);
  }

  private void build() {
    bar = new JProgressBar();
    bar.setStringPainted(true);
    bar.setString("Preparing");
    bar.setPreferredSize(new Dimension(WIDTH, 24));
    table = new JPanel(new GridLayout(0, 2, 8, 4));
    cancel = new JButton("Cancel");
    cancel.addActionListener(event -> cancel());
    final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.RIGHT, 0, 0));
    buttons.add(cancel);
    heading = new JLabel();
    heading.setVisible(false);
    final JPanel head = new JPanel(new BorderLayout(8, 10));
    head.add(heading, BorderLayout.NORTH);
    head.add(bar, BorderLayout.CENTER);
    final JPanel content = new JPanel(new BorderLayout(8, 10));
    content.setBorder(BorderFactory.createEmptyBorder(10, 12, 10, 12));
    content.add(head, BorderLayout.NORTH);
    content.add(table, BorderLayout.CENTER);
    content.add(buttons, BorderLayout.SOUTH);
    frame = new JFrame(title);
    frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            cancel();
          }
        });
    frame.setContentPane(content);
    frame.pack();
    frame.setLocationByPlatform(true);
    frame.setVisible(true);
  }

  private void cancel() {
    canceled = true;
    cancel.setEnabled(false);
    cancel.setText("Canceling");
  }

  /**
   * Says which training this is; values of another one go.
   *
   * @param training plain text, wrapped to the window's width
   */
  public void show(String training) {
    SwingUtilities.invokeLater(
        () -> {
          heading.setText(
              "<html><body width="
                  + WIDTH
                  + ">"
                  + training.replace("&", "&amp;").replace("<", "&lt;")
                  + "</body></html>");
          heading.setVisible(true);
          values.clear();
          table.removeAll();
          frame.pack();
        });
  }

  /** Shows the state of the training. */
  public void show(TrainingProgress progress) {
    SwingUtilities.invokeLater(() -> update(progress));
  }

  private void update(TrainingProgress progress) {
    bar.setMaximum(progress.iterations());
    bar.setValue(progress.iteration());
    bar.setString(progress.iteration() + " of " + progress.iterations() + " iterations");
    final int rows = values.size();
    set("Time left", ProgressText.duration(progress.secondsLeft()));
    if (!Double.isNaN(progress.validationDice())) {
      set(
          "Validation Dice",
          String.format(
              Locale.ROOT, "%.4f (best %.4f)", progress.validationDice(), progress.bestDice()));
    }
    progress
        .losses()
        .forEach((name, loss) -> set("Loss: " + name, String.format(Locale.ROOT, "%.4f", loss)));
    if (values.size() != rows) {
      frame.pack();
    }
  }

  private void set(String name, String value) {
    values
        .computeIfAbsent(
            name,
            key -> {
              final JLabel label = new JLabel();
              table.add(new JLabel(key));
              table.add(label);
              return label;
            })
        .setText(value);
  }

  /** Tells whether the user wants the training to end. */
  public boolean canceled() {
    return canceled;
  }

  /** Takes the window away; this does not count as canceling. */
  @Override
  public void close() {
    SwingUtilities.invokeLater(() -> frame.dispose());
  }
}
