package sc.fiji.duosegnet.ui;

import java.awt.Component;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JOptionPane;

/** What becomes of a training whose window is closed, or gets Escape. */
enum CloseQuestion {
  GO_ON("Go on training"),
  FINISH("Finish now"),
  CANCEL("Cancel training");

  private final String label;

  CloseQuestion(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }

  /**
   * Asks the user; closing the question counts as going on.
   *
   * @param canFinish whether the training can end early with a model
   */
  static CloseQuestion ask(Component parent, boolean canFinish) {
    final List<CloseQuestion> answers = new ArrayList<>(List.of(values()));
    if (!canFinish) {
      answers.remove(FINISH);
    }
    final int answer =
        JOptionPane.showOptionDialog(
            parent,
            canFinish
                ? "The training is still running. Finish it now and keep the model, or cancel it"
                    + " without a model?"
                : "The training is still running. Cancel it?",
            "Stop the training?",
            JOptionPane.DEFAULT_OPTION,
            JOptionPane.QUESTION_MESSAGE,
            null,
            answers.toArray(),
            GO_ON);
    return answer < 0 ? GO_ON : answers.get(answer);
  }
}
