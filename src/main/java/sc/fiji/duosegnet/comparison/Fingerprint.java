package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.WholeFile;
import sc.fiji.duosegnet.model.SettingsMap;

/**
 * What all runs of a comparison have in common: settings, images and program. Methods, fractions
 * and seeds are not part of it, since runs may be added later.
 */
final class Fingerprint {

  /** Of all images' names, which may be many thousands. */
  private static final int MOST_BYTES = 64_000_000;

  private Fingerprint() {}

  /**
   * Refuses a folder with rows of another comparison.
   *
   * @throws IOException in one sentence that names the first difference
   */
  static void check(MethodComparison.Request request) throws IOException {
    final Path folder = request.folder();
    final Path file = ComparisonFolder.settings(folder);
    if (!Files.exists(file)) {
      if (Files.exists(ComparisonFolder.runs(folder))) {
        throw new IOException(
            "Output folder '"
                + folder
                + "' has a runs.csv but no comparison.yaml that says what it is of; give another"
                + " folder.");
      }
      return;
    }
    final String difference = difference("", read(file), of(request));
    if (difference != null) {
      throw new IOException(
          "Output folder '"
              + folder
              + "' holds a comparison in which "
              + difference
              + "; give another folder, or the former inputs to go on with it.");
    }
  }

  /** Writes the file where it is missing. */
  static void write(Path file, MethodComparison.Request request) throws IOException {
    if (!Files.exists(file)) {
      final DumperOptions options = new DumperOptions();
      options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
      options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
      WholeFile.write(file, new Yaml(options).dump(of(request)));
    }
  }

  private static Map<String, Object> of(MethodComparison.Request request) {
    final Map<String, Object> settings = SettingsMap.toMap(request.settings());
    settings.remove("method");
    settings.remove("seed");
    final String version = Fingerprint.class.getPackage().getImplementationVersion();
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put("program_version", version == null ? "development" : version);
    map.put("settings", settings);
    map.put("labeled_images", names(request.labeled()));
    map.put("unlabeled_images", names(request.unlabeled()));
    map.put("test_images", request.test().stream().sorted().toList());
    return map;
  }

  private static List<String> names(List<Sample> samples) {
    return samples.stream().map(Sample::name).sorted().toList();
  }

  private static Map<?, ?> read(Path file) throws IOException {
    final LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MOST_BYTES);
    try {
      if (new Yaml(new SafeConstructor(limits)).load(Files.readString(file, StandardCharsets.UTF_8))
          instanceof Map<?, ?> map) {
        return map;
      }
    } catch (YAMLException e) {
      throw unreadable(file, e);
    }
    throw unreadable(file, null);
  }

  private static IOException unreadable(Path file, Exception cause) {
    return new IOException(
        "File '" + file + "' is no settings file of a comparison; give another output folder.",
        cause);
  }

  /** Returns the first difference in words, or null. */
  private static String difference(String path, Object before, Object now) {
    if (before instanceof Map<?, ?> old && now instanceof Map<?, ?> young) {
      final Set<Object> keys = new LinkedHashSet<>(young.keySet());
      keys.addAll(old.keySet());
      for (final Object key : keys) {
        final String place = path.isEmpty() ? "" + key : path + "." + key;
        final String found = difference(place, old.get(key), young.get(key));
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    if (before instanceof List<?> old && now instanceof List<?> young) {
      return old.equals(young) ? null : images(path, old, young);
    }
    return same(before, now) ? null : "'" + path + "' is " + before + ", not " + now;
  }

  /** Whole numbers are read as the least type that holds them. */
  private static boolean same(Object before, Object now) {
    if (before instanceof Number old && now instanceof Number young) {
      return old.doubleValue() == young.doubleValue();
    }
    return Objects.equals(before, now);
  }

  private static String images(String path, List<?> before, List<?> now) {
    final List<Object> missing = new ArrayList<>(before);
    missing.removeAll(new LinkedHashSet<>(now));
    final List<Object> added = new ArrayList<>(now);
    added.removeAll(new LinkedHashSet<>(before));
    return "'"
        + path
        + "' are "
        + before.size()
        + ", not "
        + now.size()
        + (missing.isEmpty() ? "" : ", among them '" + missing.get(0) + "'")
        + (added.isEmpty() ? "" : ", without '" + added.get(0) + "'");
  }
}
