package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapDifferenceTest {

  @Test
  void theFirstDifferenceIsNamed() {
    assertNull(MapDifference.of(Map.of("a", Map.of("b", 1)), Map.of("a", Map.of("b", 1L))));
    assertNull(MapDifference.of(Map.of("a", 2), Map.of("a", 2.0)));
    assertEquals(
        "'a.b' is 1, not 2",
        MapDifference.of(Map.of("a", Map.of("b", 1)), Map.of("a", Map.of("b", 2))));
    assertEquals("'a' is null, not 2", MapDifference.of(Map.of(), Map.of("a", 2)));
    assertEquals("'a' is 2, not null", MapDifference.of(Map.of("a", 2), Map.of()));
    assertEquals(
        "'a' are 2, not 2, among them 'x', without 'z'",
        MapDifference.of(Map.of("a", List.of("x", "y")), Map.of("a", List.of("y", "z"))));
    assertEquals(
        "'a' are in another order",
        MapDifference.of(Map.of("a", List.of("x", "y")), Map.of("a", List.of("y", "x"))));
  }

  @Test
  void largeWholeNumbersDoNotMeet() {
    assertEquals(
        "'seed' is 9007199254740993, not 9007199254740992",
        MapDifference.of(Map.of("seed", (1L << 53) + 1), Map.of("seed", 1L << 53)));
  }
}
