package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trains and segments in an ImageJ that has other versions of the engine's libraries before
 * everything else on its class path, as update sites put them there. Where these are a whole
 * TensorFlow 1.12 or 1.15, it computes in the same JVM, before and after.
 */
class NeighborsIT {

  private static final String OLDER = "libtensorflow_jni-1.12.0.jar";
  private static final String NATIVES = "libtensorflow_jni-1.15.0.jar";

  @TempDir Path work;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "libtensorflow-1.12.0.jar",
        "protobuf-java-4.28.2.jar",
        "protobuf-java-4.32.0.jar",
        "javacpp-1.5.6.jar",
        "protobuf-java-3.3.1.jar libtensorflow-1.15.0.jar",
        "proto-1.12.0.jar protobuf-java-3.3.1.jar libtensorflow-1.12.0.jar " + OLDER,
        "libtensorflow-1.15.0.jar " + NATIVES,
        "proto-1.15.0.jar protobuf-java-3.3.1.jar libtensorflow-1.15.0.jar " + NATIVES,
        "javacpp-1.5.6.jar protobuf-java-3.3.1.jar libtensorflow-1.15.0.jar " + NATIVES
      })
  void trainsAndSegmentsBeside(String jars) throws Exception {
    final String version =
        jars.contains(NATIVES) ? "1.15.0" : jars.contains(OLDER) ? "1.12.0" : null;
    final List<Path> neighbors = neighbors(jars);
    final List<Path> ahead = new ArrayList<>(neighbors);
    ahead.add(former());
    final Path images = work.resolve("images");
    TrialImages.write(images);
    final Path model = work.resolve("model.zip");
    final Path results = work.resolve("results");
    final String macros = ImageJProcess.macro("x").getParent().toString() + "/";
    final String former =
        version != null
            ? "print(\"former \" + call(\"" + FormerTensorFlow.class.getName() + ".square\"));\n"
            : "";
    // Both example macros in one ImageJ; the class path is printed to know that the jars are there.
    final Path macro =
        Files.writeString(
            work.resolve("both.ijm"),
            "print(call(\"java.lang.System.getProperty\", \"java.class.path\"));\n"
                + former
                + "runMacro(\""
                + macros
                + "Train.ijm\", \"input=["
                + images
                + "] model_file=["
                + model
                + "] iterations=3 width=4 patch_size=32\");\n"
                + "runMacro(\""
                + macros
                + "Segment_Image.ijm\", \"output_folder=["
                + results
                + "] model=["
                + model
                + "] image=stack.tif input=["
                + images
                + "]\");\n"
                + former);
    try (ImageJProcess imagej = ImageJProcess.headless(work, List.of(), ahead, macro, "")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains(neighbors.get(0).toString()), imagej.text());
      assertEquals(
          Collections.nCopies(version == null ? 0 : 2, "former " + version + " gives 9.0"),
          imagej.output().lines().filter(line -> line.startsWith("former ")).toList(),
          imagej.text());
    }
    SegmentationCheck.check(results);
  }

  @Test
  void theNeighborsHaveClassesOfTheSameNames() throws Exception {
    // Otherwise the test above would prove nothing.
    assertContains("libtensorflow-1.12.0.jar", "org/tensorflow/Graph.class");
    assertContains("libtensorflow-1.15.0.jar", "org/tensorflow/Graph.class");
    assertContains("proto-1.12.0.jar", "org/tensorflow/framework/GraphDef.class");
    assertContains("proto-1.15.0.jar", "org/tensorflow/framework/GraphDef.class");
    assertContains("protobuf-java-3.3.1.jar", "com/google/protobuf/Message.class");
    assertContains("protobuf-java-4.28.2.jar", "com/google/protobuf/Message.class");
    assertContains("protobuf-java-4.32.0.jar", "com/google/protobuf/Message.class");
    assertContains("javacpp-1.5.6.jar", "org/bytedeco/javacpp/Loader.class");
  }

  private static void assertContains(String jar, String entry) throws IOException {
    try (ZipFile zip = new ZipFile(neighbors(jar).get(0).toFile())) {
      assertNotNull(zip.getEntry(entry), jar);
    }
  }

  private static List<Path> neighbors(String jars) {
    final Path folder = Path.of(System.getProperty("neighbors.folder", "target/neighbors"));
    final List<Path> paths = new ArrayList<>();
    for (final String jar : jars.split(" ")) {
      paths.add(folder.resolve(jar).toAbsolutePath());
    }
    paths.forEach(jar -> assertTrue(Files.isRegularFile(jar), jar + " is missing"));
    return paths;
  }

  /** Returns a folder with the class that uses TensorFlow 1.15, and nothing else. */
  private Path former() throws IOException {
    final Path folder = work.resolve("former");
    final String name = FormerTensorFlow.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(folder.resolve(name).getParent());
    try (InputStream in = FormerTensorFlow.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(in, folder.resolve(name));
    }
    return folder;
  }
}
