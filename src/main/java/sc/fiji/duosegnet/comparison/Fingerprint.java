package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SampleDigests;
import sc.fiji.duosegnet.data.WholeFile;
import sc.fiji.duosegnet.model.MapDifference;
import sc.fiji.duosegnet.model.OneLine;
import sc.fiji.duosegnet.model.ProgramVersion;
import sc.fiji.duosegnet.model.SafeYaml;
import sc.fiji.duosegnet.model.SettingsMap;

/**
 * What all runs of a comparison have in common: settings, images and program. Methods, fractions
 * and seeds are not part of it, since runs may be added later.
 */
final class Fingerprint {

  /** Of all images' names and checksums, which may be many thousands. */
  private static final int MOST_BYTES = 64_000_000;

  /** Checksums of all images and masks; former versions did not write them. */
  private static final String IMAGES = "images";

  private Fingerprint() {}

  /**
   * Refuses a folder with rows of another comparison, as far as can be told without opening images.
   *
   * @throws IOException in one sentence that names the first difference
   */
  static void check(MethodComparison.Request request) throws IOException {
    final Path folder = request.folder();
    final Path file = ComparisonFolder.settings(folder);
    if (!Files.exists(file)) {
      final Path rows = ComparisonFolder.rows(folder);
      if (rows != null) {
        throw new IOException(
            "Output folder '"
                + folder
                + "' has "
                + folder.relativize(rows)
                + " but no comparison.yaml that says what it is of; give another"
                + " folder.");
      }
      return;
    }
    final Map<?, ?> before = read(file);
    if (!before.containsKey(IMAGES)) {
      throw new IOException(
          "Output folder '"
              + folder
              + "' holds a comparison that a former version has begun, whose comparison.yaml does not"
              + " tell whether images and masks are still the same; give another folder.");
    }
    final Map<Object, Object> comparable = new LinkedHashMap<>(before);
    comparable.remove(IMAGES);
    refuse(folder, MapDifference.of(comparable, of(request)));
  }

  /**
   * Refuses a folder with rows of other images or masks of the same names. Opens those that nobody
   * has asked about before.
   *
   * @throws IOException in one sentence that names the first that differs
   */
  static void checkImages(MethodComparison.Request request) throws IOException {
    final Path file = ComparisonFolder.settings(request.folder());
    if (Files.exists(file)) {
      refuse(request.folder(), SampleDigests.difference(read(file).get(IMAGES), images(request)));
    }
  }

  private static void refuse(Path folder, String difference) throws IOException {
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
      final Map<String, Object> map = of(request);
      map.put(IMAGES, images(request));
      WholeFile.write(file, new Yaml(options).dump(map));
    }
  }

  private static Map<String, Object> of(MethodComparison.Request request) {
    final Map<String, Object> settings = SettingsMap.toMap(request.settings());
    settings.remove("method");
    settings.remove("seed");
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put("program_version", ProgramVersion.text());
    map.put("settings", settings);
    map.put("labeled_images", names(request.labeled()));
    map.put("unlabeled_images", names(request.unlabeled()));
    map.put("test_images", request.test().stream().sorted().toList());
    return map;
  }

  private static Map<String, String> images(MethodComparison.Request request) {
    return SampleDigests.of(request.labeled(), request.unlabeled(), () -> false);
  }

  private static List<String> names(List<Sample> samples) {
    return samples.stream().map(Sample::name).sorted().toList();
  }

  private static Map<?, ?> read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw unreadable(file, null);
    }
    try {
      return SafeYaml.map(Files.readAllBytes(file), MOST_BYTES);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static IOException unreadable(Path file, Exception cause) {
    return new IOException(
        "File '"
            + file
            + "' is no settings file of a comparison"
            + (cause == null ? "" : " (" + OneLine.of(cause) + ")")
            + "; give another output folder.",
        cause);
  }
}
