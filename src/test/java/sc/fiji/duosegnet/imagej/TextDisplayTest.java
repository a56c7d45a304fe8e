package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextDisplayTest {

  @Test
  void linesBreakAtBlanksAndNowhereElse() {
    assertEquals("one two\nthree", TextDisplay.wrap("one two three", 9));
    assertEquals("one two\nthree", TextDisplay.wrap("one two three", 7));
    assertEquals("a\nverylongword\nb", TextDisplay.wrap("a verylongword b", 5));
    assertEquals("first\n\nsecond", TextDisplay.wrap("first\n\nsecond", 80));
    assertEquals("", TextDisplay.wrap("", 5));
  }
}
