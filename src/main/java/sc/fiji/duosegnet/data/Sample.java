package sc.fiji.duosegnet.data;

import java.util.function.Supplier;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * One image with a name and, where somebody has annotated it, its mask. Samples are told apart by
 * their name.
 */
public interface Sample {

  /** Returns the name, unique within a set of samples. */
  String name();

  /**
   * Returns the intensities, always with the three axes x, y, channel.
   *
   * @throws RuntimeException if the image can't be opened
   */
  RandomAccessibleInterval<? extends RealType<?>> image();

  /** Tells whether there is a mask; opens nothing. */
  boolean labeled();

  /**
   * Returns the mask with the axes x and y: 0 is background, anything else foreground.
   *
   * @throws IllegalStateException if this sample is not labeled
   */
  RandomAccessibleInterval<? extends RealType<?>> mask();

  /** Returns what is asked about this sample before a training starts; looks at it once. */
  SampleFacts facts();

  /**
   * Returns the size of the image's pixels once it has been opened, or null if it is not known;
   * opens nothing.
   */
  default PixelSize pixelSize() {
    return null;
  }

  /**
   * A sample held in memory.
   *
   * @param name unique name
   * @param image axes x, y, channel
   * @param maskOrNull axes x, y; null for an unlabeled image
   * @throws IllegalArgumentException if the number of axes is another one
   */
  static Sample of(
      String name,
      RandomAccessibleInterval<? extends RealType<?>> image,
      RandomAccessibleInterval<? extends RealType<?>> maskOrNull) {
    SuppliedSample.checkAxes(name, "image", image, 3);
    if (maskOrNull != null) {
      SuppliedSample.checkAxes(name, "mask", maskOrNull, 2);
    }
    return new MemorySample(name, image, maskOrNull);
  }

  /**
   * A sample opened at first use. The pixels that were used last are kept, of all samples together
   * up to a quarter of Java's heap, and others opened again when they are needed again, so a set
   * may be larger than memory.
   *
   * @param name unique name
   * @param image opens the image, axes x, y, channel; may be called again and from any thread
   * @param maskOrNull opens the mask, axes x, y; null for an unlabeled image
   */
  static Sample lazy(
      String name,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> image,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> maskOrNull) {
    return new SuppliedSample(name, image, maskOrNull, () -> null);
  }

  /**
   * The same with a pixel size.
   *
   * @param pixelSize tells the size of the image's pixels once it has been opened, or null
   */
  static Sample lazy(
      String name,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> image,
      Supplier<RandomAccessibleInterval<? extends RealType<?>>> maskOrNull,
      Supplier<PixelSize> pixelSize) {
    return new SuppliedSample(name, image, maskOrNull, pixelSize);
  }
}
