package sc.fiji.duosegnet.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.scijava.command.CommandModule;
import sc.fiji.duosegnet.engine.EngineException;
import sc.fiji.duosegnet.engine.EngineInfo;
import sc.fiji.duosegnet.model.Method;

class AboutDuoSegNetTest {

  private static final EngineInfo ENGINE =
      new EngineInfo("2.18.0", List.of("CPU:0"), "/somewhere/lib");

  @Test
  void tellsAllThatOneMayAskFor() throws IOException {
    final String text = AboutText.of(() -> ENGINE);
    final String joined = text.replace('\n', ' ');
    assertTrue(joined.startsWith("Duo-SegNet for Fiji "), text);
    assertTrue(
        joined.contains("TensorFlow 2.18.0 on CPU:0 (no GPU that it can use), from /somewhere/lib"),
        text);
    for (final Method method : Method.values()) {
      assertTrue(joined.contains(method.label() + ": " + method.summary() + "."), method.label());
    }
    assertTrue(joined.contains("Adversarial Dual-Views"), text);
    assertTrue(joined.contains("https://doi.org/10.1007/978-3-030-87196-3_40"), text);
    assertTrue(joined.contains("THIS SOFTWARE IS PROVIDED"), text);
    assertTrue(joined.contains("Annotate Next: Finds the slices"), text);
    for (final String line : text.split("\n")) {
      assertTrue(line.length() <= 84, line);
    }
  }

  @Test
  void tellsThatTheEngineIsMissing() throws IOException {
    final String text =
        AboutText.of(
            () -> {
              throw new EngineException("TensorFlow's files are missing; unpack them.");
            });
    assertTrue(
        text.contains("Engine: not there. TensorFlow's files are missing; unpack them."), text);
  }

  @Test
  void listsTheEntriesOfTheMenu() throws IOException {
    try (var in = Train.class.getResourceAsStream("/plugins.config")) {
      final String menu = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(
          Pattern.compile("\\(\"(.+)\"\\)")
              .matcher(menu)
              .results()
              .map(match -> match.group(1))
              .sorted()
              .toList(),
          AboutText.ENTRIES.stream().map(Class::getName).sorted().toList());
    }
  }

  @Test
  void theReadmeSaysTheSameOfTheMethods() throws IOException {
    final String readme = Files.readString(Path.of("README.md"));
    for (final Method method : Method.values()) {
      final String row = "| `" + method.label() + "` | " + method.summary() + " |";
      assertTrue(readme.contains(row), row);
    }
  }

  @Test
  void theCommandShowsTheEngineThatIsReallyThere() throws Exception {
    final CommandModule module = CommandModules.of(AboutDuoSegNet.class);
    final PrintStream before = System.out;
    final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      module.run();
    } finally {
      System.setOut(before);
    }
    final String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("Engine: TensorFlow 2."), text);
  }
}
