package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceNumbersTest {

  @Test
  void readsNumbersAndRanges() {
    assertEquals(List.of(0, 3, 7, 8, 9), List.copyOf(SliceNumbers.parse("s", "8 - 10, 1,4,9", 10)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "3-", "5-4", "a", "1,,2", "1;2", "99999999999"})
  void refusesOthers(String text) {
    final String sentence =
        assertThrows(IllegalArgumentException.class, () -> SliceNumbers.parse("s", text, 10))
            .getMessage();
    assertTrue(sentence.startsWith("Input 's' is '" + text + "'; give"), sentence);
  }

  @Test
  void writesWhatItReads() {
    for (final String text : new String[] {"", "3", "1-2", "1,4,8-12", "2-4,6,8-9,12"}) {
      final SortedSet<Integer> numbers =
          text.isEmpty() ? new TreeSet<>() : SliceNumbers.parse("slices", text, 12);
      assertEquals(text, SliceNumbers.format(numbers));
    }
  }
}
