package sc.fiji.duosegnet.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Trains and segments in the assembled ImageJ with other versions of the engine's libraries before
 * everything else on the class path, in a JVM each; where these are a whole TensorFlow 1.x, it runs
 * a session before and after ours in that JVM. One row for each. Needs {@code mvn package} before.
 *
 * <p>Arguments: {@code folder=<scratch> results=<csv> maven=mvn}.
 */
public final class NeighborsDriver {

  private static final String HEADER = "neighbors,session_before,session_after,status,commit";

  private static final String PROTO_1 = "com.google.protobuf:protobuf-java:3.3.1";
  private static final String JNI = "org.tensorflow:libtensorflow_jni:1.15.0";
  private static final String JAVA_1_15 = "org.tensorflow:libtensorflow:1.15.0";

  /** Artifacts by their places on the class path. */
  private static final List<List<String>> NEIGHBORS =
      List.of(
          List.of("org.tensorflow:libtensorflow:1.12.0"),
          List.of(JAVA_1_15, JNI),
          List.of("org.tensorflow:proto:1.15.0", PROTO_1, JAVA_1_15, JNI),
          List.of("com.google.protobuf:protobuf-java:4.32.0"),
          List.of("org.bytedeco:javacpp:1.5.6"),
          List.of("org.bytedeco:javacpp:1.5.6", PROTO_1, JAVA_1_15, JNI));

  private final Path folder;
  private final Path jars;
  private final Path imagej = Path.of("target/imagej").toAbsolutePath();
  private final String maven;

  private NeighborsDriver(Arguments arguments) {
    folder = Path.of(arguments.get("folder", "target/neighbors-driver")).toAbsolutePath();
    jars = folder.resolve("jars");
    maven = arguments.get("maven", "mvn");
  }

  /** See the class. The exit status is 1 if any of them failed. */
  public static void main(String[] args) throws Exception {
    final Arguments arguments = new Arguments(args);
    final NeighborsDriver driver = new NeighborsDriver(arguments);
    final CsvTable table =
        new CsvTable(
            Path.of(arguments.get("results", "src/benchmark/results/neighbors.csv")), HEADER);
    boolean good = true;
    for (final List<String> artifacts : NEIGHBORS) {
      final String row = driver.run(artifacts);
      System.out.println(row);
      table.append(List.of(row));
      good &= row.contains(",0,");
    }
    System.exit(good ? 0 : 1);
  }

  private String run(List<String> artifacts) throws IOException, InterruptedException {
    final boolean session = artifacts.contains(JNI);
    final List<String> classPath = new ArrayList<>();
    for (final String artifact : artifacts) {
      classPath.add(jar(artifact).toString());
    }
    classPath.add(helper().toString());
    classPath.add(imagej.resolve("ij.jar").toString());
    classPath.add(imagej.resolve("plugins") + File.separator + "*");
    classPath.add(imagej.resolve("plugins/jars") + File.separator + "*");
    final Path model = folder.resolve("model.zip");
    Files.deleteIfExists(model);
    final String former =
        session
            ? "print(\"session \" + call(\"" + FormerTensorFlow.class.getName() + ".square\"));\n"
            : "";
    final Path macro =
        Files.writeString(
            folder.resolve("neighbors.ijm"),
            former
                + "run(\"Sample Images\", \"size=64 slices=8 labeled=4 seed=1\");\n"
                + "run(\"Train\", \"image=sample mask=sample-masks preset=Laptop iterations=3"
                + " width=4 patch_size=32 model_file=["
                + model
                + "]\");\n"
                + "run(\"Segment Image\", \"image=sample model=["
                + model
                + "]\");\n"
                + "selectImage(\"sample-mask\");\n"
                + "print(\"segmented \" + nSlices);\n"
                + former);
    final Path output = folder.resolve("output.txt");
    final Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, classPath),
                "sc.fiji.duosegnet.imagej.Headless",
                macro.toString(),
                "")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor(5, TimeUnit.MINUTES) ? process.exitValue() : -1;
    process.destroyForcibly();
    final String text = Files.readString(output);
    final List<String> results =
        text.lines().filter(line -> line.startsWith("session ")).map(l -> l.substring(8)).toList();
    if (status == 0 && (!text.contains("segmented 8") || results.size() != (session ? 2 : 0))) {
      status = -2;
    }
    if (status != 0) {
      System.out.println(text);
    }
    return String.format(
        Locale.ROOT,
        "%s,%s,%s,%d,%s",
        String.join(" ", artifacts),
        results.isEmpty() ? "" : results.get(0),
        results.size() < 2 ? "" : results.get(1),
        status,
        Commit.current());
  }

  /** Returns an artifact's jar, fetched if it is not there. */
  private Path jar(String artifact) throws IOException, InterruptedException {
    final String[] parts = artifact.split(":");
    final Path jar = jars.resolve(parts[1] + "-" + parts[2] + ".jar");
    if (!Files.exists(jar)) {
      new ProcessBuilder(
              maven,
              "-q",
              "-B",
              "dependency:copy",
              "-Dartifact=" + artifact,
              "-DoutputDirectory=" + jars)
          .inheritIO()
          .start()
          .waitFor();
    }
    if (!Files.exists(jar)) {
      throw new IOException("Maven did not fetch " + artifact + "; see its message.");
    }
    return jar;
  }

  /** Returns a folder with the class that uses TensorFlow 1.x, and nothing else. */
  private Path helper() throws IOException {
    final Path helper = folder.resolve("helper");
    final String name = FormerTensorFlow.class.getName().replace('.', '/') + ".class";
    final Path file = helper.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    try (var stream = FormerTensorFlow.class.getClassLoader().getResourceAsStream(name)) {
      Files.write(file, stream.readAllBytes());
    }
    return helper;
  }
}
