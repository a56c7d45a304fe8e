package sc.fiji.duosegnet.ui;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.KeyStroke;
import javax.swing.SwingConstants;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;
import sc.fiji.duosegnet.engine.TrainingControl;
import sc.fiji.duosegnet.engine.TrainingProgress;

/**
 * Shows how a training goes: its state in numbers, curves, and how the networks segment two images
 * by now; with buttons to steer it. All methods may be called from any thread.
 */
final class TrainingWindow implements AutoCloseable {

  private static final int HEADING_WIDTH = 900;
  private static final float MESSAGE_SIZE = 11;

  private final String title;
  private final TrainingControl control;
  private final PreviewChoice choice;
  private volatile boolean canceled;

  // Used on the event thread only.
  private final NumbersPanel numbers = new NumbersPanel();
  private final CurvesPanel curves = new CurvesPanel();
  private JFrame frame;
  private JLabel heading;
  private JProgressBar bar;
  private PreviewPanel preview;
  private ControlButtons buttons;
  private JButton cancel;
  private JLabel message;

  /**
   * Opens the window.
   *
   * @param title its title
   * @param control what the buttons steer; null for none but Cancel
   * @param choice which images are shown; null for no previews
   */
  TrainingWindow(String title, TrainingControl control, PreviewChoice choice) {
    this.title = title;
    this.control = control;
    this.choice = choice;
    SwingUtilities.invokeLater(this::build);
  }

  private void build() {
    bar = new JProgressBar();
    bar.setStringPainted(true);
    bar.setString("Preparing");
    bar.setPreferredSize(new Dimension(HEADING_WIDTH, 24));
    heading = new JLabel();
    heading.setVisible(false);
    final JPanel head = new JPanel(new BorderLayout(8, 10));
    head.add(heading, BorderLayout.NORTH);
    head.add(bar, BorderLayout.CENTER);
    cancel = new JButton("Cancel");
    cancel.setToolTipText("Ends the training without a model.");
    cancel.addActionListener(event -> cancel());
    final JPanel row = new JPanel(new FlowLayout(FlowLayout.RIGHT, 8, 0));
    if (control != null) {
      buttons = new ControlButtons(control);
      row.add(buttons);
    }
    row.add(cancel);
    // Two lines high whatever it says, so that the window does not jump; the rest is its tooltip.
    message = new JLabel();
    message.setFont(message.getFont().deriveFont(Font.PLAIN, MESSAGE_SIZE));
    message.setVerticalAlignment(SwingConstants.TOP);
    message.setPreferredSize(
        new Dimension(0, 2 * message.getFontMetrics(message.getFont()).getHeight()));
    final JPanel foot = new JPanel(new BorderLayout(8, 0));
    foot.add(message, BorderLayout.CENTER);
    foot.add(row, BorderLayout.EAST);
    final JPanel middle = new JPanel(new BorderLayout(8, 8));
    middle.add(curves, BorderLayout.CENTER);
    middle.add(numbers, BorderLayout.EAST);
    if (choice != null) {
      preview = new PreviewPanel(choice);
      middle.add(preview, BorderLayout.SOUTH);
    }
    final JPanel content = new JPanel(new BorderLayout(8, 10));
    content.setBorder(BorderFactory.createEmptyBorder(10, 12, 6, 12));
    content.add(head, BorderLayout.NORTH);
    content.add(middle, BorderLayout.CENTER);
    content.add(foot, BorderLayout.SOUTH);
    frame = new JFrame(title);
    frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            ask();
          }
        });
    frame
        .getRootPane()
        .registerKeyboardAction(
            event -> ask(),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
    frame.setContentPane(content);
    frame.pack();
    frame.setLocationByPlatform(true);
    frame.setVisible(true);
  }

  /** Asks before hours of work are thrown away. The training goes on meanwhile. */
  private void ask() {
    if (canceled) {
      return;
    }
    switch (CloseQuestion.ask(frame, control != null)) {
      case FINISH -> buttons.finish();
      case CANCEL -> cancel();
      case GO_ON -> {
        // nothing to do
      }
    }
  }

  private void cancel() {
    canceled = true;
    cancel.setEnabled(false);
    cancel.setText("Canceling");
    if (buttons != null) {
      buttons.disableAll();
    }
  }

  /**
   * Says which training this is; curves and numbers of another one go.
   *
   * @param training plain text, wrapped to the window's width
   */
  void show(String training) {
    SwingUtilities.invokeLater(
        () -> {
          heading.setText(
              "<html><body width=" + HEADING_WIDTH + ">" + escaped(training) + "</body></html>");
          heading.setVisible(true);
          numbers.clear();
          curves.clear();
          frame.pack();
        });
  }

  /** Shows the latest message, below the curves. */
  void say(String line) {
    SwingUtilities.invokeLater(
        () -> {
          message.setText("<html>" + escaped(line) + "</html>"); // wraps
          message.setToolTipText(message.getText());
        });
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** Shows the state of the training. */
  void show(TrainingProgress progress) {
    SwingUtilities.invokeLater(
        () -> {
          bar.setMaximum(progress.iterations());
          bar.setValue(progress.iteration());
          bar.setString(progress.iteration() + " of " + progress.iterations() + " iterations");
          numbers.show(progress);
          curves.add(progress.row());
        });
  }

  /** Shows a picture of how the networks segment images after an iteration. */
  void show(BufferedImage segmented, int iteration) {
    SwingUtilities.invokeLater(() -> preview.show(segmented, iteration));
  }

  /** Offers images to choose those from that are shown. */
  void offer(List<String> labeled, List<String> unlabeled) {
    SwingUtilities.invokeLater(() -> preview.offer(labeled, unlabeled));
  }

  /** Tells whether the user wants the training to end without a model. */
  boolean canceled() {
    return canceled;
  }

  /** Takes the window away; this does not count as canceling. */
  @Override
  public void close() {
    SwingUtilities.invokeLater(() -> frame.dispose());
  }
}
