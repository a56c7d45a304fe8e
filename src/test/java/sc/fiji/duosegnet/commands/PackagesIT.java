package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages that users unpack over their Fiji or ImageJ. */
class PackagesIT {

  @TempDir Path work;

  @Test
  void plainImageJWithThePackageUnpackedOverItTrainsAndSegments() throws Exception {
    final Path folder = Files.createDirectory(work.resolve("an ImageJ"));
    Files.copy(ImageJProcess.folder().resolve("ij.jar"), folder.resolve("ij.jar"));
    unpack(Path.of(System.getProperty("imagej.package")), folder);
    final Path images = work.resolve("images");
    TrialImages.write(images);
    final Path model = work.resolve("model.zip");
    final Path macros = folder.resolve("macros/Duo-SegNet");
    run(
        folder,
        macros.resolve("Train.ijm"),
        "input=[" + images + "] model_file=[" + model + "] iterations=3 width=4 patch_size=32");
    final Path results = work.resolve("results");
    run(
        folder,
        macros.resolve("Segment_Image.ijm"),
        "output_folder=["
            + results
            + "] model=["
            + model
            + "] image=stack.tif input=["
            + images
            + "]");
    SegmentationCheck.check(results);
  }

  private void run(Path folder, Path macro, String argument) throws Exception {
    try (ImageJProcess imagej = ImageJProcess.headless(folder, work, macro, argument)) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(
          imagej.text().contains("loaded from " + folder.resolve("lib/duo-segnet")), imagej.text());
    }
  }

  @Test
  void fijiGetsWhatItLacksAndLicensesOfAllThatIsShipped() throws IOException {
    final Set<String> fiji = files(Path.of(System.getProperty("fiji.package")));
    final Set<String> imagej = files(Path.of(System.getProperty("imagej.package")));
    assertTrue(imagej.containsAll(fiji));
    imagej.removeAll(fiji);
    assertTrue(imagej.size() >= 4, imagej.toString());
    imagej.forEach(name -> assertTrue(name.startsWith("plugins/jars/"), name));
    fiji.forEach(
        name -> assertTrue(name.matches("(plugins|lib/duo-segnet|macros|licenses)/.*"), name));
    final List<String> plugins =
        fiji.stream().filter(name -> name.matches("plugins/[^/]*")).toList();
    assertEquals(1, plugins.size(), plugins.toString());
    // Nothing of what is only compiled against, and few libraries in Fiji.
    imagej.forEach(name -> assertFalse(name.contains("spark"), name));
    assertEquals(
        List.of("blosc-java", "zstd-jni"),
        fiji.stream()
            .filter(name -> name.startsWith("plugins/jars/"))
            .map(name -> name.replaceFirst(".*/", "").replaceFirst("-\\d.*", ""))
            .toList());
    // Each jar is named in the list of licenses, without its version.
    final String licenses =
        text(Path.of(System.getProperty("fiji.package")), "licenses/Duo-SegNet/README.txt");
    final Set<String> jars = new TreeSet<>(fiji);
    jars.addAll(imagej);
    for (final String jar :
        jars.stream().filter(name -> name.endsWith(".jar")).collect(Collectors.toSet())) {
      final String name = jar.replaceFirst(".*/", "").replaceFirst("-\\d.*", "");
      assertTrue(licenses.contains(name), name);
    }
    assertTrue(fiji.contains("licenses/Duo-SegNet/Zlib.txt"));
    final String natives =
        text(
            Path.of(System.getProperty("fiji.package")),
            "licenses/Duo-SegNet/TensorFlow-third-party.txt");
    for (final String library : List.of("eigen", "mkl_dnn", "llvm", "boringssl", "grpc", "curl")) {
      final String name = ".*BEGIN LICENSE FOR \\S*" + library + ".*";
      assertTrue(natives.lines().anyMatch(line -> line.matches(name)), library);
    }
    for (final String word : licenses.split("[\\s:,;()]+")) {
      if (word.matches(".*\\w\\.txt\\.?")) {
        assertTrue(fiji.contains("licenses/Duo-SegNet/" + word.replaceFirst("\\.$", "")), word);
      }
    }
  }

  /** Whoever adds a library has to look for what is known of it. */
  @Test
  void theTableOfAdvisoriesHasEachJarWithItsVersion() throws IOException {
    final List<String> rows =
        Files.readAllLines(Path.of("SECURITY.md")).stream()
            .filter(line -> line.startsWith("| "))
            .toList();
    final Set<String> jars = files(Path.of(System.getProperty("imagej.package")));
    jars.removeIf(name -> !name.endsWith(".jar") || name.startsWith("plugins/Duo_SegNet-"));
    assertTrue(jars.size() >= 12, jars.toString());
    for (final String jar : jars) {
      final String[] parts = jar.replaceFirst(".*/", "").split("-(?=\\d)", 2);
      final String version = parts[1].replaceFirst("(-(linux|macosx|windows)-.*)?\\.jar$", "");
      // Parts of TensorFlow share a row: "tensorflow-core-api, -native".
      final String name = parts[0].replaceFirst("^tensorflow-core", "");
      assertTrue(
          rows.stream().anyMatch(row -> row.contains(name) && row.contains(version)),
          jar + " has no row in SECURITY.md");
    }
  }

  private static Set<String> files(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String text(Path archive, String name) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile());
        InputStream content = zip.getInputStream(zip.getEntry(name))) {
      return new String(content.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private static void unpack(Path archive, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (final Enumeration<? extends ZipEntry> entries = zip.entries();
          entries.hasMoreElements(); ) {
        final ZipEntry entry = entries.nextElement();
        final Path target = folder.resolve(entry.getName());
        assertFalse(Files.isRegularFile(target), "a file of the host is replaced: " + target);
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          try (InputStream content = zip.getInputStream(entry)) {
            Files.copy(content, target);
          }
        }
      }
    }
  }
}
