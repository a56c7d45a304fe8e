package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.TextField;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.widget.FileWidget;

/**
 * An ImageJ dialog made from a command's inputs, whose descriptions are its tooltips and its help.
 * Inputs that a caller has given already are not asked for. Inputs that are invisible in SciJava's
 * dialogs are asked for in a second one, if the user wants it. An image that may be left out has
 * the attribute {@code optional}, and none is proposed, but the active one with {@code active}
 * besides, or its {@code partner}. What is entered goes through the same conversion as macro
 * options, and is recorded with the same keys: {@link GenericDialog}'s own recording would make
 * keys from the labels.
 */
public final class InputDialog {

  /** Which of the inputs the dialog itself hands to the macro recorder. */
  public enum Recording {
    /** All of them, as in plain ImageJ. */
    ALL,
    /** Those of the second dialog: Fiji records the others, but none that it does not show. */
    ADVANCED_ONLY
  }

  private static final String NONE = "[none]";
  private static final String ADVANCED = "Advanced settings";
  private static final int PATH_COLUMNS = 40;
  private static final int TEXT_COLUMNS = 30;

  private final CommandInfo info;
  private final Module module;
  private final List<ModuleItem<?>> items;
  private final List<Component> components = new ArrayList<>();
  private final OpenImages open = new OpenImages();
  private int images;

  private InputDialog(CommandInfo info, Module module, List<ModuleItem<?>> items) {
    this.info = info;
    this.module = module;
    this.items = items;
  }

  /**
   * Asks for the inputs, again and again until they are valid, and keeps them for the next time,
   * until {@link DialogMemory#forget} says that the command went through.
   *
   * @return false if the user has canceled
   * @throws IllegalArgumentException if the command takes images and none is open
   */
  public static boolean fill(CommandInfo info, Module module, Recording recording) {
    final List<ModuleItem<?>> basic = items(info, module, false);
    final List<ModuleItem<?>> advanced = items(info, module, true);
    if (basic.isEmpty()) {
      return true; // nothing to ask for
    }
    DialogMemory.recall(info, module);
    final DialogRecord dialogRecord = new DialogRecord(info, module, recording);
    if (!ask(info, module, basic, advanced, dialogRecord)) {
      return false;
    }
    dialogRecord.write();
    DialogMemory.keep(info, module);
    if (module.getDelegateObject() instanceof AskingCommand command) {
      command.asked(
          changes -> {
            changes.forEach(module::setInput);
            dialogRecord.add(changes.keySet());
            dialogRecord.write();
            DialogMemory.keep(info, module);
          });
    }
    return true;
  }

  private static boolean ask(
      CommandInfo info,
      Module module,
      List<ModuleItem<?>> basic,
      List<ModuleItem<?>> advanced,
      DialogRecord dialogRecord) {
    boolean more = false;
    while (true) {
      final InputDialog first = new InputDialog(info, module, basic);
      final GenericDialog window = first.build(info.getLabel());
      if (!advanced.isEmpty()) {
        window.addCheckbox(ADVANCED, more);
      }
      window.showDialog();
      if (window.wasCanceled()) {
        return false;
      }
      more = !advanced.isEmpty() && ((Checkbox) last(window.getCheckboxes())).getState();
      if (!first.accept()) {
        continue;
      }
      basic.forEach(dialogRecord::add);
      if (!more) {
        return true;
      }
      final InputDialog second = new InputDialog(info, module, advanced);
      do {
        final GenericDialog further = second.build(info.getLabel() + ": " + ADVANCED);
        further.showDialog();
        if (further.wasCanceled()) {
          return false;
        }
      } while (!second.accept());
      advanced.forEach(dialogRecord::add);
      return true;
    }
  }

  private static List<ModuleItem<?>> items(CommandInfo info, Module module, boolean advanced) {
    return MacroInputs.of(info).stream()
        .filter(item -> !module.isInputResolved(item.getName()))
        .filter(item -> isAdvanced(item) == advanced)
        .toList();
  }

  /** Tells whether an input is in the second dialog only. */
  static boolean isAdvanced(ModuleItem<?> item) {
    return item.getVisibility() == ItemVisibility.INVISIBLE;
  }

  /** Takes over what was entered, or says what is wrong with it. */
  private boolean accept() {
    try {
      set(texts());
      return true;
    } catch (final IllegalArgumentException e) {
      IJ.showMessage(info.getLabel(), Failures.wrap(e.getMessage()));
      return false;
    }
  }

  private GenericDialog build(String title) {
    components.clear();
    images = 0;
    final GenericDialog dialog = new GenericDialog(title);
    final HoverHelp hover = new HoverHelp(dialog);
    for (final ModuleItem<?> item : items) {
      final Component component = add(dialog, item);
      components.add(component);
      if (item.getDescription() != null) {
        hover.explain(component, item.getDescription());
        if (!(component instanceof Checkbox)) {
          hover.explain(dialog.getLabel(), item.getDescription());
        }
      }
    }
    dialog.addHelp(help());
    return dialog;
  }

  private Component add(GenericDialog dialog, ModuleItem<?> item) {
    final String label = item.getLabel() + ":";
    final Object value = module.getInput(item.getName());
    if (item.getType() == ImagePlus.class) {
      addImages(dialog, item, label);
      return last(dialog.getChoices());
    }
    if (item.getType() == File.class) {
      addPath(dialog, item, label, value == null ? "" : value.toString());
      return last(dialog.getStringFields());
    }
    if (MacroInputs.isBoolean(item)) {
      dialog.addCheckbox(item.getLabel(), Boolean.TRUE.equals(value));
      return last(dialog.getCheckboxes());
    }
    if (item.getChoices() != null && !item.getChoices().isEmpty()) {
      dialog.addChoice(
          label,
          item.getChoices().stream().map(String::valueOf).toArray(String[]::new),
          "" + value);
      return last(dialog.getChoices());
    }
    final boolean text = item.getType() == String.class;
    dialog.addStringField(label, value == null ? "" : value.toString(), text ? TEXT_COLUMNS : 8);
    return last(dialog.getStringFields());
  }

  private void addImages(GenericDialog dialog, ModuleItem<?> item, String label) {
    final List<String> choices = new ArrayList<>(open.labels());
    final boolean optional = isOptional(item);
    if (optional) {
      choices.add(0, NONE);
    } else if (choices.isEmpty()) {
      throw new IllegalArgumentException(
          "No image is open; open the image for '" + item.getLabel() + "' first.");
    }
    final ImagePlus value = (ImagePlus) module.getInput(item.getName());
    final int chosen = value == null ? proposal(item) : open.indexOf(value);
    dialog.addChoice(label, choices.toArray(new String[0]), choices.get(0));
    ((Choice) last(dialog.getChoices())).select(Math.max(0, optional ? chosen + 1 : chosen));
    images++;
  }

  private static boolean isOptional(ModuleItem<?> item) {
    return item.get("optional") != null;
  }

  /** Returns the index of the image that is proposed for an input, or -1 for none. */
  private int proposal(ModuleItem<?> item) {
    final ImagePlus active = WindowManager.getCurrentImage();
    if (isOptional(item)) {
      return item.get("active") == null ? partner(item, active) : open.indexOf(active);
    }
    // The active image for the only input that needs one; for several, different ones in the order
    // of opening.
    final boolean single = items.stream().filter(InputDialog::needsImage).count() == 1;
    return single && active != null
        ? open.indexOf(active)
        : Math.min(images, open.labels().size() - 1);
  }

  private static boolean needsImage(ModuleItem<?> item) {
    return item.getType() == ImagePlus.class && !isOptional(item);
  }

  /**
   * For an input with the attribute {@code partner}, another image of the active one's size, and of
   * as many bits as the attribute's value says, if it has one.
   */
  private int partner(ModuleItem<?> item, ImagePlus active) {
    final String bits = item.get("partner");
    if (bits == null || active == null) {
      return -1;
    }
    for (int i = 0; i < open.labels().size(); i++) {
      final ImagePlus other = open.get(i);
      if (other != null
          && other != active
          && other.getWidth() == active.getWidth()
          && other.getHeight() == active.getHeight()
          && other.getStackSize() == active.getStackSize()
          && (bits.isEmpty() || bits.equals("" + other.getBitDepth()))) {
        return i;
      }
    }
    return -1;
  }

  private static void addPath(
      GenericDialog dialog, ModuleItem<?> item, String label, String value) {
    final String style = String.valueOf(item.getWidgetStyle());
    if (style.contains(FileWidget.DIRECTORY_STYLE)) {
      dialog.addDirectoryField(label, value, PATH_COLUMNS);
    } else {
      dialog.addFileField(label, value, PATH_COLUMNS);
    }
  }

  /** Returns the component that a dialog has added last. */
  static Component last(List<?> components) {
    return (Component) components.get(components.size() - 1);
  }

  private List<String> texts() {
    final List<String> texts = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      final Component component = components.get(i);
      if (items.get(i).getType() == ImagePlus.class) {
        final ImagePlus image = image(i);
        texts.add(image == null ? NONE : image.getTitle());
      } else if (component instanceof Choice) {
        texts.add(((Choice) component).getSelectedItem());
      } else if (component instanceof Checkbox) {
        texts.add(String.valueOf(((Checkbox) component).getState()));
      } else {
        texts.add(((TextField) component).getText());
      }
    }
    return texts;
  }

  /** Sets every input that is valid, so that asking again shows them, and names the first other. */
  private void set(List<String> texts) {
    IllegalArgumentException first = null;
    for (int i = 0; i < items.size(); i++) {
      final ModuleItem<?> item = items.get(i);
      try {
        module.setInput(
            item.getName(),
            item.getType() == ImagePlus.class ? image(i) : MacroInputs.convert(item, texts.get(i)));
        module.resolveInput(item.getName());
      } catch (final IllegalArgumentException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Returns the image that is chosen for an item, or null for none. */
  private ImagePlus image(int item) {
    final int index = ((Choice) components.get(item)).getSelectedIndex();
    return open.get(isOptional(items.get(item)) ? index - 1 : index);
  }

  private String help() {
    final StringBuilder help = new StringBuilder("<html><h2>" + info.getLabel() + "</h2>");
    if (info.getDescription() != null) {
      help.append("<p>").append(info.getDescription()).append("</p>");
    }
    help.append("<table>");
    for (final ModuleItem<?> item : items) {
      help.append("<tr><td valign=top><b>")
          .append(item.getLabel())
          .append("</b><br><code>")
          .append(item.getName())
          .append("</code></td><td>")
          .append(item.getDescription() == null ? "" : item.getDescription())
          .append("</td></tr>");
    }
    return help.append("</table></html>").toString();
  }
}
