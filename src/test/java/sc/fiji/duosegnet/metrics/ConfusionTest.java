package sc.fiji.duosegnet.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

class ConfusionTest {

  @Test
  void measuresAgreeWithSets() {
    final Random random = new Random(5);
    for (int round = 0; round < 20; round++) {
      final int size = 60;
      final float[] probability = new float[size];
      final float[] truth = new float[size];
      final byte[] predictedBytes = new byte[size];
      final byte[] truthBytes = new byte[size];
      final Set<Integer> found = new HashSet<>();
      final Set<Integer> wanted = new HashSet<>();
      for (int i = 0; i < size; i++) {
        probability[i] = random.nextFloat();
        if (probability[i] > 0.7) {
          found.add(i);
          predictedBytes[i] = (byte) 255;
        }
        if (random.nextInt(3) == 0) {
          wanted.add(i);
          truth[i] = 1;
          truthBytes[i] = 1;
        }
      }
      final Set<Integer> both = new HashSet<>(found);
      both.retainAll(wanted);
      final Set<Integer> either = new HashSet<>(found);
      either.addAll(wanted);
      final Confusion counts = Confusion.of(probability, truth, 0.7);
      assertEquals(2.0 * both.size() / (found.size() + wanted.size()), counts.dice(), 1e-12);
      assertEquals((double) both.size() / either.size(), counts.jaccard(), 1e-12);
      assertEquals((double) both.size() / found.size(), counts.precision(), 1e-12);
      assertEquals((double) both.size() / wanted.size(), counts.recall(), 1e-12);
      assertEquals(100.0 * (either.size() - both.size()) / size, counts.maePercent(), 1e-12);
      assertEquals(size, counts.tp() + counts.fp() + counts.fn() + counts.tn());
      final Confusion bytes = new Confusion();
      bytes.add(predictedBytes, truthBytes);
      assertEquals(counts.toString(), bytes.toString());
      assertEquals(
          counts.toString(),
          Confusion.of(probability, ArrayImgs.bytes(truthBytes, 10, 6), 0.7).toString());
    }
  }

  @Test
  void aMaskIsReadRowAfterRow() {
    final var columns = ArrayImgs.bytes(new byte[] {1, 0, 0, 1, 0, 0}, 3, 2);
    final var rows = Views.permute(columns, 0, 1);
    assertEquals(
        1, Confusion.of(new float[] {1, 1, 0, 0, 0, 0}, rows, 0.5).dice(), "2 columns, 3 rows");
  }

  @Test
  void emptyMasksFollowTheRule() {
    final float[] nothing = new float[4];
    final float[] something = {0, 1, 0, 0};
    final Confusion empty = Confusion.of(nothing, nothing, 0.5);
    assertEquals(1, empty.dice());
    assertEquals(1, empty.jaccard());
    assertEquals(1, empty.precision());
    assertEquals(1, empty.recall());
    assertEquals(0, empty.maePercent());
    final Confusion missed = Confusion.of(nothing, something, 0.5);
    assertEquals(0, missed.dice());
    assertEquals(0, missed.precision());
    assertEquals(25, missed.maePercent());
    final Confusion invented = Confusion.of(something, nothing, 0.5);
    assertEquals(0, invented.dice());
    assertEquals(0, invented.recall());
  }

  @Test
  void theThresholdItselfIsBackground() {
    assertEquals(0, Confusion.of(new float[] {0.5f}, new float[] {1}, 0.5).tp());
  }

  @Test
  void sizesMustAgree() {
    assertThrows(
        IllegalArgumentException.class, () -> Confusion.of(new float[3], new float[4], 0.5));
    assertThrows(
        IllegalArgumentException.class,
        () -> Confusion.of(new float[3], ArrayImgs.bytes(2, 2), 0.5));
    assertThrows(
        IllegalArgumentException.class, () -> new Confusion().add(new byte[1], new byte[2]));
  }
}
