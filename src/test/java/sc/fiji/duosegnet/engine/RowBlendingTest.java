package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.TileGrid;
import sc.fiji.duosegnet.model.NormalizationSettings;

/** Rows that are passed on must be those of the whole plane. */
class RowBlendingTest {

  private static final int WIDTH = 301;
  private static final int HEIGHT = 407;
  private static final int TILE = 96;
  private static final int OVERLAP = 60;
  private static final int MULTIPLE = 4;

  @Test
  void rowsAreThoseOfAllTilesBlended() {
    final Collected rows = new Collected();
    segmenter(new Noise(-1)).segment(plane(), rows, () -> false);
    check(rows, TILE);
    assertTrue(rows.pieces.size() > 5, rows.pieces.size() + " pieces");
    for (final SegmentedPlane piece : rows.pieces) {
      assertTrue(piece.height() <= TILE, "more than a tile's rows were in memory");
    }
  }

  @Test
  void aWholePlaneIsMadeOfThem() {
    final Collected whole = new Collected();
    whole.accept(segmenter(new Noise(-1)).segment(plane(), () -> false));
    assertEquals(HEIGHT, whole.pieces.get(0).height());
    check(whole, TILE);
  }

  @Test
  void rowsComeAnewWhenMemoryWasShort() {
    final Collected rows = new Collected();
    segmenter(new Noise(40)).segment(plane(), rows, () -> false);
    assertEquals(1, rows.restarts);
    check(rows, 76); // the overlap and a quarter of it, rounded up
  }

  /** Smaller tiles would not help, and other consumers may have rows already. */
  @Test
  void whoTakesTheRowsMayFail() {
    final OutOfMemoryError failure = new OutOfMemoryError("here");
    final Collected rows =
        new Collected() {
          @Override
          public void accept(SegmentedPlane given) {
            super.accept(given);
            throw failure;
          }
        };
    final PlaneSegmenter segmenter = segmenter(new Noise(-1));
    assertSame(
        failure,
        assertThrows(OutOfMemoryError.class, () -> segmenter.segment(plane(), rows, () -> false)));
    assertEquals(1, rows.pieces.size());
    assertEquals(0, rows.restarts);
  }

  private static PlaneSegmenter segmenter(Predictor predictor) {
    return new PlaneSegmenter(
        predictor,
        new PercentileNormalization(NormalizationSettings.DEFAULT),
        TILE,
        OVERLAP,
        MemoryPolicy.here(message -> {}));
  }

  private static RandomAccessibleInterval<UnsignedByteType> plane() {
    final byte[] pixels = new byte[WIDTH * HEIGHT];
    pixels[7] = 1;
    return ArrayImgs.unsignedBytes(pixels, WIDTH, HEIGHT, 1);
  }

  private static void check(Collected rows, int tile) {
    assertEquals(HEIGHT, rows.pieces.stream().mapToInt(SegmentedPlane::height).sum());
    final TileGrid grid = new TileGrid(WIDTH, HEIGHT, tile, OVERLAP, MULTIPLE);
    for (int map = 0; map < 4; map++) {
      final float[] found = new float[WIDTH * HEIGHT];
      int next = 0;
      for (final SegmentedPlane piece : rows.pieces) {
        assertEquals(WIDTH, piece.width());
        final float[] values = maps(piece).get(map);
        System.arraycopy(values, 0, found, next, values.length);
        next += values.length;
      }
      assertArrayEquals(blended(grid, map), found, "map " + map);
    }
  }

  /** All tiles added to a whole plane, in the plainest way. */
  private static float[] blended(TileGrid grid, int map) {
    final float[] sum = new float[WIDTH * HEIGHT];
    final Noise noise = new Noise(-1);
    for (final TileGrid.Tile tile : grid.tiles()) {
      final float[] output = noise.maps(tile.width() * tile.height()).get(map);
      final float[] columns = grid.weightsX(tile);
      final float[] rows = grid.weightsY(tile);
      for (int y = 0; y < tile.height(); y++) {
        for (int x = 0; x < tile.width(); x++) {
          final float weight = rows[y] * columns[x];
          if (weight > 0) {
            final int at = (tile.y() + y) * WIDTH + tile.x() + x;
            sum[at] = Math.min(1, sum[at] + weight * output[y * tile.width() + x]);
          }
        }
      }
    }
    return sum;
  }

  private static List<float[]> maps(SegmentedPlane plane) {
    return List.of(plane.view1(), plane.view2(), plane.confidence(), plane.critic());
  }

  private static class Collected implements RowConsumer {

    private final List<SegmentedPlane> pieces = new ArrayList<>();
    private int restarts;

    @Override
    public void accept(SegmentedPlane rows) {
      pieces.add(rows);
    }

    @Override
    public void restart() {
      pieces.clear();
      restarts++;
    }
  }

  /** Says something else of each tile, the same in each run; may run out of memory once. */
  private static final class Noise implements Predictor {

    private SplittableRandom random = new SplittableRandom(5);
    private int left;

    Noise(int tilesUntilFailure) {
      left = tilesUntilFailure;
    }

    private List<float[]> maps(int size) {
      final List<float[]> maps = new ArrayList<>();
      for (int map = 0; map < 4; map++) {
        final float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = (float) random.nextDouble();
        }
        maps.add(values);
      }
      return maps;
    }

    @Override
    public Prediction predict(ImageBatch images) {
      if (left-- == 0) {
        random = new SplittableRandom(5);
        throw new OutOfMemoryError("as asked for");
      }
      final List<float[]> maps = maps(images.width() * images.height());
      return new Prediction(maps.get(0), maps.get(1), maps.get(2), maps.get(3));
    }

    @Override
    public int sizeMultiple() {
      return MULTIPLE;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public boolean hasCritic() {
      return true;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
