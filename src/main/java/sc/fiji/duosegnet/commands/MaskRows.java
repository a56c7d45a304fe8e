package sc.fiji.duosegnet.commands;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import sc.fiji.duosegnet.engine.RowConsumer;
import sc.fiji.duosegnet.engine.SegmentedPlane;

/** Gathers a plane's mask and mean confidence from its rows, and keeps nothing else of them. */
final class MaskRows implements RowConsumer {

  private final int width;
  private final int height;
  private final byte[] mask;
  private int row;
  private double sum;

  /**
   * @param width columns of the plane
   * @param height rows of the plane
   */
  MaskRows(int width, int height) {
    this.width = width;
    this.height = height;
    mask = new byte[Math.multiplyExact(width, height)];
  }

  @Override
  public void accept(SegmentedPlane rows) {
    System.arraycopy(rows.mask(), 0, mask, row * width, rows.height() * width);
    row += rows.height();
    for (final float confidence : rows.confidence()) {
      sum += confidence;
    }
  }

  @Override
  public void restart() {
    row = 0;
    sum = 0;
  }

  /** Returns the mean confidence of the whole plane, 0..1. */
  double confidence() {
    return sum / mask.length;
  }

  /** Returns the mask (x, y), 0 and 255. */
  RandomAccessibleInterval<UnsignedByteType> mask() {
    return ArrayImgs.unsignedBytes(mask, width, height);
  }
}
