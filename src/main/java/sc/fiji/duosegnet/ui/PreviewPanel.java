package sc.fiji.duosegnet.ui;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.DefaultComboBoxModel;
import javax.swing.ImageIcon;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;
import sc.fiji.duosegnet.imagej.PreviewSheet;

/** How networks in training segment a labeled and an unlabeled image. On the event thread. */
final class PreviewPanel extends JPanel {

  private static final long serialVersionUID = 1;

  /** Width and height of a picture in pixels. */
  static final int PANEL = 130;

  /** Height of two rows with captions. */
  private static final int HEIGHT = 2 * PANEL + 75;

  private final JComboBox<String> labeled = new JComboBox<>();
  private final JComboBox<String> unlabeled = new JComboBox<>();
  private final JLabel heading = new JLabel("");
  private final JLabel picture = new JLabel("Segmentations follow soon", SwingConstants.CENTER);

  PreviewPanel(PreviewChoice choice) {
    super(new BorderLayout(0, 4));
    listen(labeled, choice::labeled);
    listen(unlabeled, choice::unlabeled);
    final JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT, 8, 0));
    row.add(new JLabel("Labeled"));
    row.add(labeled);
    row.add(new JLabel("Unlabeled"));
    row.add(unlabeled);
    row.add(heading);
    picture.setPreferredSize(new Dimension(PreviewSheet.width(PANEL), HEIGHT));
    picture.setOpaque(true);
    picture.setBackground(Color.WHITE);
    add(row, BorderLayout.NORTH);
    add(picture, BorderLayout.CENTER);
  }

  private static void listen(JComboBox<String> box, Consumer<String> chosen) {
    box.setPrototypeDisplayValue("a name of some length here");
    box.addActionListener(event -> chosen.accept((String) box.getSelectedItem()));
  }

  /** Offers images to choose from; the first of each kind is chosen. */
  void offer(List<String> labeledNames, List<String> unlabeledNames) {
    labeled.setModel(new DefaultComboBoxModel<>(labeledNames.toArray(new String[0])));
    unlabeled.setModel(new DefaultComboBoxModel<>(unlabeledNames.toArray(new String[0])));
  }

  /** Shows a picture made by {@link PreviewSheet} with panels of size {@link #PANEL}. */
  void show(BufferedImage segmented, int iteration) {
    picture.setText("");
    picture.setIcon(new ImageIcon(segmented));
    heading.setText("after iteration " + iteration);
  }
}
