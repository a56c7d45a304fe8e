package sc.fiji.duosegnet.engine;

import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import sc.fiji.duosegnet.data.TileGrid;

/**
 * Blends tiles, which come row after row, and passes rows of pixels on as soon as no further tile
 * has weight there: in memory are the pixels of one row of tiles.
 */
final class RowBlending {

  private final TileGrid grid;
  private final Interval region;
  private final boolean critic;
  private final RowConsumer consumer;
  private long row = -1; // where the tiles of the running row start
  private long first; // of the pixels in the window
  private SegmentedPlane window;
  private boolean passing;

  /**
   * @param grid the tiles of the whole plane
   * @param region part of the plane, [x, y]
   * @param critic whether tiles have a critic's map
   * @param consumer takes the region's rows
   */
  RowBlending(TileGrid grid, Interval region, boolean critic, RowConsumer consumer) {
    this.grid = grid;
    this.region = region;
    this.critic = critic;
    this.consumer = consumer;
    first = region.min(1);
  }

  /** Returns the tiles that the region is blended from, in the order in which they are added. */
  List<TileGrid.Tile> tiles() {
    return grid.tiles(region);
  }

  /**
   * Adds a tile.
   *
   * @param tile the next one of {@link #tiles}
   * @param found what the networks say of it
   */
  void add(TileGrid.Tile tile, Prediction found) {
    if (tile.y() != row) {
      row = tile.y();
      passOn(firstWeighted(tile));
      extend(Math.min(region.max(1) + 1, row + tile.height()));
    }
    final Interval pixels =
        FinalInterval.createMinMax(
            region.min(0), first, region.max(0), first + window.height() - 1);
    final Blending blending = new Blending(grid, tile, pixels);
    blending.add(found.view1(), window.view1());
    blending.add(found.view2(), window.view2());
    blending.add(found.confidence(), window.confidence());
    if (critic) {
      blending.add(found.critic(), window.critic());
    }
  }

  /** Passes the last rows on. */
  void finish() {
    passOn(region.max(1) + 1);
  }

  /** Returns the first row of the plane in which a tile has weight. */
  private long firstWeighted(TileGrid.Tile tile) {
    final float[] weights = grid.weightsY(tile);
    int index = 0;
    while (weights[index] == 0) {
      index++;
    }
    return (long) tile.y() + index;
  }

  private void passOn(long end) {
    final int done = Math.toIntExact(end - first);
    if (window == null || done <= 0) {
      return;
    }
    final SegmentedPlane rows = window.rows(0, done);
    window = done < window.height() ? window.rows(done, window.height() - done) : null;
    first = end;
    passing = true;
    consumer.accept(rows);
    passing = false;
  }

  /** Tells whether the consumer has failed, or is at work. */
  boolean passing() {
    return passing;
  }

  private void extend(long end) {
    final int width = Math.toIntExact(region.dimension(0));
    final int height = Math.toIntExact(end - first);
    final SegmentedPlane extended = SegmentedPlane.empty(width, height, critic);
    if (window != null) {
      window.copyTo(0, window.height(), extended, 0);
    }
    window = extended;
  }
}
