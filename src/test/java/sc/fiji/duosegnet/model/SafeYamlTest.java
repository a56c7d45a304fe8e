package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML that is meant to do more than to describe something. */
class SafeYamlTest {

  private static final int MOST = 8 << 20;

  private static Map<?, ?> load(final String yaml) throws IOException {
    return SafeYaml.map(yaml.getBytes(StandardCharsets.UTF_8), MOST);
  }

  private static void refused(final String yaml, final String reason) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          final String message = assertThrows(IOException.class, () -> load(yaml)).getMessage();
          assertTrue(message.startsWith("its YAML ") && message.contains(reason), message);
          assertEquals(1, message.lines().count(), message);
        });
  }

  @Test
  void plainValuesLoad() throws IOException {
    assertEquals(
        Map.of("a", 1, "b", List.of(0.5, true, "text"), "c", Map.of("d", "\u00b5m")),
        load("a: 1\nb: [0.5, true, text]\nc:\n  d: '\u00b5m'\n"));
    assertEquals(Map.of("a", List.of(1), "b", List.of(1)), load("a: &x [1]\nb: *x\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: !!java.net.URL ['file:///etc/passwd']",
        "a: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader []]",
        "!!sc.fiji.duosegnet.model.Tensor {}",
        "a: *unknown",
        "a: [",
        "a: 1\na: 2",
        "a: 1\n---\nb: 2",
      })
  void whatIsNoPlainYamlIsRefused(final String yaml) {
    refused(yaml, "can't be read");
  }

  @Test
  void otherDocumentsHaveNoFields() {
    refused("[1, 2]", "no fields");
    refused("", "no fields");
  }

  @Test
  void listsThatHoldThemselvesAreRefused() {
    refused("a: &me\n  - [*me]\n", "refers to itself");
    refused("a: &me\n  b: {c: *me}\n", "refers to itself");
    final StringBuilder laughs = new StringBuilder("l0: &l0 [ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for (int i = 1; i < 20; i++) {
      laughs.append(String.format("l%d: &l%d [*l%d, *l%d]%n", i, i, i - 1, i - 1));
    }
    refused(laughs.toString(), "refers to");
    refused("a: " + "[".repeat(3000) + "]".repeat(3000), "can't be read");
  }

  @Test
  void numbersAndWordsWithoutEndAreRefusedAtOnce() {
    refused("a: " + "7".repeat(1_000_000), "without end");
    refused("a: 0x" + "f".repeat(1_000_000), "without end");
    refused("a: " + "x".repeat(3_000_000), "without end");
    refused("a:" + " ".repeat(3_000_000) + "x", "without end");
    refused("a: b\n".repeat(MOST), "more than");
  }
}
