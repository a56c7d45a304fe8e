package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShowcaseTest {

  @Test
  void worstQuartilesAndBestAreChosen() {
    final Map<String, Double> scores = new HashMap<>();
    for (int i = 0; i <= 100; i++) {
      scores.put("image" + i, i / 100.0);
    }
    assertEquals(
        List.of("image0", "image25", "image50", "image75", "image100"), Showcase.chosen(scores));
  }

  @Test
  void fewImagesAreShownOnceEach() {
    assertEquals(List.of("b", "a"), Showcase.chosen(Map.of("a", 0.9, "b", 0.1)));
    assertEquals(List.of("a"), Showcase.chosen(Map.of("a", 0.9)));
    assertEquals(List.of("a", "b", "c"), Showcase.chosen(Map.of("c", 0.5, "b", 0.5, "a", 0.5)));
  }
}
