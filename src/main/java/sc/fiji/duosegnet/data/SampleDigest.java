package sc.fiji.duosegnet.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

/** Tells whether an image or its mask has changed since it was seen last. */
public final class SampleDigest {

  private static final int BUFFER = 1 << 14;

  private SampleDigest() {}

  /**
   * Returns a checksum of the size and all intensities of an image and, if it counts, of its mask,
   * where only background and foreground are told apart. Opens them, unless somebody has asked
   * about this sample before.
   *
   * @param withMask whether the mask counts
   * @return 64 hexadecimal digits
   * @throws IllegalStateException if the mask counts and there is none
   */
  public static String of(Sample sample, boolean withMask) {
    if (withMask && !sample.labeled()) {
      throw SuppliedSample.unlabeled(sample.name());
    }
    final SampleFacts facts = sample.facts();
    return withMask ? facts.mask().digest() : facts.imageDigest();
  }

  /** Adds the size and all pixels of an image or a mask. */
  static void add(
      MessageDigest digest, RandomAccessibleInterval<? extends RealType<?>> pixels, boolean mask) {
    final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    for (int axis = 0; axis < pixels.numDimensions(); axis++) {
      bytes.putLong(pixels.dimension(axis));
    }
    final Cursor<? extends RealType<?>> cursor = Views.flatIterable(pixels).cursor();
    while (cursor.hasNext()) {
      final float value = cursor.next().getRealFloat();
      bytes.putInt(mask ? value == 0 ? 0 : 1 : Float.floatToIntBits(value));
      if (bytes.remaining() < Integer.BYTES) {
        digest.update(bytes.flip());
        bytes.clear();
      }
    }
    digest.update(bytes.flip());
  }
}
