package sc.fiji.duosegnet.data;

import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Keeps the pixels of opened samples, those that were used last, within a number of bytes for all
 * of them together. Java may take them even so when it needs the memory; without a limit it would
 * do that only when its heap is full, and collect garbage all the time before.
 */
final class PixelBudget implements SuppliedSample.Holder {

  /** A quarter of Java's heap, for all samples of this program. */
  static final PixelBudget SHARED = new PixelBudget(Runtime.getRuntime().maxMemory() / 4);

  private final long most;
  private final Map<Reference<Object>, Long> kept = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param most bytes; at least the last pixels are kept even if they alone are more
   */
  PixelBudget(long most) {
    this.most = most;
  }

  @Override
  public synchronized Reference<Object> hold(
      RandomAccessibleInterval<? extends RealType<?>> pixels) {
    final Reference<Object> reference = new SoftReference<>(pixels);
    removeCollected();
    kept.put(reference, size(pixels));
    bytes += size(pixels);
    final Iterator<Map.Entry<Reference<Object>, Long>> eldest = kept.entrySet().iterator();
    while (bytes > most && kept.size() > 1) {
      final Map.Entry<Reference<Object>, Long> entry = eldest.next();
      entry.getKey().clear();
      bytes -= entry.getValue();
      eldest.remove();
    }
    return reference;
  }

  @Override
  public synchronized void used(Reference<Object> reference) {
    final Long size = kept.remove(reference);
    if (size != null) {
      kept.put(reference, size); // as the last one
    }
  }

  private synchronized void removeCollected() {
    final Iterator<Map.Entry<Reference<Object>, Long>> all = kept.entrySet().iterator();
    while (all.hasNext()) {
      final Map.Entry<Reference<Object>, Long> entry = all.next();
      if (entry.getKey().get() == null) {
        bytes -= entry.getValue();
        all.remove();
      }
    }
  }

  private static long size(RandomAccessibleInterval<? extends RealType<?>> pixels) {
    long count = 1;
    for (int axis = 0; axis < pixels.numDimensions(); axis++) {
      count *= pixels.dimension(axis);
    }
    return count * pixels.getType().getBitsPerPixel() / Byte.SIZE;
  }

  /** Returns how much is kept. */
  synchronized long bytes() {
    removeCollected();
    return bytes;
  }
}
