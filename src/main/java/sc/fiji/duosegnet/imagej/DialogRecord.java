package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.plugin.frame.Recorder;
import java.io.File;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * The options of a command for ImageJ's macro recorder, written from the inputs' values under the
 * keys that a macro uses.
 */
final class DialogRecord {

  private final CommandInfo info;
  private final Module module;
  private final InputDialog.Recording recording;
  private final Set<String> names = new LinkedHashSet<>();

  DialogRecord(CommandInfo info, Module module, InputDialog.Recording recording) {
    this.info = info;
    this.module = module;
    this.recording = recording;
  }

  /** Adds an input, if it is one that the host does not record. */
  void add(ModuleItem<?> item) {
    if (recording == InputDialog.Recording.ALL || InputDialog.isAdvanced(item)) {
      names.add(item.getName());
    }
  }

  /** Adds inputs by their names, which were changed since a dialog showed them or left them out. */
  void add(Collection<String> changed) {
    MacroInputs.of(info).stream()
        .filter(item -> changed.contains(item.getName()))
        .forEach(this::add);
  }

  /** Writes the options in place of what was written before. */
  void write() {
    if (!IJ.recording()) {
      return;
    }
    Recorder.resetCommandOptions();
    for (final ModuleItem<?> item : MacroInputs.of(info)) {
      final String text = text(module.getInput(item.getName()));
      if (names.contains(item.getName()) && !text.isBlank()) {
        Recorder.recordOption(item.getName(), text);
      }
    }
  }

  /** Returns a value as it stands in a macro, or nothing where that is the same as no key. */
  private static String text(Object value) {
    if (value instanceof ImagePlus image) {
      return image.getTitle();
    }
    if (value instanceof File file) {
      return Recorder.fixPath(file.getPath());
    }
    return value == null ? "" : value.toString();
  }
}
