package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SymmetryTest {

  private static final float[] SQUARE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  private static float[] apply(Symmetry symmetry, float[] square) {
    final float[] target = new float[9];
    symmetry.apply(square, 3, 1, target, 0);
    return target;
  }

  @Test
  void turnsAndFlipsAreWhatTheirNamesSay() {
    assertArrayEquals(SQUARE, apply(Symmetry.IDENTITY, SQUARE));
    assertArrayEquals(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, apply(Symmetry.TURN_90, SQUARE));
    assertArrayEquals(new float[] {9, 8, 7, 6, 5, 4, 3, 2, 1}, apply(Symmetry.TURN_180, SQUARE));
    assertArrayEquals(new float[] {3, 2, 1, 6, 5, 4, 9, 8, 7}, apply(Symmetry.FLIP, SQUARE));
    assertArrayEquals(
        apply(Symmetry.TURN_270, SQUARE),
        apply(Symmetry.TURN_90, apply(Symmetry.TURN_180, SQUARE)));
    assertArrayEquals(
        apply(Symmetry.TURN_90_FLIP, SQUARE),
        apply(Symmetry.FLIP, apply(Symmetry.TURN_90, SQUARE)));
  }

  @Test
  void allEightDifferAndKeepEveryPixel() {
    final Set<String> seen = new HashSet<>();
    for (final Symmetry symmetry : Symmetry.values()) {
      final float[] result = apply(symmetry, SQUARE);
      seen.add(Arrays.toString(result));
      Arrays.sort(result);
      assertArrayEquals(SQUARE, result);
    }
    assertEquals(8, seen.size());
  }

  @Test
  void channelsStayTogether() {
    final float[] target = new float[1 + 8];
    Symmetry.FLIP.apply(new float[] {1, -1, 2, -2, 3, -3, 4, -4}, 2, 2, target, 1);
    assertArrayEquals(new float[] {0, 2, -2, 1, -1, 4, -4, 3, -3}, target);
  }
}
