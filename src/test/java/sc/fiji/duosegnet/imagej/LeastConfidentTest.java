package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;

class LeastConfidentTest {

  private static List<Integer> kept(int count, double... confidences) {
    final LeastConfident least = new LeastConfident(count);
    for (int i = 0; i < confidences.length; i++) {
      least.add(i, confidences[i], () -> ArrayImgs.unsignedBytes(1, 1));
    }
    return least.byNumber().stream().map(LeastConfident.Plane::number).toList();
  }

  @Test
  void keepsTheSmallestAndOfEqualOnesTheFirst() {
    assertEquals(List.of(1, 3), kept(2, 0.5, 0.2, 0.4, 0.1));
    assertEquals(List.of(0, 1), kept(2, 0.5, 0.5, 0.5));
    assertEquals(List.of(1, 2), kept(2, 0.5, 0.3, 0.3, 0.3));
    assertEquals(List.of(0, 1), kept(9, 0.5, 0.6));
  }

  @Test
  void keepsWhatSortingKeeps() {
    final Random random = new Random(4);
    for (int trial = 0; trial < 50; trial++) {
      final double[] confidences =
          IntStream.range(0, 40).mapToDouble(i -> random.nextInt(12) / 12.0).toArray();
      final List<Integer> expected =
          IntStream.range(0, 40)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> confidences[i]))
              .limit(7)
              .sorted()
              .toList();
      assertEquals(expected, kept(7, confidences));
    }
  }

  @Test
  void masksOfOthersAreNotAskedFor() {
    final LeastConfident least = new LeastConfident(1);
    final List<Integer> asked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      final int plane = i;
      least.add(
          plane,
          new double[] {0.5, 0.7, 0.4, 0.9}[plane],
          () -> {
            asked.add(plane);
            return ArrayImgs.unsignedBytes(1, 1);
          });
    }
    assertEquals(List.of(0, 2), asked);
  }

  @Test
  void noneIsNoNumber() {
    assertEquals(
        "Input 'count' is 0; give the number of slices to annotate, 1 or more.",
        assertThrows(IllegalArgumentException.class, () -> new LeastConfident(0)).getMessage());
  }
}
