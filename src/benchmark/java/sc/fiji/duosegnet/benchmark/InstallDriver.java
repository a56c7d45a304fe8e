package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds into a folder that looks like Fiji's, has former versions of the plugin and files of
 * others, with {@code -Dscijava.app.directory}, once up to the phase {@code package} and once up to
 * {@code install}. Afterwards there must be the plugin, the engine, macros and licenses where they
 * belong, nothing of a former version, and nothing else in {@code jars}. Prints the files.
 *
 * <p>Arguments: {@code folder=<scratch> maven=mvn}.
 */
public final class InstallDriver {

  /** What must stay as it is. */
  private static final Set<String> OTHERS =
      Set.of("jars/scijava-common-2.99.0.jar", "plugins/Other_Plugin.jar", "macros/mine.ijm");

  /** What must go. */
  private static final Set<String> FORMER =
      Set.of(
          "plugins/Duo_SegNet-0.0.9.jar",
          "jars/Duo_SegNet-0.0.8.jar",
          "lib/duo-segnet/tensorflow-core-api-1.0.0.jar");

  private InstallDriver() {}

  /** See the class. The exit status is 1 if a file is not where it belongs. */
  public static void main(String[] args) throws Exception {
    final Arguments arguments = new Arguments(args);
    final Path scratch = Path.of(arguments.get("folder", "target/install")).toAbsolutePath();
    final List<String> wrong = new ArrayList<>();
    for (final String phase : List.of("package", "install")) {
      final Path fiji = Files.createTempDirectory(Files.createDirectories(scratch), "Fiji.app");
      for (final String file : OTHERS) {
        make(fiji.resolve(file));
      }
      for (final String file : FORMER) {
        make(fiji.resolve(file));
      }
      final int status = build(arguments.get("maven", "mvn"), phase, fiji);
      final Set<String> files = files(fiji);
      System.out.println("mvn " + phase + " ended with " + status);
      files.forEach(file -> System.out.println("  " + file));
      wrong.addAll(check(status, files));
    }
    System.out.println(wrong.isEmpty() ? "All is where it belongs." : "Wrong: " + wrong);
    System.exit(wrong.isEmpty() ? 0 : 1);
  }

  private static void make(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  /** The artifact itself does not go to the local repository. */
  private static int build(String maven, String phase, Path fiji)
      throws IOException, InterruptedException {
    return new ProcessBuilder(
            maven,
            "-o",
            "-q",
            "-B",
            phase,
            "-DskipTests",
            "-Dspotbugs.skip=true",
            "-Dmaven.install.skip=true",
            "-Dscijava.app.directory=" + fiji)
        .inheritIO()
        .start()
        .waitFor();
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<String> check(int status, Set<String> files) {
    final List<String> wrong = new ArrayList<>();
    if (status != 0) {
      wrong.add("status " + status);
    }
    OTHERS.stream().filter(file -> !files.contains(file)).forEach(wrong::add);
    FORMER.stream().filter(files::contains).forEach(wrong::add);
    files.stream()
        .filter(file -> file.startsWith("jars/") && !OTHERS.contains(file))
        .forEach(wrong::add);
    for (final String part :
        List.of(
            "plugins/Duo_SegNet-.*\\.jar",
            "lib/duo-segnet/tensorflow-core-api-.*\\.jar",
            "lib/duo-segnet/tensorflow-core-native-.*-.*-.*\\.jar",
            "lib/duo-segnet/javacpp-.*\\.jar",
            "lib/duo-segnet/protobuf-java-.*\\.jar",
            "macros/Duo-SegNet/Train\\.ijm",
            "licenses/Duo-SegNet/Duo-SegNet-LICENSE\\.txt")) {
      final long count = files.stream().filter(file -> file.matches(part)).count();
      if (count != 1) {
        wrong.add(count + " files " + part);
      }
    }
    return wrong;
  }
}
