package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.service.Service;

/** A command's inputs as macro options: {@code key=value}, the key being the field's name. */
final class MacroInputs {

  private MacroInputs() {}

  /** Returns the inputs that a user gives, those of the command itself before the common ones. */
  static List<ModuleItem<?>> of(CommandInfo info) {
    final List<ModuleItem<?>> own = new ArrayList<>();
    final List<ModuleItem<?>> common = new ArrayList<>();
    for (final ModuleItem<?> item : info.inputs()) {
      final Class<?> type = item.getType();
      if (!Service.class.isAssignableFrom(type) && !Context.class.isAssignableFrom(type)) {
        (isOwn(info, item) ? own : common).add(item);
      }
    }
    own.addAll(common);
    return own;
  }

  private static boolean isOwn(CommandInfo info, ModuleItem<?> item) {
    try {
      info.loadDelegateClass().getDeclaredField(item.getName());
      return true;
    } catch (final NoSuchFieldException e) {
      return false;
    } catch (final ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sets the inputs that the options name; the others keep the values they have.
   *
   * @throws IllegalArgumentException if a value is not one that the input takes, or a required
   *     input is missing
   */
  static void fill(CommandInfo info, Module module, String options) {
    for (final ModuleItem<?> item : of(info)) {
      final String text = value(options, item);
      if (text != null) {
        module.setInput(item.getName(), convert(item, text));
        module.resolveInput(item.getName());
      } else if (item.isRequired() && module.getInput(item.getName()) == null) {
        throw new IllegalArgumentException(
            "Input '" + item.getName() + "' is missing; give " + item.getName() + "=value.");
      }
    }
  }

  private static String value(String options, ModuleItem<?> item) {
    final String outside = outside(options);
    final int key = outside.indexOf(" " + item.getName() + "=");
    if (key >= 0) {
      return Macro.getValue(options.substring(key), item.getName(), null);
    }
    return isBoolean(item) && (outside + " ").contains(" " + item.getName() + " ") ? "true" : null;
  }

  /**
   * Returns a blank and the options without what is in brackets, where settings have names that end
   * like those of inputs, and with blanks for all else that parts inputs. A bracket that is not
   * closed, as in a title, hides nothing.
   */
  private static String outside(String options) {
    final StringBuilder outside = new StringBuilder(" ");
    int at = 0;
    while (at < options.length()) {
      final int end = options.charAt(at) == '[' ? closing(options, at) : at;
      outside.append(Character.isWhitespace(options.charAt(at)) ? ' ' : options.charAt(at));
      for (int i = at + 1; i <= end; i++) {
        outside.append(i == end ? ' ' : '_');
      }
      at = end + 1;
    }
    return outside.toString();
  }

  /** Returns where the bracket that opens at a place closes; that place itself if it does not. */
  private static int closing(String options, int open) {
    int depth = 0;
    for (int i = open; i < options.length(); i++) {
      depth += options.charAt(i) == '[' ? 1 : options.charAt(i) == ']' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return open;
  }

  /**
   * Reads a value from its text.
   *
   * @return the value; null for an optional image or an empty path
   * @throws IllegalArgumentException if the text is not a value of this input
   */
  static Object convert(ModuleItem<?> item, String text) {
    final Class<?> type = item.getType();
    if (type == ImagePlus.class) {
      return image(item, text);
    }
    if (type == File.class) {
      return text.isBlank() ? null : new File(text.trim());
    }
    if (type == String.class) {
      return choice(item, text);
    }
    if (isBoolean(item)) {
      final String word = text.trim().toLowerCase(Locale.ROOT);
      if (!word.equals("true") && !word.equals("false")) {
        throw wrong(item, text, "true or false");
      }
      return word.equals("true");
    }
    return number(item, text.trim());
  }

  static boolean isBoolean(ModuleItem<?> item) {
    return item.getType() == boolean.class || item.getType() == Boolean.class;
  }

  private static ImagePlus image(ModuleItem<?> item, String title) {
    final ImagePlus image = title.isBlank() ? null : WindowManager.getImage(title);
    if (image == null && !title.isBlank() && !title.equals("none")) {
      final String[] open = WindowManager.getImageTitles();
      throw wrong(
          item,
          title,
          open.length == 0
              ? "the title of an open image; none is open"
              : "the title of an open image: " + String.join(", ", open));
    }
    return image;
  }

  private static String choice(ModuleItem<?> item, String text) {
    final List<?> choices = item.getChoices();
    if (choices == null || choices.isEmpty()) {
      return text;
    }
    final List<String> known = new ArrayList<>();
    for (final Object choice : choices) {
      known.add(String.valueOf(choice));
      if (String.valueOf(choice).equalsIgnoreCase(text.trim())) {
        return String.valueOf(choice);
      }
    }
    throw wrong(item, text, "one of: " + String.join(", ", known));
  }

  private static Object number(ModuleItem<?> item, String text) {
    final Class<?> type = item.getType();
    final boolean whole = type == int.class || type == long.class;
    final double value;
    final Object result;
    try {
      if (type == int.class) {
        result = Integer.valueOf(text);
      } else if (type == long.class) {
        result = Long.valueOf(text);
      } else if (type == double.class) {
        result = Double.valueOf(text);
      } else {
        throw new IllegalStateException(
            "Input '" + item.getName() + "' is of type " + type + ", which no macro can give.");
      }
      value = Double.parseDouble(text);
    } catch (final NumberFormatException e) {
      throw wrong(item, text, whole ? "a whole number" : "a number");
    }
    final Object least = item.getMinimumValue();
    final Object most = item.getMaximumValue();
    if (least instanceof Number && value < ((Number) least).doubleValue()) {
      throw wrong(item, text, least + " or more");
    }
    if (most instanceof Number && value > ((Number) most).doubleValue()) {
      throw wrong(item, text, most + " or less");
    }
    return result;
  }

  private static IllegalArgumentException wrong(ModuleItem<?> item, String text, String wanted) {
    return new IllegalArgumentException(
        "Input '" + item.getName() + "' is '" + text + "'; give " + wanted + ".");
  }
}
