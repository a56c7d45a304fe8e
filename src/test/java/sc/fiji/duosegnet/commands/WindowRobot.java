package sc.fiji.duosegnet.commands;

import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Canvas;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Label;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.ActionListener;
import java.awt.event.KeyEvent;
import java.awt.event.WindowEvent;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JFrame;
import javax.swing.JWindow;
import javax.swing.SwingUtilities;

/**
 * ImageJ with someone in front of it, who does what the lines of the standard input say: {@code
 * text <window>}, {@code click <window>|<button>}, {@code choose <window>|<item>}, {@code close
 * <window>}, {@code escape <window>}, {@code bounds <window>}, {@code place <window>}, {@code cut
 * <window>}, {@code picture <file>}, {@code picture <file>|<window>}, {@code type
 * <window>|<label>|<text>}, {@code select <window>|<label>|<item>}, {@code tick
 * <window>|<checkbox>}, {@code values <window>|<label>}, {@code hover <window>|<label>}, {@code
 * tooltip -}, {@code recorded -}, {@code options -}, {@code run <menu entry>}, {@code host <class
 * of a command>}, {@code macro <code>}. Each line begins with a number, which its answer begins
 * with too. Uses Java and ImageJ only.
 */
public final class WindowRobot {

  private static Object hostCommands;

  private WindowRobot() {}

  public static void main(String[] args) throws Exception {
    new Thread(() -> ij.ImageJ.main(args), "ImageJ").start(); // returns at the macro's end only
    final BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      final String[] words = line.split(" ", 3);
      System.out.println("answer " + words[0] + ": " + answer(words[1], words[2]));
    }
  }

  private static String answer(String command, String argument) throws Exception {
    final String[] parts = argument.split("\\|");
    if (command.equals("picture")) {
      return picture(new File(parts[0]), parts.length > 1 ? find(parts[1]) : null);
    }
    if (command.equals("run")) {
      // As from the menu, on a thread of its own.
      new Thread(() -> ij.IJ.doCommand(argument), "menu").start();
      return "started";
    }
    if (command.equals("host")) {
      return host(argument);
    }
    if (command.equals("macro")) {
      return String.valueOf(ij.IJ.runMacro(argument));
    }
    if (command.equals("click")) {
      // Not waited for: the click may open a dialog that stays.
      SwingUtilities.invokeLater(() -> click(find(parts[0]), parts[1]));
      return "clicked";
    }
    final FutureTask<String> task =
        new FutureTask<>(
            () ->
                switch (command) {
                  case "text" -> WindowTexts.of(find(parts[0]));
                  case "choose" -> choose(find(parts[0]), parts[1]);
                  case "close" -> close(find(parts[0]));
                  case "escape" -> escape(find(parts[0]));
                  case "type" -> type(find(parts[0]), parts[1], parts[2]);
                  case "select" -> select(find(parts[0]), parts[1], parts[2]);
                  case "tick" -> tick(find(parts[0]), parts[1]);
                  case "values" -> values(find(parts[0]), parts[1]);
                  case "hover" -> hover(find(parts[0]), parts[1]);
                  case "tooltip" -> tooltip();
                  case "recorded" -> Recorder.getInstance().getText().replace('\n', '\t');
                  case "options" -> String.valueOf(Recorder.getCommandOptions());
                  case "bounds" -> bounds(find(parts[0]));
                  case "place" -> place(find(parts[0]));
                  case "cut" -> WindowTexts.cut(find(parts[0]));
                  default -> throw new IllegalArgumentException(command);
                });
    SwingUtilities.invokeAndWait(task);
    return task.get();
  }

  /** Runs a command as Fiji does: by SciJava, with all that goes before and after commands. */
  private static String host(String command) throws Exception {
    final ClassLoader loader = ij.IJ.getClassLoader();
    final Thread thread = Thread.currentThread();
    final ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      if (hostCommands == null) {
        final Object context =
            loader.loadClass("org.scijava.Context").getConstructor().newInstance();
        hostCommands =
            context
                .getClass()
                .getMethod("getService", String.class)
                .invoke(context, "org.scijava.command.CommandService");
      }
      loader
          .loadClass("org.scijava.command.CommandService")
          .getMethod("run", String.class, boolean.class, Object[].class)
          .invoke(hostCommands, command, true, new Object[0]);
      return "started";
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Window find(String title) {
    for (final Window window : Window.getWindows()) {
      final String name =
          window instanceof Frame frame
              ? frame.getTitle()
              : window instanceof Dialog dialog ? dialog.getTitle() : null;
      if (window.isVisible() && title.equals(name)) {
        return window;
      }
    }
    return null;
  }

  /** Clicks a button, of Swing or of AWT. */
  private static void click(Window window, String text) {
    for (final Component component : WindowTexts.components(window)) {
      if (component instanceof AbstractButton button && text.equals(button.getText())) {
        button.doClick();
        return;
      }
      if (component instanceof Button button && text.trim().equals(button.getLabel().trim())) {
        final ActionEvent event =
            new ActionEvent(button, ActionEvent.ACTION_PERFORMED, button.getActionCommand());
        for (final ActionListener listener : button.getActionListeners()) {
          listener.actionPerformed(event);
        }
        return;
      }
    }
    throw new IllegalArgumentException("no button " + text);
  }

  /** Returns the first component of a kind after a label, or null. */
  private static <T extends Component> T after(Window window, String label, Class<T> type) {
    boolean labeled = false;
    for (final Component component : WindowTexts.components(window)) {
      labeled |= component instanceof Label found && label.equals(found.getText().trim());
      if (labeled && type.isInstance(component)) {
        return type.cast(component);
      }
    }
    return null;
  }

  /** Enters a text in the first field after a label. */
  private static String type(Window window, String label, String text) {
    final TextField field = after(window, label, TextField.class);
    if (field == null) {
      return "no field";
    }
    field.setText(text);
    return "typed";
  }

  /** Chooses an item of the first list after a label. */
  private static String select(Window window, String label, String item) {
    final Choice choice = after(window, label, Choice.class);
    if (choice == null) {
      return "no list";
    }
    choice.select(item);
    return choice.getSelectedItem();
  }

  /** Returns the text of the first field, and the item of the first list, after a label. */
  private static String values(Window window, String label) {
    final TextField field = after(window, label, TextField.class);
    final Choice choice = after(window, label, Choice.class);
    return (field == null ? "" : field.getText())
        + ", "
        + (choice == null ? "" : choice.getSelectedItem());
  }

  /**
   * Moves a window, after which Java knows where it is: on a display without a window manager it
   * now and then takes a new window to be in the corner.
   */
  private static String place(Window window) {
    window.setLocation(100, 60);
    return "placed";
  }

  /** Moves the pointer to the first field after a label. */
  private static String hover(Window window, String label) throws Exception {
    final TextField field = after(window, label, TextField.class);
    if (field == null) {
      return "no field";
    }
    final Point corner = field.getLocationOnScreen();
    new Robot().mouseMove(corner.x + field.getWidth() / 2, corner.y + field.getHeight() / 2);
    return "moved";
  }

  private static String tooltip() {
    for (final Window window : Window.getWindows()) {
      if (window instanceof JWindow && window.isShowing()) {
        return WindowTexts.of(window);
      }
    }
    return "no tooltip";
  }

  private static String tick(Window window, String label) {
    for (final Component component : WindowTexts.components(window)) {
      if (component instanceof Checkbox box && label.equals(box.getLabel().trim())) {
        box.setState(true);
        return "ticked";
      }
    }
    return "no checkbox";
  }

  private static String choose(Window window, String item) {
    for (final Component component : WindowTexts.components(window)) {
      if (component instanceof JComboBox<?> box) {
        for (int i = 0; i < box.getItemCount(); i++) {
          if (item.equals(String.valueOf(box.getItemAt(i)))) {
            box.setSelectedIndex(i);
            return "chosen";
          }
        }
      }
    }
    return "no item";
  }

  private static String close(Window window) {
    // Later, as the answer may be a dialog that stays.
    Toolkit.getDefaultToolkit()
        .getSystemEventQueue()
        .postEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSING));
    return "closing";
  }

  /** Presses Escape where it arrives if the window has the focus: in ImageJ's images the canvas. */
  private static String escape(Window window) {
    Component target = window instanceof JFrame frame ? frame.getRootPane() : window;
    for (final Component component : WindowTexts.components(window)) {
      target = component instanceof Canvas ? component : target;
    }
    // Later, as the answer may be a dialog that stays.
    final Component pressed = target;
    SwingUtilities.invokeLater(
        () ->
            pressed.dispatchEvent(
                new KeyEvent(
                    pressed,
                    KeyEvent.KEY_PRESSED,
                    System.currentTimeMillis(),
                    0,
                    KeyEvent.VK_ESCAPE,
                    KeyEvent.CHAR_UNDEFINED)));
    return "pressed";
  }

  private static String bounds(Window window) {
    final Rectangle bounds = window.getBounds();
    return bounds.width + " " + bounds.height;
  }

  /** Takes the whole screen, or a window alone. */
  private static String picture(File file, Window window) throws Exception {
    final Robot robot = new Robot();
    robot.waitForIdle();
    robot.delay(300); // a new window is still being placed and painted
    final Rectangle area =
        window == null
            ? new Rectangle(Toolkit.getDefaultToolkit().getScreenSize())
            : window.getBounds();
    ImageIO.write(robot.createScreenCapture(area), "png", file);
    return "taken";
  }
}
