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
  private final int tileSize;
  private final int overlap;

  /**
   * @param predictor networks; stays open
   * @param normalization as in training
   * @param tileSize width and height of a tile, a multiple of the predictor's size multiple
   * @param overlap least overlap of neighboring tiles in pixels
   */
  PlaneSegmenter(
      Predictor predictor, PercentileNormalization normalization, int tileSize, int overlap) {
    this.predictor = predictor;
    this.normalization = normalization;
    this.tileSize = tileSize;
    this.overlap = overlap;
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
   * @param plane image, or part of one, [x, y, channel]
   * @param scaling scaling of the whole image
   * @param canceled asked before each tile
   * @throws CancellationException if canceled
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
   * same order, so that its pixels are those of the whole plane's segmentation.
   *
   * @param plane image [x, y, channel]
   * @param scaling scaling of the whole image
   * @param region part of the plane, [x, y]
   * @param canceled asked before each tile
   * @return results of the region's size
   * @throws CancellationException if canceled
   */
  SegmentedPlane segment(
      RandomAccessibleInterval<? extends RealType<?>> plane,
      Scaling scaling,
      Interval region,
      BooleanSupplier canceled) {
    final TileGrid grid = grid(plane);
    final int width = Math.toIntExact(region.dimension(0));
    final int height = Math.toIntExact(region.dimension(1));
    final int size = Math.multiplyExact(width, height);
    final SegmentedPlane part =
        new SegmentedPlane(
            width,
            height,
            new float[size],
            new float[size],
            new float[size],
            predictor.hasCritic() ? new float[size] : null);
    for (final TileGrid.Tile tile : grid.tiles(region)) {
      if (canceled.getAsBoolean()) {
        throw new CancellationException();
      }
      final Prediction prediction = predictor.predict(read(plane, scaling, tile));
      final Blending blending = new Blending(grid, tile, region);
      blending.add(prediction.view1(), part.view1());
      blending.add(prediction.view2(), part.view2());
      blending.add(prediction.confidence(), part.confidence());
      if (part.critic() != null) {
        blending.add(prediction.critic(), part.critic());
      }
    }
    return part;
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
