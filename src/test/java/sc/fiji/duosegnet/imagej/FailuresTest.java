package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.scijava.log.LogService;
import org.scijava.log.StderrLogService;

/** Headless and without a macro, as a program that calls a command would meet failures. */
class FailuresTest {

  private final LogService log = new StderrLogService();

  @Test
  void expectedProblemKeepsItsSentence() {
    assertEquals("Do this.", sentence(new IllegalArgumentException("Do this.")));
    assertEquals("Do that.", sentence(new UncheckedIOException(new IOException("Do that."))));
  }

  @Test
  void systemProblemBecomesASentence() {
    assertEquals(
        "File '/a b' cannot be used (it does not exist); check that it is there and that you may"
            + " read and write it.",
        sentence(new NoSuchFileException("/a b")));
  }

  @Test
  void unexpectedProblemNamesCommandAndCause() {
    final String sentence = sentence(new NullPointerException("x"));
    assertTrue(
        sentence.contains("'Train'") && sentence.contains("NullPointerException: x"), sentence);
  }

  @Test
  void longSentencesAreBrokenBetweenWords() {
    final String words = "word ".repeat(60).trim();
    final String wrapped = Failures.wrap(words);
    assertEquals(words, wrapped.replace('\n', ' '));
    for (final String line : wrapped.split("\n")) {
      assertTrue(line.length() <= 90, line);
    }
    assertFalse(Failures.wrap("short").contains("\n"));
  }

  private String sentence(Throwable problem) {
    final IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> Failures.report("Train", problem, log));
    assertEquals(thrown.getMessage(), Failures.take());
    return thrown.getMessage();
  }
}
