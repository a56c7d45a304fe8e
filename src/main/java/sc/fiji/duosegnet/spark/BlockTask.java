package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.apache.spark.api.java.function.Function;
import sc.fiji.duosegnet.engine.SegmentedPlane;
import sc.fiji.duosegnet.imagej.SegmentationStack;
import sc.fiji.duosegnet.zarr.Axis;
import sc.fiji.duosegnet.zarr.Block;
import sc.fiji.duosegnet.zarr.OmeZarr;
import sc.fiji.duosegnet.zarr.ZarrOutput;

/**
 * Segments a block of an OME-Zarr image and writes its chunks. The block's pixels are those of its
 * whole planes' segmentation: tiles lie where they lie in the whole plane, and intensities are
 * normalized by the whole plane's statistics.
 */
record BlockTask(SegmentationJob job)
    implements Function<ZarrWork.Piece, ZarrWork.Segmented>, Serializable {

  @Override
  public ZarrWork.Segmented call(ZarrWork.Piece piece) {
    final long start = System.nanoTime();
    try {
      final List<ZarrOutput> outputs = ZarrSource.outputs(piece.input(), piece.stacks());
      if (outputs.stream().allMatch(output -> output.has(0, piece.block()))) {
        return new ZarrWork.Segmented(piece.image(), 0, 0, 0, 0, null);
      }
      try (ModelPool.Lease lease = ModelPool.lease(job)) {
        return segment(piece, outputs, lease, start);
      }
    } catch (final CancellationException e) {
      throw e;
    } catch (final IOException | RuntimeException | OutOfMemoryError e) {
      return new ZarrWork.Segmented(piece.image(), 0, 0, 0, 0, ZarrTasks.sentence(e));
    }
  }

  private ZarrWork.Segmented segment(
      ZarrWork.Piece piece, List<ZarrOutput> outputs, ModelPool.Lease lease, long start)
      throws IOException {
    final ZarrSource source = ZarrSource.open(job, piece.input());
    final Block block = piece.block();
    final List<Integer> planes = planes(source.planes().image(), source.planes().slices(), block);
    final List<Object> results = new ArrayList<>();
    for (final SegmentationStack stack : piece.stacks()) {
      results.add(
          stack == SegmentationStack.MASK ? new byte[block.pixels()] : new float[block.pixels()]);
    }
    long foreground = 0;
    double confidence = 0;
    for (int i = 0; i < planes.size(); i++) {
      final SegmentedPlane found = segment(piece, source, planes.get(i), i, lease);
      final byte[] mask = found.mask();
      for (int pixel = 0; pixel < mask.length; pixel++) {
        foreground += mask[pixel] == 0 ? 0 : 1;
        confidence += found.confidence()[pixel];
      }
      for (int s = 0; s < results.size(); s++) {
        System.arraycopy(
            piece.stacks().get(s).pixels(found), 0, results.get(s), i * mask.length, mask.length);
      }
    }
    for (int s = 0; s < results.size(); s++) {
      outputs.get(s).write(0, block, results.get(s));
    }
    return new ZarrWork.Segmented(
        piece.image(),
        block.pixels(),
        foreground,
        confidence,
        (System.nanoTime() - start) / 1e9,
        null);
  }

  private static SegmentedPlane segment(
      ZarrWork.Piece piece, ZarrSource source, int plane, int index, ModelPool.Lease lease) {
    final RandomAccessibleInterval<? extends RealType<?>> pixels = source.plane(plane);
    return piece.scalings() == null
        ? lease.model().segment(pixels, piece.survey().factor(), ModelPool::interrupted)
        : lease
            .model()
            .segment(
                pixels, piece.scalings().get(index), region(piece.block()), ModelPool::interrupted);
  }

  /** Returns where a block lies in its planes. */
  private static Interval region(Block block) {
    final int x = block.min().length - 1;
    return FinalInterval.createMinSize(
        block.min()[x], block.min()[x - 1], block.size()[x], block.size()[x - 1]);
  }

  /**
   * Returns the numbers of a block's planes, in the order of its pixels.
   *
   * @param slices positions of the image along z
   */
  static List<Integer> planes(OmeZarr image, int slices, Block block) {
    final List<Integer> planes = new ArrayList<>();
    final List<String> axes = image.axes().stream().map(Axis::name).toList();
    final int t = axes.indexOf("t");
    final int z = axes.indexOf("z");
    final int outer = t >= 0 && z >= 0 ? Math.min(t, z) : -1;
    final int times = t < 0 ? 1 : block.size()[t];
    final int depth = z < 0 ? 1 : block.size()[z];
    for (int i = 0; i < times * depth; i++) {
      // Usually t comes before z, but need not.
      final boolean timeOuter = outer < 0 || outer == t;
      final int atT = timeOuter ? i / depth : i % times;
      final int atZ = timeOuter ? i % depth : i / times;
      planes.add(
          (int)
              (((t < 0 ? 0 : block.min()[t]) + atT) * slices + (z < 0 ? 0 : block.min()[z]) + atZ));
    }
    return planes;
  }
}
