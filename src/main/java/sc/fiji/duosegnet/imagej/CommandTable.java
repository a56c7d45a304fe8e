package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.Menus;
import java.awt.HeadlessException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * ImageJ's table of commands, filled without menus. ImageJ makes the table while it builds its menu
 * bar, which AWT refuses without a display; so {@code run("...")} would find nothing there.
 */
final class CommandTable {

  private static final String CONFIGURATION = "plugins.config";

  /** Commands without dialog that ImageJ names in its code rather than in IJ_Props.txt. */
  private static final Map<String, String> BUILT_IN =
      Map.ofEntries(
          Map.entry("8-bit", "ij.plugin.Converter(\"8-bit\")"),
          Map.entry("16-bit", "ij.plugin.Converter(\"16-bit\")"),
          Map.entry("32-bit", "ij.plugin.Converter(\"32-bit\")"),
          Map.entry("8-bit Color", "ij.plugin.Converter(\"8-bit Color\")"),
          Map.entry("RGB Color", "ij.plugin.Converter(\"RGB Color\")"),
          Map.entry("RGB Stack", "ij.plugin.Converter(\"RGB Stack\")"),
          Map.entry("Close", "ij.plugin.Commands(\"close\")"),
          Map.entry("Close All", "ij.plugin.Commands(\"close-all\")"),
          Map.entry("Crop", "ij.plugin.Resizer(\"crop\")"),
          Map.entry("Invert", "ij.plugin.filter.Filters(\"invert\")"),
          Map.entry("Smooth", "ij.plugin.filter.Filters(\"smooth\")"),
          Map.entry("Sharpen", "ij.plugin.filter.Filters(\"sharpen\")"),
          Map.entry("Find Edges", "ij.plugin.filter.Filters(\"edge\")"),
          Map.entry("Measure", "ij.plugin.filter.Analyzer"));

  private CommandTable() {}

  /**
   * Fills the table with ImageJ's own commands, those of the class path and those of the jars in
   * the plugins folder. Commands that are there already stay.
   *
   * @throws IllegalStateException if this version of ImageJ makes no table without a display
   * @throws IOException if a configuration cannot be read
   */
  static void fill() throws IOException {
    final Map<String, String> commands = commands();
    BUILT_IN.forEach(commands::putIfAbsent);
    addProperties(commands);
    for (final URL url :
        Collections.list(CommandTable.class.getClassLoader().getResources(CONFIGURATION))) {
      try (InputStream in = url.openStream()) {
        addConfiguration(in, commands);
      }
    }
    final String plugins = Menus.getPlugInsPath();
    if (plugins != null) {
      addFolder(new File(plugins), 1, commands);
    }
  }

  /**
   * Returns the table. Any command makes ImageJ start on its menu bar; it makes the table and finds
   * its folders, then AWT stops it at the first menu.
   *
   * @throws IllegalStateException if this version of ImageJ makes no table without a display
   */
  @SuppressWarnings("unchecked") // ImageJ's own type has no parameters
  static Map<String, String> commands() {
    Hashtable<String, String> commands = Menus.getCommands();
    if (commands == null) {
      try {
        IJ.run("Collect Garbage");
      } catch (final HeadlessException e) {
        // The table is made before this, as the next lines check.
      }
      commands = Menus.getCommands();
    }
    if (commands == null) {
      throw new IllegalStateException(
          "ImageJ "
              + IJ.getVersion()
              + " makes no table of commands without a display; use ImageJ 1.54p, or run the macro"
              + " with a virtual display (Xvfb).");
    }
    return commands;
  }

  private static void addProperties(Map<String, String> commands) throws IOException {
    try (InputStream in = IJ.class.getResourceAsStream("/IJ_Props.txt")) {
      if (in == null) {
        return;
      }
      final Properties properties = new Properties();
      properties.load(in);
      for (final String key : properties.stringPropertyNames()) {
        final String value = properties.getProperty(key);
        if (value.startsWith("\"")) {
          addLine(value, commands);
        }
      }
    }
  }

  /** ImageJ looks for jars with an underscore in the plugins folder and its direct subfolders. */
  private static void addFolder(File folder, int depth, Map<String, String> commands)
      throws IOException {
    final File[] files = folder.listFiles();
    if (files == null) {
      return;
    }
    for (final File file : files) {
      if (file.isDirectory() && depth > 0) {
        addFolder(file, depth - 1, commands);
      } else if (file.getName().contains("_") && file.getName().endsWith(".jar")) {
        try (JarFile jar = new JarFile(file)) {
          final ZipEntry entry = jar.getEntry(CONFIGURATION);
          if (entry != null) {
            try (InputStream in = jar.getInputStream(entry)) {
              addConfiguration(in, commands);
            }
          }
        }
      }
    }
  }

  private static void addConfiguration(InputStream in, Map<String, String> commands)
      throws IOException {
    final BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (!line.startsWith("#")) {
        addLine(line, commands);
      }
    }
  }

  /** One line: menu, "label", class("argument"). */
  static void addLine(String line, Map<String, String> commands) {
    final int open = line.indexOf('"');
    final int close = line.indexOf('"', open + 1);
    final int comma = line.indexOf(',', close + 1);
    if (open < 0 || close < 0 || comma < 0) {
      return;
    }
    String label = line.substring(open + 1, close);
    final int shortcut = label.lastIndexOf('[');
    if (shortcut > 0 && label.endsWith("]")) {
      label = label.substring(0, shortcut);
    }
    commands.putIfAbsent(label, line.substring(comma + 1).trim());
  }
}
