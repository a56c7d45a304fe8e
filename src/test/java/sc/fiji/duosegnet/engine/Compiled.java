package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** Classes made during a test. */
public final class Compiled {

  private Compiled() {}

  /** Compiles one class into a folder of classes, which it may use, as those of the tests. */
  public static void into(Path folder, String name, String body) throws IOException {
    final int dot = name.lastIndexOf('.');
    final Path source = folder.resolve(name.substring(dot + 1) + ".java");
    Files.writeString(source, "package " + name.substring(0, dot) + "; " + body);
    final int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    Files.delete(source);
    assertEquals(0, status, "compiling " + name);
  }
}
