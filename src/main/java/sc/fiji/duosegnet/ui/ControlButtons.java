package sc.fiji.duosegnet.ui;

import java.awt.FlowLayout;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import sc.fiji.duosegnet.engine.TrainingControl;

/** Buttons that steer a training. */
final class ControlButtons extends JPanel {

  private static final long serialVersionUID = 1;

  private final transient TrainingControl control;
  private final JToggleButton pause = new JToggleButton("Pause");
  private final JButton save = new JButton("Save now");
  private final JButton finish = new JButton("Finish now");

  ControlButtons(TrainingControl control) {
    super(new FlowLayout(FlowLayout.RIGHT, 8, 0));
    this.control = control;
    pause.setToolTipText("Waits before the next iteration and frees the processor.");
    pause.addActionListener(
        event -> {
          control.pause(pause.isSelected());
          pause.setText(pause.isSelected() ? "Go on" : "Pause");
        });
    save.setToolTipText("Writes the model as it is now; the training goes on.");
    save.addActionListener(event -> control.save());
    finish.setToolTipText("Ends the training after this iteration and writes the best model.");
    finish.addActionListener(event -> finish());
    add(pause);
    add(save);
    add(finish);
  }

  /** Ends the training early. */
  void finish() {
    control.finish();
    disableAll();
    finish.setText("Finishing");
  }

  /** Takes no more clicks. */
  void disableAll() {
    pause.setEnabled(false);
    save.setEnabled(false);
    finish.setEnabled(false);
  }
}
