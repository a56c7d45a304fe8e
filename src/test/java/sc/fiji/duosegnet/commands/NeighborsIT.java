package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trains and segments in an ImageJ that has another TensorFlow or another protobuf before
 * everything else on its class path, as update sites put them there.
 */
class NeighborsIT {

  @TempDir Path work;

  @ParameterizedTest
  @ValueSource(
      strings = {"protobuf-java-3.3.1.jar libtensorflow-1.15.0.jar", "protobuf-java-4.28.2.jar"})
  void trainsAndSegmentsBeside(String jars) throws Exception {
    final List<Path> neighbors = neighbors(jars);
    final Path images = work.resolve("images");
    TrialImages.write(images);
    final Path model = work.resolve("model.zip");
    final Path results = work.resolve("results");
    // Both example macros in one ImageJ; the class path is printed to know that the jars are there.
    final String macros = ImageJProcess.macro("x").getParent().toString() + "/";
    final Path macro =
        Files.writeString(
            work.resolve("both.ijm"),
            "print(call(\"java.lang.System.getProperty\", \"java.class.path\"));\n"
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
                + "]\");\n");
    try (ImageJProcess imagej = ImageJProcess.headless(work, List.of(), neighbors, macro, "")) {
      assertEquals(0, imagej.status(), imagej.text());
      assertTrue(imagej.output().contains(neighbors.get(0).toString()), imagej.text());
    }
    SegmentationCheck.check(results);
  }

  @Test
  void theNeighborsHaveClassesOfTheSameNames() throws Exception {
    // Otherwise the test above would prove nothing.
    assertContains("libtensorflow-1.15.0.jar", "org/tensorflow/Graph.class");
    assertContains("protobuf-java-3.3.1.jar", "com/google/protobuf/Message.class");
    assertContains("protobuf-java-4.28.2.jar", "com/google/protobuf/Message.class");
  }

  private static void assertContains(String jar, String entry) throws Exception {
    try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(neighbors(jar).get(0).toFile())) {
      assertTrue(zip.getEntry(entry) != null, jar);
    }
  }

  private static List<Path> neighbors(String jars) {
    final Path folder = Path.of(System.getProperty("neighbors.folder", "target/neighbors"));
    final List<Path> paths = new ArrayList<>();
    Arrays.stream(jars.split(" ")).forEach(jar -> paths.add(folder.resolve(jar).toAbsolutePath()));
    paths.forEach(jar -> assertTrue(Files.isRegularFile(jar), jar + " is missing"));
    return paths;
  }
}
