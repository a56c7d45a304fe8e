package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.Macro_Runner;
import ij.plugin.frame.Editor;
import java.awt.HeadlessException;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Runs a macro in plain ImageJ without a display, for {@link Headless}. */
final class HeadlessMacro {

  private static final Pattern PLAIN_EXIT = Pattern.compile("\\bexit\\s*(\\(\\s*\\))?\\s*(;|}|$)");
  private static volatile boolean running;

  private HeadlessMacro() {}

  /**
   * @param arguments path of the macro, and optionally the text that {@code getArgument()} returns
   *     in it
   */
  public static void main(String[] arguments) throws InterruptedException {
    System.setProperty("java.awt.headless", "true");
    final int[] status = {1};
    // ImageJ lets an error end a macro at once only on threads of this name.
    final Thread thread =
        new Thread(() -> status[0] = run(List.of(arguments), System.err), "Headless Macro$");
    thread.start();
    thread.join();
    System.exit(status[0]);
  }

  /** Tells whether this JVM was started to run one macro without a display. */
  static boolean isRunning() {
    return running;
  }

  /** Runs a macro and returns the exit status. */
  static int run(List<String> arguments, PrintStream errors) {
    String problem;
    try {
      problem = execute(arguments);
    } catch (final IOException | IllegalArgumentException | IllegalStateException e) {
      problem = e.getMessage();
    }
    if (problem != null) {
      errors.println(problem);
      errors.flush();
    }
    return problem == null ? 0 : 1;
  }

  private static String execute(List<String> arguments) throws IOException {
    if (arguments.isEmpty() || arguments.size() > 2) {
      throw new IllegalArgumentException(
          "Headless got "
              + arguments.size()
              + " arguments; give the path of a macro file and, if the macro takes one, its"
              + " argument.");
    }
    final Path macro = Path.of(arguments.get(0)).toAbsolutePath();
    if (!Files.isRegularFile(macro)) {
      throw new IOException("Macro file '" + macro + "' does not exist; check the path.");
    }
    running = true;
    if (System.getProperty("plugins.dir") == null) {
      findImageJFolder();
    }
    CommandTable.fill();
    Macro_Runner.setFilePath(macro.toString());
    return interpret(read(macro), arguments.size() > 1 ? arguments.get(1) : "");
  }

  /** Returns null, or the sentence on why the macro did not get to its end. */
  private static String interpret(String code, String argument) {
    final Interpreter interpreter = new Interpreter();
    boolean ended = true;
    try {
      interpreter.run(code, argument);
    } catch (final HeadlessException e) {
      ended = false;
    } catch (final RuntimeException e) {
      if (!Macro.MACRO_CANCELED.equals(e.getMessage())) {
        return describe(interpreter, code, "internal error (" + e + ")");
      }
      ended = PLAIN_EXIT.matcher(line(interpreter, code)).find();
    }
    final String failure = Failures.take();
    if (failure != null) {
      return failure;
    }
    if (interpreter.wasError()) {
      final String message = interpreter.getErrorMessage();
      return describe(interpreter, code, message == null ? "it was canceled" : message);
    }
    if (ended) {
      return null;
    }
    final String shown = IJ.getErrorMessage();
    return describe(interpreter, code, shown == null ? "the message above" : shown);
  }

  private static String describe(Interpreter interpreter, String code, String cause) {
    final String line = line(interpreter, code).trim();
    return "The macro stopped in line "
        + interpreter.getLineNumber()
        + (line.isEmpty() ? "" : " (" + line + ")")
        + ": "
        + cause.replaceAll("\\s+", " ").trim();
  }

  private static String line(Interpreter interpreter, String code) {
    final String[] lines = code.split("\r\n|\r|\n", -1);
    final int number = interpreter.getLineNumber();
    return number >= 1 && number <= lines.length ? lines[number - 1] : "";
  }

  private static String read(Path macro) throws IOException {
    final byte[] bytes = Files.readAllBytes(macro);
    String code;
    try {
      code = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (final CharacterCodingException e) {
      code = new String(bytes, StandardCharsets.ISO_8859_1); // as ImageJ itself reads macros
    }
    return code.contains("#include") ? Editor.doInclude(code) : code;
  }

  /** ImageJ looks for its folders in the working directory unless it is told where they are. */
  private static void findImageJFolder() {
    try {
      final File jar =
          new File(IJ.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      final File folder = jar.getParentFile();
      if (folder != null && new File(folder, "plugins").isDirectory()) {
        System.setProperty("plugins.dir", folder.getPath());
      }
    } catch (final URISyntaxException e) {
      throw new IllegalStateException("ImageJ's own location is not a file path: " + e, e);
    }
  }
}
