package sc.fiji.duosegnet.engine;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.Patches;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Scaling;
import sc.fiji.duosegnet.data.TileGrid;

/** Segments a plane of any size in overlapping tiles, which are blended. */
final class PlaneSegmenter {

  private final Predictor predictor;
  private final PercentileNormalization normalization;
  private final int overlap;
  private final MemoryPolicy policy;
  private int tileSize;
  private int checked;

  /**
   * @param predictor networks; stays open
   * @param normalization as in training
   * @param tileSize width and height of a tile, a multiple of the predictor's size multiple
   * @param overlap least overlap of neighboring tiles in pixels
   * @param policy says what to do when memory is short
   */
  PlaneSegmenter(
      Predictor predictor,
      PercentileNormalization normalization,
      int tileSize,
      int overlap,
      MemoryPolicy policy) {
    this.predictor = predictor;
    this.normalization = normalization;
    this.tileSize = tileSize;
    this.overlap = overlap;
    this.policy = policy;
  }

  /**
   * @param plane image [x, y, channel]
   * @param canceled asked before each tile
   * @throws CancellationException if canceled
   */
  SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane, BooleanSupplier canceled) {
    return segment(plane, normalization.scaling(plane), canceled);
  }

  /**
   * Passes the results on from top to bottom.
   *
   * @param plane image [x, y, channel]
   * @param rows takes results of the plane's width
   * @param canceled asked before each tile
   * @throws CancellationException if canceled
   */
  void segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      RowConsumer rows,
      BooleanSupplier canceled) {
    final FinalInterval all = new FinalInterval(plane.dimension(0), plane.dimension(1));
    segment(plane, normalization.scaling(plane), all, rows, canceled);
  }

  /**
   * Segments in smaller tiles if memory is short, now and from then on.
   *
   * @param plane image, or part of one, [x, y, channel]
   * @param scaling scaling of the whole image
   * @param canceled asked before each tile
   * @throws CancellationException if canceled
   * @throws MemoryShortageException in one sentence, if the smallest tiles are too large
   */
  SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      Scaling scaling,
      BooleanSupplier canceled) {
    final FinalInterval all = new FinalInterval(plane.dimension(0), plane.dimension(1));
    return segment(plane, scaling, all, canceled);
  }

  /**
   * Segments a part of a plane with the tiles of the whole plane that it is blended from, in the
   * same order, so that its pixels are those of the whole plane's segmentation; in smaller tiles if
   * memory is short, now and from then on.
   *
   * @param plane image [x, y, channel]
   * @param scaling scaling of the whole image
   * @param region part of the plane, [x, y]
   * @param canceled asked before each tile
   * @return results of the region's size
   * @throws CancellationException if canceled
   * @throws MemoryShortageException in one sentence, if the smallest tiles are too large
   */
  SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      Scaling scaling,
      Interval region,
      BooleanSupplier canceled) {
    final WholeRegion whole = new WholeRegion(Math.toIntExact(region.dimension(1)));
    segment(plane, scaling, region, whole, canceled);
    return whole.result();
  }

  /**
   * The same, passed on from top to bottom as soon as it is complete.
   *
   * @param plane image [x, y, channel]
   * @param scaling scaling of the whole image
   * @param region part of the plane, [x, y]
   * @param rows takes results of the region's width
   * @param canceled asked before each tile
   * @throws CancellationException if canceled
   * @throws MemoryShortageException in one sentence, if the smallest tiles are too large
   */
  void segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      Scaling scaling,
      Interval region,
      RowConsumer rows,
      BooleanSupplier canceled) {
    final int largest = tried(plane);
    if (largest > checked) {
      checked = largest;
      final int fitting = policy.tile(predictor, largest, overlap);
      tileSize = fitting < largest ? fitting : tileSize;
    }
    while (true) {
      final RowBlending blending =
          new RowBlending(grid(plane), region, predictor.hasCritic(), rows);
      final AvailableMemory.Use memory = policy.use(predictor.memory(tried(plane)));
      try (memory) {
        segmentOnce(plane, scaling, blending, canceled);
        return;
      } catch (RuntimeException | OutOfMemoryError e) {
        if (blending.passing()) {
          throw e; // smaller tiles would not help who takes the rows
        }
        tileSize = policy.tileAfter(tried(plane), overlap, predictor.sizeMultiple(), e);
        rows.restart();
      }
    }
  }

  /** Returns the size of the tiles of a plane, which is less than wanted if the plane is small. */
  private int tried(RandomAccessibleInterval<?> plane) {
    final long side = Math.max(plane.dimension(0), plane.dimension(1));
    final int multiple = predictor.sizeMultiple();
    return (int) Math.min(tileSize, (side + multiple - 1) / multiple * multiple);
  }

  private void segmentOnce(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      Scaling scaling,
      RowBlending blending,
      BooleanSupplier canceled) {
    for (final TileGrid.Tile tile : blending.tiles()) {
      if (canceled.getAsBoolean()) {
        throw new CancellationException();
      }
      blending.add(tile, predictor.predict(read(plane, scaling, tile)));
    }
    blending.finish();
  }

  /** Returns the tiles of a plane. */
  TileGrid grid(Interval plane) {
    return new TileGrid(
        Math.toIntExact(plane.dimension(0)),
        Math.toIntExact(plane.dimension(1)),
        tileSize,
        overlap,
        predictor.sizeMultiple());
  }

  private ImageBatch read(
      RandomAccessibleInterval<? extends RealType<?>> plane, Scaling scaling, TileGrid.Tile tile) {
    final int channels = predictor.channels();
    final float[] pixels =
        new float[Math.toIntExact((long) tile.width() * tile.height() * channels)];
    Patches.copyNormalized(
        plane, scaling, tile.x(), tile.y(), tile.width(), tile.height(), channels, pixels, 0);
    return new ImageBatch(pixels, 1, tile.height(), tile.width(), channels);
  }
}
