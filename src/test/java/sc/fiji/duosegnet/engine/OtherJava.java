package sc.fiji.duosegnet.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java virtual machine beside that of the tests, with their class path. */
public final class OtherJava {

  /** Option of a JVM that ends before optimized code pays for the time that it takes to compile. */
  public static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  private OtherJava() {}

  /**
   * Prepares one.
   *
   * @param options of Java
   * @param program its main class
   * @param arguments of the program
   */
  public static ProcessBuilder of(List<String> options, Class<?> program, Object... arguments) {
    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(SHORT_LIVED);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    for (final Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command);
  }
}
