package sc.fiji.duosegnet.engine;

import net.imglib2.Interval;
import sc.fiji.duosegnet.data.TileGrid;

/** Adds what the networks say of one tile to a part of the plane. */
final class Blending {

  private final TileGrid.Tile tile;
  private final float[] columns;
  private final float[] rows;
  private final int left;
  private final int top;
  private final int width;
  private final int height;

  /**
   * @param grid the tiles of the whole plane
   * @param tile one of them
   * @param region part of the plane
   */
  Blending(TileGrid grid, TileGrid.Tile tile, Interval region) {
    this.tile = tile;
    columns = grid.weightsX(tile);
    rows = grid.weightsY(tile);
    left = Math.toIntExact(tile.x() - region.min(0));
    top = Math.toIntExact(tile.y() - region.min(1));
    width = Math.toIntExact(region.dimension(0));
    height = Math.toIntExact(region.dimension(1));
  }

  /**
   * @param output an output of the tile, row after row
   * @param part the same output of the region, row after row
   */
  void add(float[] output, float[] part) {
    final int firstX = Math.max(0, -left);
    final int endX = Math.min(tile.width(), width - left);
    for (int y = Math.max(0, -top); y < Math.min(tile.height(), height - top); y++) {
      if (rows[y] == 0) {
        continue; // also beyond the plane
      }
      final int from = y * tile.width();
      final int to = (top + y) * width + left;
      for (int x = firstX; x < endX; x++) {
        final float weight = rows[y] * columns[x];
        if (weight > 0) {
          // The weights at a pixel sum to 1 but for rounding, which must not give more than 1.
          part[to + x] = Math.min(1, part[to + x] + weight * output[from + x]);
        }
      }
    }
  }
}
