package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Finds the engine's jars. They lie in {@code lib/duo-segnet} of the ImageJ folder, which no host
 * puts on its class path: next to {@code plugins/} or {@code jars/} in an installation, next to
 * {@code classes/} in a build.
 */
final class EngineLocator {

  /** System property that names the engine's folder, for unusual installations. */
  static final String FOLDER_PROPERTY = "duosegnet.engine";

  private static final String FOLDER = "lib/duo-segnet";
  private static final int LEVELS = 3;

  /** Version of TensorFlow Java that this plugin was compiled with, as in the jars' names. */
  private static final String VERSION = version();

  private EngineLocator() {}

  private static String version() {
    final Properties properties = new Properties();
    try (InputStream stream = EngineLocator.class.getResourceAsStream("engine.properties")) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // our own jar can't be read
    }
    return properties.getProperty("tensorflow-java.version");
  }

  /** Returns the place this plugin was loaded from: a jar or a folder of classes. */
  static Path ownLocation() {
    final CodeSource source = EngineLocator.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new EngineException(
          "The plugin's own jar can't be located; start Java with -D"
              + FOLDER_PROPERTY
              + "=<folder of the engine's jars>.");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new EngineException(
          "The plugin's own location '" + source.getLocation() + "' is not a file.", e);
    }
  }

  /**
   * Returns the engine's folder.
   *
   * @throws EngineException naming where it was looked for, if there is none
   */
  static Path folder() {
    final String given = System.getProperty(FOLDER_PROPERTY);
    if (given != null && !given.isBlank()) {
      return Path.of(given);
    }
    return folder(ownLocation());
  }

  /** Looks for the engine's folder in the folders around the plugin. */
  static Path folder(Path own) {
    Path parent = own.getParent();
    for (int level = 0; level < LEVELS && parent != null; level++) {
      final Path candidate = parent.resolve(FOLDER);
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
      parent = parent.getParent();
    }
    throw new EngineException(
        "The engine's files are missing: no folder '"
            + FOLDER
            + "' was found near '"
            + own
            + "'; unpack the plugin's whole archive into the ImageJ or Fiji folder.");
  }

  /**
   * Lists the engine's jars and checks that those for this platform are among them.
   *
   * @throws EngineException if jars are missing, or are of another version
   */
  static List<Path> jars(Path folder) {
    final List<Path> jars;
    try (Stream<Path> files = Files.list(folder)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new EngineException(
          "The engine's folder '"
              + folder
              + "' can't be read; unpack the plugin's archive for "
              + platform()
              + " into the ImageJ or Fiji folder.",
          e);
    }
    require(jars, folder, "tensorflow-core-api-", "");
    require(jars, folder, "tensorflow-core-native-", platform());
    require(jars, folder, "javacpp-", "");
    require(jars, folder, "protobuf-java-", "");
    for (final Path jar : jars) {
      final String name = name(jar);
      if (name.startsWith("tensorflow-core-") && !name.matches(".*-" + VERSION + "\\b.*")) {
        throw new EngineException(
            "The engine's file '"
                + jar
                + "' is of another version than "
                + VERSION
                + ", which this plugin needs; delete the folder '"
                + folder
                + "' and unpack the plugin's archive for "
                + platform()
                + " again.");
      }
    }
    requireOne(jars, folder, "javacpp-", "");
    requireOne(jars, folder, "protobuf-java-", "");
    requireOne(jars, folder, "tensorflow-core-native-", platform());
    return jars;
  }

  private static String name(Path jar) {
    return String.valueOf(jar.getFileName());
  }

  /**
   * Of two versions, or natives with and without GPUs, it is a matter of chance which is loaded.
   */
  private static void requireOne(List<Path> jars, Path folder, String prefix, String contained) {
    final List<String> found =
        jars.stream()
            .map(EngineLocator::name)
            .filter(name -> name.startsWith(prefix) && name.contains(contained))
            .toList();
    if (found.size() > 1) {
      throw new EngineException(
          "The engine's folder '"
              + folder
              + "' has two versions of a file, "
              + String.join(" and ", found)
              + "; delete the folder and unpack the plugin's archive for "
              + platform()
              + " again.");
    }
  }

  private static void require(List<Path> jars, Path folder, String prefix, String contained) {
    final boolean found =
        jars.stream()
            .map(EngineLocator::name)
            .anyMatch(name -> name.startsWith(prefix) && name.contains(contained));
    if (!found) {
      throw new EngineException(
          "The engine's file '"
              + prefix
              + "*"
              + contained
              + ".jar' is missing in '"
              + folder
              + "'; unpack the plugin's archive for "
              + platform()
              + " into the ImageJ or Fiji folder.");
    }
  }

  /**
   * Returns the platform in the names of the engine's jars, for example {@code linux-x86_64}.
   *
   * @throws EngineException if the engine does not exist for this platform
   */
  static String platform() {
    final String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    final String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    final boolean intel = arch.equals("amd64") || arch.equals("x86_64");
    final boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    if (os.contains("linux") && intel) {
      return "linux-x86_64";
    }
    if (os.contains("linux") && arm) {
      return "linux-arm64";
    }
    if (os.contains("mac") && arm) {
      return "macosx-arm64";
    }
    if (os.contains("windows") && intel) {
      return "windows-x86_64";
    }
    throw new EngineException(
        "TensorFlow is not available for "
            + System.getProperty("os.name")
            + " on "
            + System.getProperty("os.arch")
            + "; use Linux (x86_64, arm64), macOS (Apple silicon) or Windows (x86_64).");
  }
}
