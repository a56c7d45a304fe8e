package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ImageJ's start costs, and two programs that start at once. */
class StartUpIT {

  private static final String ENGINE =
      ".*(org\\.tensorflow|org\\.bytedeco|com\\.google\\.protobuf|com\\.sun\\.jna|duosegnet\\.tensorflow)\\..*";

  @TempDir Path work;

  private Path classes() {
    return work.resolve("classes.log");
  }

  /** An option with which Java writes the name of each class that it loads. */
  private List<String> logging() {
    return List.of("-Xlog:class+load:file=" + classes());
  }

  private long loaded(String pattern) throws IOException {
    try (Stream<String> lines = Files.lines(classes())) {
      return lines.filter(line -> line.matches(pattern)).count();
    }
  }

  private Path macro(String text) throws IOException {
    return Files.writeString(work.resolve("macro.ijm"), text);
  }

  /** The launcher fills ImageJ's table of commands as its menus do. */
  @Test
  void theEngineIsLoadedByTheFirstCommand() throws Exception {
    final Path nothing = macro("print(\"started\");\n");
    try (ImageJProcess imagej = ImageJProcess.headless(work, logging(), List.of(), nothing, "")) {
      assertEquals(0, imagej.status(), imagej.text());
    }
    assertTrue(loaded(".*sc\\.fiji\\.duosegnet\\..*") > 0, "the plugin was not there");
    assertEquals(0, loaded(ENGINE));
    Files.delete(classes());
    final Path about = ImageJProcess.macro("About.ijm");
    try (ImageJProcess imagej = ImageJProcess.headless(work, logging(), List.of(), about, "")) {
      assertEquals(0, imagej.status(), imagej.text());
    }
    assertTrue(loaded(ENGINE) > 50, "the test sees no classes of the engine");
  }

  @Test
  void noClassOfTheEngineIsLoadedWithTheMenus() throws Exception {
    Assumptions.assumeTrue(
        VirtualDisplay.isAvailable(), "Xvfb is not installed, so no window can be tested");
    final Path done = work.resolve("done.txt");
    final Path menus =
        macro(
            "List.setCommands;\n"
                + "File.saveString(List.get(\"Segment Image\"), \""
                + done
                + "\");\n");
    try (VirtualDisplay display = new VirtualDisplay();
        ImageJProcess imagej = ImageJProcess.window(work, display.name(), logging(), menus, "")) {
      imagej.await("list of commands", () -> filled(done));
    }
    assertTrue(Files.readString(done).contains("duosegnet"), Files.readString(done));
    assertTrue(loaded(".*ij\\.Menus .*") > 0, "there were no menus");
    assertEquals(0, loaded(ENGINE));
  }

  /** JNA reaches the environment; where its library can't be unpacked, all else works. */
  @Test
  void theEngineIsLoadedWithoutJna() throws Exception {
    final List<String> options = List.of("-Djna.nounpack=true", "-Djna.nosys=true");
    final Path about = ImageJProcess.macro("About.ijm");
    try (ImageJProcess imagej = ImageJProcess.headless(work, options, List.of(), about, "")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.text().contains("TensorFlow 2."), imagej.text());
    }
  }

  @Test
  void twoProgramsUnpackTheLibrariesAtOnce() throws Exception {
    final Path natives = work.resolve("natives");
    final List<String> empty = List.of("-D" + ImageJProcess.NATIVES + "=" + natives);
    final Path about = ImageJProcess.macro("About.ijm");
    try (ImageJProcess one = ImageJProcess.headless(work, empty, List.of(), about, "");
        ImageJProcess two = ImageJProcess.headless(work, empty, List.of(), about, "")) {
      assertEquals(0, one.status(), one.text());
      assertEquals(0, two.status(), two.text());
      assertTrue(one.text().contains("TensorFlow 2."), one.text());
      assertTrue(two.text().contains("TensorFlow 2."), two.text());
    }
    final Map<String, Object> before = files(natives);
    assertTrue(before.size() >= 3, before.toString());
    try (ImageJProcess again = ImageJProcess.headless(work, empty, List.of(), about, "")) {
      assertEquals(0, again.status(), again.text());
    }
    assertEquals(before, files(natives));
  }

  /** What a program that was killed while unpacking leaves; the system's loader dies of it. */
  @Test
  void halfUnpackedLibrariesAreUnpackedAgain() throws Exception {
    final Path natives = work.resolve("natives");
    final List<String> own = List.of("-D" + ImageJProcess.NATIVES + "=" + natives);
    final Path about = ImageJProcess.macro("About.ijm");
    try (ImageJProcess first = ImageJProcess.headless(work, own, List.of(), about, "")) {
      assertEquals(0, first.status(), first.text());
    }
    final Map<Path, Long> sizes = libraries(natives);
    assertTrue(sizes.size() >= 3, sizes.toString());
    for (final Path library : sizes.keySet()) {
      try (FileChannel channel = FileChannel.open(library, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() / 2);
      }
      try (ImageJProcess next = ImageJProcess.headless(work, own, List.of(), about, "")) {
        assertEquals(0, next.status(), next.text());
        assertTrue(next.text().contains("TensorFlow 2."), next.text());
      }
      assertEquals(sizes, libraries(natives));
    }
  }

  private static Map<Path, Long> libraries(Path folder) throws IOException {
    final Map<Path, Long> sizes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (final Path file : all.filter(file -> file.toString().contains(".so")).toList()) {
        if (!Files.isSymbolicLink(file)) {
          sizes.put(file, Files.size(file));
        }
      }
    }
    return sizes;
  }

  private static boolean filled(Path file) {
    return file.toFile().length() > 0;
  }

  /** Each file with what changes when it is written again. */
  private static Map<String, Object> files(Path folder) throws IOException {
    final Map<String, Object> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (final Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(".lock")) {
          final BasicFileAttributes attributes =
              Files.readAttributes(file, BasicFileAttributes.class);
          files.put(
              folder.relativize(file).toString(), attributes.fileKey() + " " + attributes.size());
        }
      }
    }
    return files;
  }
}
