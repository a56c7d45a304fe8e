package sc.fiji.duosegnet.imagej;

import java.awt.Color;
import java.awt.Component;
import java.awt.Point;
import java.awt.Window;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JWindow;
import javax.swing.Timer;

/**
 * Tooltips for a dialog of AWT components, which have none of their own. One is shown while the
 * pointer rests on a component, and goes when it leaves or clicks. On the event thread.
 */
final class HoverHelp {

  private static final int DELAY_MILLISECONDS = 600;
  private static final int WIDTH = 360;
  private static final Color PAPER = new Color(255, 255, 225);

  private final Window dialog;
  private final Timer timer = new Timer(DELAY_MILLISECONDS, event -> show());
  private Component under;
  private String text;
  private JWindow shown;

  /**
   * @param dialog the window of the components; tooltips go with it
   */
  HoverHelp(Window dialog) {
    this.dialog = dialog;
    timer.setRepeats(false);
  }

  /** Explains a component by a plain text of any length, which is wrapped. */
  void explain(Component component, String explanation) {
    component.addMouseListener(
        new MouseAdapter() {
          @Override
          public void mouseEntered(MouseEvent event) {
            hide();
            under = component;
            text = explanation;
            timer.restart();
          }

          @Override
          public void mouseExited(MouseEvent event) {
            hide();
          }

          @Override
          public void mousePressed(MouseEvent event) {
            hide();
          }
        });
  }

  private void show() {
    if (!under.isShowing()) {
      return; // the dialog was closed meanwhile
    }
    final JLabel label = new JLabel(html(text));
    label.setOpaque(true);
    label.setBackground(PAPER);
    label.setForeground(Color.BLACK);
    label.setBorder(
        BorderFactory.createCompoundBorder(
            BorderFactory.createLineBorder(Color.GRAY),
            BorderFactory.createEmptyBorder(3, 5, 3, 5)));
    shown = new JWindow(dialog);
    shown.setFocusableWindowState(false); // or the field loses what is being typed
    shown.add(label);
    shown.pack();
    final Point corner = under.getLocationOnScreen();
    shown.setLocation(corner.x, corner.y + under.getHeight() + 2);
    shown.setVisible(true);
  }

  private void hide() {
    timer.stop();
    if (shown != null) {
      shown.dispose();
      shown = null;
    }
  }

  private static String html(String plain) {
    return "<html><body width="
        + WIDTH
        + ">"
        + plain.replace("&", "&amp;").replace("<", "&lt;")
        + "</body></html>";
  }
}
