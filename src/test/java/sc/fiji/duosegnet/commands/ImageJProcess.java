package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import sc.fiji.duosegnet.engine.OtherJava;

/** ImageJ in a JVM of its own, on the assembled folder. Closing ends the process. */
final class ImageJProcess implements AutoCloseable {

  /** JavaCPP's property for the folder that native libraries are unpacked to. */
  static final String NATIVES = "org.bytedeco.javacpp.cachedir";

  private static final long TIMEOUT_SECONDS = 240;

  private final Process process;
  private final Path output;
  private final Path errors;
  private int told;

  private ImageJProcess(Path work, String display, List<String> arguments) throws IOException {
    this(work, display, List.of(), arguments);
  }

  private ImageJProcess(Path work, String display, List<String> launcher, List<String> arguments)
      throws IOException {
    output = Files.createTempFile(work, "output", ".txt");
    errors = Files.createTempFile(work, "errors", ".txt");
    final List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(OtherJava.SHORT_LIVED);
    command.add("-Duser.home=" + work); // preferences of this user must not matter
    // What other programs of this machine leave must not matter either, nor is anything left there.
    final Path temporary = Files.createDirectories(work.resolve("temporary files"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-D" + NATIVES + "=" + Path.of("target/natives").toAbsolutePath()); // unpacked once
    command.addAll(arguments);
    final ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().remove("DISPLAY");
    if (display != null) {
      builder.environment().put("DISPLAY", display);
    }
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    process = builder.start();
  }

  /** Returns the folder with ImageJ and the plugin. */
  static Path folder() {
    final Path folder = Path.of(System.getProperty("imagej.folder", "target/imagej"));
    assertTrue(Files.isDirectory(folder), folder + " is missing; run mvn package first");
    return folder.toAbsolutePath();
  }

  /** Returns one of the example macros. */
  static Path macro(String name) {
    return folder().resolve("macros/Duo-SegNet").resolve(name);
  }

  /** Runs a macro with the launcher, without a display. */
  static ImageJProcess headless(Path work, Path macro, String argument) throws IOException {
    return headless(work, List.of(), List.of(), macro, argument);
  }

  /**
   * Runs a macro with the launcher, without a display.
   *
   * @param options options of the JVM
   * @param neighbors jars that come before all others on the class path
   */
  static ImageJProcess headless(
      Path work, List<String> options, List<Path> neighbors, Path macro, String argument)
      throws IOException {
    return headless(folder(), work, options, neighbors, macro, argument);
  }

  /** Runs a macro with the launcher of another ImageJ folder, without a display. */
  static ImageJProcess headless(Path imagej, Path work, Path macro, String argument)
      throws IOException {
    return headless(imagej, work, List.of(), List.of(), macro, argument);
  }

  /**
   * Runs a macro with the launcher, without a display.
   *
   * @param launcher a command that starts another one with some limits
   * @param options options of the JVM
   */
  static ImageJProcess limited(Path work, List<String> launcher, List<String> options, Path macro)
      throws IOException {
    return new ImageJProcess(
        work, null, launcher, arguments(folder(), options, List.of(), macro, ""));
  }

  private static ImageJProcess headless(
      Path imagej,
      Path work,
      List<String> options,
      List<Path> neighbors,
      Path macro,
      String argument)
      throws IOException {
    return new ImageJProcess(work, null, arguments(imagej, options, neighbors, macro, argument));
  }

  private static List<String> arguments(
      Path imagej, List<String> options, List<Path> neighbors, Path macro, String argument) {
    final List<String> classPath = new ArrayList<>();
    neighbors.forEach(jar -> classPath.add(jar.toString()));
    classPath.add(imagej.resolve("ij.jar").toString());
    classPath.add(imagej.resolve("plugins") + File.separator + "*");
    classPath.add(imagej.resolve("plugins/jars") + File.separator + "*");
    final List<String> arguments = new ArrayList<>(options);
    arguments.add("-cp");
    arguments.add(String.join(File.pathSeparator, classPath));
    arguments.add("sc.fiji.duosegnet.imagej.Headless");
    arguments.add(macro.toString());
    arguments.add(argument);
    return arguments;
  }

  /** Runs a macro in ImageJ's own window. Port 0 keeps it apart from other ImageJs. */
  static ImageJProcess window(Path work, String display, Path macro, String argument)
      throws IOException {
    return window(work, display, List.of(), macro, argument);
  }

  /**
   * The same with options of the JVM.
   *
   * @param options options of the JVM
   */
  static ImageJProcess window(
      Path work, String display, List<String> options, Path macro, String argument)
      throws IOException {
    final List<String> arguments = new ArrayList<>(options);
    arguments.addAll(
        List.of(
            "-cp",
            folder().resolve("ij.jar").toString(),
            "ij.ImageJ",
            "-ijpath",
            folder().toString(),
            "-port0",
            "-macro",
            macro.toString(),
            argument));
    return new ImageJProcess(work, display, arguments);
  }

  /** The same with a {@link WindowRobot} in front of the window, for {@link #tell}. */
  static ImageJProcess robot(Path work, String display, Path macro, String argument)
      throws IOException {
    final String classPath =
        folder().resolve("ij.jar")
            + File.pathSeparator
            + Path.of("target/test-classes").toAbsolutePath();
    return new ImageJProcess(
        work,
        display,
        List.of(
            "-cp",
            classPath,
            WindowRobot.class.getName(),
            "-ijpath",
            folder().toString(),
            "-port0",
            "-macro",
            macro.toString(),
            argument));
  }

  /** Has the {@link WindowRobot} do something and returns its answer. */
  String tell(String command) throws IOException, InterruptedException {
    final String start = "answer " + ++told + ": ";
    process.getOutputStream().write((told + " " + command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    await("answer to " + command, () -> output().matches("(?s).*" + start + "[^\n]*\n.*"));
    return output().replaceFirst("(?s).*" + start + "([^\n]*)\n.*", "$1");
  }

  /** Waits until the text of a window contains something; returns the text. */
  String await(String window, String wanted) throws IOException, InterruptedException {
    final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    String text = tell("text " + window);
    while (!text.matches("(?s).*" + wanted + ".*")) {
      final String last = text;
      assertTrue(System.nanoTime() < end, () -> "no " + wanted + " in: " + last);
      Thread.sleep(100);
      text = tell("text " + window);
    }
    return text;
  }

  /** Waits for the end and returns the exit status. */
  int status() throws InterruptedException {
    assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), () -> "no end: " + text());
    return process.exitValue();
  }

  /** Waits until something is true, as long as the process runs. */
  void await(String what, BooleanSupplier condition) throws InterruptedException {
    final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(process.isAlive() && System.nanoTime() < end, () -> "no " + what + ": " + text());
      Thread.sleep(100);
    }
  }

  /** Ends the process at once, without giving it time for anything, and waits for its end. */
  void kill() throws InterruptedException {
    assertTrue(process.isAlive(), this::text);
    process.destroyForcibly().waitFor();
  }

  String output() {
    return read(output);
  }

  String errors() {
    return read(errors);
  }

  String text() {
    return output() + "\n" + errors();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (final IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
