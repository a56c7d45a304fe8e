package sc.fiji.duosegnet.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.DataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * An array as an ImgLib2 image whose axes are in the opposite order, the first one the fastest. A
 * chunk is read when one of its pixels is asked for, and kept as long as memory allows.
 */
final class ChunkedImage {

  private final ZarrArray array;
  private final CellGrid grid;
  private final Map<Long, SoftReference<Cell<?>>> cells = new ConcurrentHashMap<>();

  private ChunkedImage(ZarrArray array) {
    this.array = array;
    final ZarrMetadata metadata = array.metadata();
    final int axes = metadata.axes();
    final long[] dimensions = new long[axes];
    final int[] chunks = new int[axes];
    for (int d = 0; d < axes; d++) {
      dimensions[d] = metadata.shape()[axes - 1 - d];
      chunks[d] = metadata.chunks()[axes - 1 - d];
    }
    grid = new CellGrid(dimensions, chunks);
  }

  /**
   * Shows an array.
   *
   * @return an image whose pixels throw {@link UncheckedIOException}, in one sentence, where a
   *     chunk can't be read
   */
  static RandomAccessibleInterval<? extends RealType<?>> of(ZarrArray array) {
    final ChunkedImage image = new ChunkedImage(array);
    return switch (array.metadata().type()) {
      case UINT8 -> image.<UnsignedByteType, ByteArray>show(new UnsignedByteType());
      case INT8 -> image.<ByteType, ByteArray>show(new ByteType());
      case UINT16 -> image.<UnsignedShortType, ShortArray>show(new UnsignedShortType());
      case INT16 -> image.<ShortType, ShortArray>show(new ShortType());
      case UINT32 -> image.<UnsignedIntType, IntArray>show(new UnsignedIntType());
      case INT32 -> image.<IntType, IntArray>show(new IntType());
      case FLOAT32 -> image.<FloatType, FloatArray>show(new FloatType());
      case FLOAT64 -> image.<DoubleType, DoubleArray>show(new DoubleType());
    };
  }

  @SuppressWarnings("unchecked") // the access is chosen by the same type as the cells' content
  private <T extends NativeType<T>, A extends DataAccess> LazyCellImg<T, A> show(T type) {
    return new LazyCellImg<>(grid, type, index -> (Cell<A>) cell(index));
  }

  private Cell<?> cell(long index) {
    final SoftReference<Cell<?>> held = cells.get(index);
    Cell<?> cell = held == null ? null : held.get();
    if (cell == null) {
      cell = load(index);
      cells.put(index, new SoftReference<>(cell));
    }
    return cell;
  }

  private Cell<?> load(long index) {
    final int axes = grid.numDimensions();
    final long[] position = new long[axes];
    grid.getCellGridPositionFlat(index, position);
    final long[] chunk = new long[axes];
    for (int d = 0; d < axes; d++) {
      chunk[d] = position[axes - 1 - d];
    }
    final long[] min = new long[axes];
    final int[] size = new int[axes];
    grid.getCellDimensions(index, min, size);
    try {
      final byte[] raw = inside(array.read(chunk), size);
      final Object numbers = array.metadata().type().numbers(raw, array.metadata().order());
      return new Cell<>(size, min, access(numbers));
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object access(Object numbers) {
    if (numbers instanceof byte[] bytes) {
      return new ByteArray(bytes);
    }
    if (numbers instanceof short[] shorts) {
      return new ShortArray(shorts);
    }
    if (numbers instanceof int[] ints) {
      return new IntArray(ints);
    }
    return numbers instanceof float[] floats
        ? new FloatArray(floats)
        : new DoubleArray((double[]) numbers);
  }

  /** Leaves out what of a chunk lies past the border of the array. */
  private byte[] inside(byte[] raw, int[] size) {
    final int axes = size.length;
    final int[] chunk = new int[axes];
    grid.cellDimensions(chunk);
    if (java.util.Arrays.equals(chunk, size)) {
      return raw;
    }
    final int bytes = array.metadata().type().bytes();
    int rows = 1;
    for (int d = 1; d < axes; d++) {
      rows *= size[d];
    }
    final int length = size[0] * bytes;
    final byte[] inside = new byte[rows * length];
    final int[] at = new int[axes];
    for (int row = 0; row < rows; row++) {
      int from = 0;
      for (int d = axes - 1; d > 0; d--) {
        from = from * chunk[d] + at[d];
      }
      System.arraycopy(raw, from * chunk[0] * bytes, inside, row * length, length);
      for (int d = 1; d < axes && ++at[d] == size[d]; d++) {
        at[d] = 0;
      }
    }
    return inside;
  }
}
