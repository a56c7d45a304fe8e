package sc.fiji.duosegnet.data;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.model.Sha256;

/**
 * All that is asked about a sample before a training starts, from one look at its pixels: a set of
 * images that is larger than memory is read once, and not once for each question.
 *
 * @param width columns of the image
 * @param height rows of the image
 * @param channels its channels
 * @param finite whether any of its intensities is a finite number
 * @param polarity whether it is bright on dark; unclear if nothing in it is finite
 * @param imageDigest checksum of the image, see {@link SampleDigest}
 * @param mask the same of its mask; null if it has none
 */
public record SampleFacts(
    long width,
    long height,
    long channels,
    boolean finite,
    Polarity polarity,
    String imageDigest,
    Mask mask) {

  /**
   * What is asked about a mask.
   *
   * @param width columns
   * @param height rows
   * @param values the first two values other than 0 and each other, fewer if it has no more
   * @param chords runs of foreground pixels
   * @param digest checksum of image and mask
   */
  record Mask(long width, long height, List<Double> values, Chords chords, String digest) {

    Mask {
      values = List.copyOf(values);
    }
  }

  /** Opens a sample and looks at it. */
  static SampleFacts of(Sample sample) {
    final RandomAccessibleInterval<? extends RealType<?>> image = sample.image();
    final MessageDigest digest = Sha256.digest();
    SampleDigest.add(digest, image, false);
    final String imageDigest = Sha256.hex(copy(digest));
    return new SampleFacts(
        image.dimension(0),
        image.dimension(1),
        image.dimension(2),
        anyFinite(image),
        Polarity.of(image),
        imageDigest,
        sample.labeled() ? mask(sample.mask(), digest) : null);
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("Every Java can copy a SHA-256.", e);
    }
  }

  private static boolean anyFinite(RandomAccessibleInterval<? extends RealType<?>> image) {
    final Cursor<? extends RealType<?>> cursor = Views.flatIterable(image).cursor();
    while (cursor.hasNext()) {
      if (Float.isFinite(cursor.next().getRealFloat())) {
        return true;
      }
    }
    return false;
  }

  private static Mask mask(
      RandomAccessibleInterval<? extends RealType<?>> mask, MessageDigest digest) {
    SampleDigest.add(digest, mask, true);
    final List<Double> values = new ArrayList<>();
    final Cursor<? extends RealType<?>> cursor = Views.flatIterable(mask).cursor();
    while (cursor.hasNext() && values.size() < 2) {
      final double value = cursor.next().getRealDouble();
      if (value != 0 && !values.contains(value)) {
        values.add(value);
      }
    }
    return new Mask(
        mask.dimension(0), mask.dimension(1), values, Chords.of(mask), Sha256.hex(digest));
  }
}
