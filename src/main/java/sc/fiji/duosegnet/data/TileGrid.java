package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.Interval;

/**
 * Overlapping tiles that cover a plane, with weights that blend them without seams.
 *
 * <p>Positions and sizes of tiles are multiples of the networks' size multiple, so that the pooling
 * grids of neighboring tiles coincide; therefore tiles at the right and bottom border may reach
 * past the plane. In the middle of the overlap of two neighbors, over 32 pixels or a quarter of it
 * if that is less, a linear ramp leads from one to the other. Nearer to its edge, where its
 * networks miss context, a tile has weight 0.
 */
public final class TileGrid {

  /**
   * A rectangle of the plane; its right and bottom part may lie outside.
   *
   * @param x first column, 0 or more
   * @param y first row, 0 or more
   * @param width columns
   * @param height rows
   */
  public record Tile(int x, int y, int width, int height) {}

  private static final double MAX_RAMP = 32;

  private final Axis columns;
  private final Axis rows;

  /**
   * @param width columns of the plane
   * @param height rows of the plane
   * @param tile width and height of a tile, a multiple of {@code multiple}; a plane that is not
   *     larger lies in one tile
   * @param overlap least overlap of neighboring tiles in pixels, 0 to {@code tile - multiple}
   * @param multiple what positions and sizes of tiles are multiples of
   * @throws IllegalArgumentException if a value is out of its range
   */
  public TileGrid(int width, int height, int tile, int overlap, int multiple) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "The plane is " + width + "x" + height + "; give one with at least 1x1 pixels.");
    }
    if (multiple < 1 || tile < multiple || tile % multiple != 0) {
      throw new IllegalArgumentException(
          "Tile size is " + tile + "; give a multiple of " + multiple + ".");
    }
    if (overlap < 0 || overlap > tile - multiple) {
      throw new IllegalArgumentException(
          "Tile overlap is "
              + overlap
              + "; with tiles of "
              + tile
              + " give a number from 0 to "
              + (tile - multiple)
              + ".");
    }
    columns = new Axis(width, tile, overlap, multiple);
    rows = new Axis(height, tile, overlap, multiple);
  }

  /** Returns all tiles, row after row. All have the same size. */
  public List<Tile> tiles() {
    final List<Tile> tiles = new ArrayList<>();
    for (final int y : rows.origins) {
      for (final int x : columns.origins) {
        tiles.add(new Tile(x, y, columns.size, rows.size));
      }
    }
    return tiles;
  }

  /**
   * Returns the tiles that have weight somewhere in a part of the plane, in the same order.
   *
   * @param region part of the plane, [x, y]
   */
  public List<Tile> tiles(Interval region) {
    final List<Tile> tiles = new ArrayList<>();
    for (final int y : rows.origins) {
      if (rows.weighs(y, region.min(1), region.max(1))) {
        for (final int x : columns.origins) {
          if (columns.weighs(x, region.min(0), region.max(0))) {
            tiles.add(new Tile(x, y, columns.size, rows.size));
          }
        }
      }
    }
    return tiles;
  }

  /**
   * Returns the weight of each of a tile's columns; the weight of a pixel is the product with that
   * of its row. The weights of all tiles at a pixel of the plane sum to 1; outside they are 0.
   */
  public float[] weightsX(Tile tile) {
    return columns.weights(tile.x());
  }

  /** Returns the weight of each of a tile's rows, as {@link #weightsX} for columns. */
  public float[] weightsY(Tile tile) {
    return rows.weights(tile.y());
  }

  /** The tiles along one axis. */
  private static final class Axis {

    private final int length;
    private final int size;
    private final int[] origins;

    Axis(int length, int tile, int overlap, int multiple) {
      this.length = length;
      if (length <= tile) {
        size = roundUp(length, multiple);
        origins = new int[1];
        return;
      }
      size = tile;
      // Counted in steps of the multiple. Tiles are spread evenly: what the last one would overlap
      // too much is shared by all, and no two are farther apart than the overlap allows.
      final int last = roundUp(length - tile, multiple) / multiple;
      final int stride = (tile - overlap) / multiple;
      final int gaps = (last + stride - 1) / stride;
      origins = new int[gaps + 1];
      for (int i = 0; i <= gaps; i++) {
        origins[i] = (int) ((long) last * i / gaps) * multiple;
      }
    }

    float[] weights(int origin) {
      final int index = java.util.Arrays.binarySearch(origins, origin);
      if (index < 0) {
        throw new IllegalArgumentException(
            "No tile of this grid starts at " + origin + "; give one of tiles().");
      }
      final float[] weights = new float[size];
      for (int i = 0; i < size && origin + i < length; i++) {
        weights[i] = ramp(index, origin + i) - ramp(index + 1, origin + i);
      }
      return weights;
    }

    /** Tells whether a tile has weight between two positions. */
    boolean weighs(int origin, long min, long max) {
      final float[] weights = weights(origin);
      final int end = (int) Math.min(size - 1L, max - origin);
      for (int i = (int) Math.max(0, min - origin); i <= end; i++) {
        if (weights[i] > 0) {
          return true;
        }
      }
      return false;
    }

    /**
     * Rises from 0 to 1 where the tile of the given index takes over from the one before. Because
     * these ramps follow one another in order, the differences of neighboring ones are never
     * negative and sum to 1, even where three tiles overlap.
     */
    private float ramp(int index, int position) {
      if (index == 0) {
        return 1;
      }
      if (index == origins.length) {
        return 0;
      }
      final int from = origins[index];
      final int to = origins[index - 1] + size;
      final double middle = (from + to) / 2.0;
      final double width = Math.min(MAX_RAMP, (to - from) / 4.0);
      final double distance = position + 0.5 - middle;
      if (Math.abs(distance) >= width / 2) {
        return distance < 0 ? 0 : 1;
      }
      return (float) (0.5 + distance / width);
    }

    private static int roundUp(int value, int multiple) {
      return (value + multiple - 1) / multiple * multiple;
    }
  }
}
