package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * TensorFlow's pool for the insides of ops is made once in a process, when the engine looks for
 * devices: with as many threads as were wanted, not with all processors.
 */
class EngineThreadsTest {

  private static final int FEW = 2;
  private static final int MANY = 40;

  /** Java's own threads, some of which come and go. */
  private static final int OTHERS = 6;

  @Test
  @EnabledOnOs(OS.LINUX)
  void whoLoadsTheEngineDecidesHowManyThreadsAnOpMayHave() throws Exception {
    final int more = threads(MANY) - threads(FEW);
    assertTrue(Math.abs(more - (MANY - FEW) / 2) <= OTHERS, more + " threads more");
  }

  /** Returns the threads of a Java of its own in which the engine was loaded for so many. */
  private static int threads(int wanted) throws IOException, InterruptedException {
    final Process process =
        OtherJava.of(List.of("-Xmx256m", "-Djava.awt.headless=true"), Loading.class, wanted)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    final String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return Integer.parseInt(output.trim());
  }

  /** Loads the engine, and tells how many threads there are then. */
  static final class Loading {

    private Loading() {}

    public static void main(String[] args) throws IOException {
      Engines.get(Integer.parseInt(args[0]));
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        System.out.println(tasks.count());
      }
    }
  }
}
