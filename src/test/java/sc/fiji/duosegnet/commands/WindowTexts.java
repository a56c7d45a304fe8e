package sc.fiji.duosegnet.commands;

import ij.gui.MultiLineLabel;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Label;
import java.awt.Window;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import javax.swing.AbstractButton;
import javax.swing.JLabel;
import javax.swing.JProgressBar;

/** What is written in a window, for {@link WindowRobot}. */
final class WindowTexts {

  private WindowTexts() {}

  static List<Component> components(Container container) {
    final List<Component> all = new ArrayList<>();
    for (final Component component : container.getComponents()) {
      all.add(component);
      if (component instanceof Container inner) {
        all.addAll(components(inner));
      }
    }
    return all;
  }

  /** Texts of all labels, bars and buttons; disabled ones in brackets, pictures as their size. */
  static String of(Window window) {
    if (window == null) {
      return "no window";
    }
    final StringJoiner texts = new StringJoiner("; ");
    for (final Component component : components(window)) {
      if (component instanceof JLabel label) {
        texts.add(
            label.getIcon() == null
                ? label.getText()
                : "picture "
                    + label.getIcon().getIconWidth()
                    + "x"
                    + label.getIcon().getIconHeight());
      } else if (component instanceof Label label) {
        texts.add(label.getText());
      } else if (component instanceof MultiLineLabel) {
        texts.add(lines(component));
      } else if (component instanceof Checkbox box) {
        texts.add(box.getLabel());
      } else if (component instanceof JProgressBar bar) {
        texts.add(bar.getString());
      } else if (component instanceof AbstractButton button) {
        texts.add(button.isEnabled() ? button.getText() : "(" + button.getText() + ")");
      }
    }
    return texts.toString().replace('\n', ' ');
  }

  /**
   * Returns the texts that have less room than they need, and how many were looked at. A text that
   * has just become another one gets its room with the layout, before it is painted.
   */
  static String cut(Window window) {
    window.validate();
    final List<String> cut = new ArrayList<>();
    int texts = 0;
    for (final Component component : components(window)) {
      final String text = lineOf(component);
      if (component.isShowing() && isLine(text)) {
        texts++;
        if (component.getWidth() < component.getPreferredSize().width) {
          cut.add(text);
        }
      }
    }
    return cut + " of " + texts;
  }

  /** Returns the text of a message of several lines, which ImageJ's class does not give away. */
  private static String lines(Component message) {
    try {
      final Field lines = MultiLineLabel.class.getDeclaredField("lines");
      lines.setAccessible(true);
      return String.join(" ", (String[]) lines.get(message));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String lineOf(Component component) {
    if (component instanceof MultiLineLabel) {
      return lines(component);
    }
    if (component instanceof JLabel label) {
      return label.getText();
    }
    if (component instanceof Label label) {
      return label.getText();
    }
    if (component instanceof Checkbox box) {
      return box.getLabel();
    }
    if (component instanceof Button button) {
      return button.getLabel();
    }
    return component instanceof Choice choice ? choice.getSelectedItem() : null;
  }

  private static boolean isLine(String text) {
    return text != null && !text.isBlank() && !text.startsWith("<html>");
  }
}
