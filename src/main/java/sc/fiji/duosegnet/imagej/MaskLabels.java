package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Labels from a stack of masks or of label images. Labeled are the planes with any foreground, or
 * those that the user names.
 */
public final class MaskLabels implements PlaneLabels {

  private final ImagePlusAdapter masks;
  private final int value;
  private final boolean numbered;
  private final SortedSet<Integer> planes;

  private MaskLabels(
      ImagePlusAdapter masks, boolean numbered, int value, SortedSet<Integer> planesOrNull) {
    this.masks = masks;
    this.numbered = numbered;
    this.value = value;
    planes = planesOrNull == null ? withForeground() : planesOrNull;
  }

  /**
   * Labels from masks: 0 is background, one other value foreground.
   *
   * @param image the image that they belong to
   * @param masks a stack of its size
   * @param planesOrNull the labeled planes, from 0; null for those with any foreground
   * @throws IllegalArgumentException in one sentence, if the sizes differ or all masks are empty
   */
  public static MaskLabels ofMasks(
      ImagePlus image, ImagePlus masks, SortedSet<Integer> planesOrNull) {
    return of(image, masks, false, 0, planesOrNull);
  }

  /**
   * Labels from label images, in which each object has a number of its own.
   *
   * @param image the image that they belong to
   * @param masks a stack of its size
   * @param value the number that is foreground, or 0 for all above 0
   * @param planesOrNull the labeled planes, from 0; null for those with any foreground
   * @throws IllegalArgumentException in one sentence, if the sizes differ or nothing is foreground
   */
  public static MaskLabels ofNumbers(
      ImagePlus image, ImagePlus masks, int value, SortedSet<Integer> planesOrNull) {
    return of(image, masks, true, value, planesOrNull);
  }

  private static MaskLabels of(
      ImagePlus image,
      ImagePlus masks,
      boolean numbered,
      int value,
      SortedSet<Integer> planesOrNull) {
    Images.checkSize("Mask", masks, "image", image);
    final ImagePlusAdapter adapter = new ImagePlusAdapter(masks);
    final MaskLabels labels = new MaskLabels(adapter, numbered, value, planesOrNull);
    if (labels.planes.isEmpty()) {
      throw new IllegalArgumentException(
          "Mask '"
              + masks.getTitle()
              + "' is empty on all slices; draw objects with a value "
              + (value == 0 ? "above 0" : "of " + value)
              + ", or name the labeled slices in labeled_slices.");
    }
    return labels;
  }

  private SortedSet<Integer> withForeground() {
    final SortedSet<Integer> found = new TreeSet<>();
    for (int plane = 0; plane < masks.planes(); plane++) {
      for (final RealType<?> pixel : mask(plane)) {
        if (pixel.getRealDouble() != 0) {
          found.add(plane);
          break;
        }
      }
    }
    return found;
  }

  @Override
  public SortedSet<Integer> planes() {
    return Collections.unmodifiableSortedSet(planes);
  }

  @Override
  public RandomAccessibleInterval<? extends RealType<?>> mask(int plane) {
    final RandomAccessibleInterval<? extends RealType<?>> mask = masks.mask(plane);
    return numbered ? binary(mask) : mask;
  }

  private <T extends RealType<T>> RandomAccessibleInterval<UnsignedByteType> binary(
      RandomAccessibleInterval<? extends RealType<?>> mask) {
    @SuppressWarnings("unchecked") // RealType is always of itself
    final RandomAccessibleInterval<T> typed = (RandomAccessibleInterval<T>) mask;
    return Converters.convert(
        typed,
        (number, output) -> {
          final double found = number.getRealDouble();
          output.set((value == 0 ? found > 0 : found == value) ? 1 : 0);
        },
        new UnsignedByteType());
  }
}
