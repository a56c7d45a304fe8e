package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What a dialog proposes besides a command's own values: what was entered before the command failed
 * or was canceled, so that one wrong input does not cost all others and a training whose plan does
 * not suit is soon begun anew; or else where the labels are. Only dialogs ask it, macros do not.
 */
public final class DialogMemory {

  /** An image, which itself could not be freed. */
  private record KeptImage(int id, String title) {

    /**
     * Returns the image or, if it was closed, the first one of its title; null if there is none.
     */
    ImagePlus opened() {
      final ImagePlus same = WindowManager.getImage(id);
      return same == null ? WindowManager.getImage(title) : same;
    }
  }

  /** Inputs by key of commands that did not go through, by class name. */
  private static final Map<String, Map<String, Object>> UNFINISHED = new LinkedHashMap<>();

  private DialogMemory() {}

  /** Sets inputs that the dialog will show. */
  static synchronized void recall(CommandInfo info, Module module) {
    final Map<String, Object> kept = UNFINISHED.get(info.getDelegateClassName());
    for (final ModuleItem<?> item : MacroInputs.of(info)) {
      final Object value = kept == null ? proposal(item) : opened(kept.get(item.getName()));
      if (value != null && !module.isInputResolved(item.getName())) {
        module.setInput(item.getName(), value);
      }
    }
  }

  /**
   * Forgets the inputs of a command that went through.
   *
   * @param className fully qualified name of the command's class
   */
  public static synchronized void forget(String className) {
    UNFINISHED.remove(className);
  }

  /** Keeps the inputs of a command until it has gone through. */
  static synchronized void keep(CommandInfo info, Module module) {
    final Map<String, Object> inputs = new LinkedHashMap<>();
    for (final ModuleItem<?> item : MacroInputs.of(info)) {
      final Object value = module.getInput(item.getName());
      inputs.put(
          item.getName(),
          value instanceof ImagePlus image
              ? new KeptImage(image.getID(), image.getTitle())
              : value);
    }
    UNFINISHED.put(info.getDelegateClassName(), inputs);
  }

  private static Object opened(Object kept) {
    return kept instanceof KeptImage image ? image.opened() : kept;
  }

  /** An input with the attribute {@code rois} proposes the place of the active image's ROIs. */
  private static Object proposal(ModuleItem<?> item) {
    final ImagePlus active = WindowManager.getCurrentImage();
    if (item.get("rois") == null || active == null) {
      return null;
    }
    final RoiPlace place = RoiPlace.holding(active);
    return place == null ? null : place.label();
  }
}
