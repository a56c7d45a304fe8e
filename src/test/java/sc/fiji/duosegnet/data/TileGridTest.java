package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileGridTest {

  @ParameterizedTest
  @CsvSource({
    "1,1,32,8,16",
    "1,200,32,8,16",
    "31,33,32,0,16",
    "100,64,32,0,16",
    "100,97,32,1,16",
    "100,97,32,16,16",
    "257,130,64,48,8",
    "257,130,64,56,8",
    "65,127,64,63,1",
    "300,10,64,17,32",
    "500,333,128,32,32",
    "1000,64,96,40,16",
    "97,98,96,32,32",
    "40,40,256,64,16"
  })
  void weightsSumToOneAndTilesLieOnTheGrid(
      int width, int height, int tile, int overlap, int multiple) {
    final TileGrid grid = new TileGrid(width, height, tile, overlap, multiple);
    final double[] sums = new double[width * height];
    for (final TileGrid.Tile t : grid.tiles()) {
      assertEquals(0, t.x() % multiple);
      assertEquals(0, t.y() % multiple);
      assertEquals(0, t.width() % multiple);
      assertEquals(0, t.height() % multiple);
      assertTrue(t.width() <= tile && t.height() <= tile);
      assertTrue(t.x() < width && t.y() < height && t.x() >= 0 && t.y() >= 0);
      final float[] x = grid.weightsX(t);
      final float[] y = grid.weightsY(t);
      assertEquals(t.width(), x.length);
      assertEquals(t.height(), y.length);
      for (int j = 0; j < t.height(); j++) {
        for (int i = 0; i < t.width(); i++) {
          final float weight = x[i] * y[j];
          assertTrue(weight >= 0);
          if (t.x() + i < width && t.y() + j < height) {
            sums[(t.y() + j) * width + t.x() + i] += weight;
          } else {
            assertEquals(0, weight);
          }
        }
      }
    }
    for (final double sum : sums) {
      assertEquals(1, sum, 1e-5);
    }
  }

  @Test
  void aPlaneThatFitsLiesInOneTileJustLargeEnough() {
    assertEquals(
        List.of(new TileGrid.Tile(0, 0, 48, 64)), new TileGrid(33, 64, 64, 16, 16).tiles());
    assertEquals(List.of(new TileGrid.Tile(0, 0, 16, 16)), new TileGrid(1, 1, 64, 16, 16).tiles());
  }

  @Test
  void neighborsOverlapAtLeastAsMuchAsAskedFor() {
    for (int width = 65; width < 700; width += 13) {
      final List<TileGrid.Tile> tiles = new TileGrid(width, 1, 64, 20, 8).tiles();
      for (int i = 1; i < tiles.size(); i++) {
        assertTrue(tiles.get(i - 1).x() + 64 - tiles.get(i).x() >= 20);
      }
      final TileGrid.Tile last = tiles.get(tiles.size() - 1);
      assertTrue(last.x() + 64 >= width && last.x() + 64 < width + 8);
    }
  }

  @Test
  void theOuterPartOfAnOverlapHasNoWeight() {
    final TileGrid grid = new TileGrid(96, 32, 64, 32, 32);
    assertEquals(2, grid.tiles().size());
    final float[] left = grid.weightsX(grid.tiles().get(0));
    final float[] right = grid.weightsX(grid.tiles().get(1));
    // Overlap of 32 columns: 12 without weight, 8 of ramp, 12 of full weight.
    for (int i = 0; i < 64; i++) {
      final double expected = i < 44 ? 1 : i >= 52 ? 0 : 1 - (i - 44 + 0.5) / 8;
      assertEquals(expected, left[i], 1e-6);
      assertEquals(expected, right[63 - i], 1e-6);
    }
  }

  @Test
  void theRampOfAWideOverlapIsShort() {
    final TileGrid grid = new TileGrid(480, 32, 320, 160, 32);
    final float[] left = grid.weightsX(grid.tiles().get(0));
    // Overlap of 160 columns: 64 without weight, 32 of ramp, 64 of full weight.
    assertEquals(1, left[160 + 63]);
    assertEquals(1 - 0.5 / 32, left[160 + 64], 1e-6);
    assertEquals(0.5 / 32, left[160 + 95], 1e-6);
    assertEquals(0, left[160 + 96]);
  }

  @Test
  void wrongSizesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TileGrid(0, 5, 32, 8, 16));
    assertThrows(IllegalArgumentException.class, () -> new TileGrid(5, 5, 40, 8, 16));
    assertThrows(IllegalArgumentException.class, () -> new TileGrid(5, 5, 32, 17, 16));
    assertThrows(IllegalArgumentException.class, () -> new TileGrid(5, 5, 32, -1, 16));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TileGrid(50, 5, 32, 0, 16).weightsX(new TileGrid.Tile(5, 0, 32, 16)));
  }
}
