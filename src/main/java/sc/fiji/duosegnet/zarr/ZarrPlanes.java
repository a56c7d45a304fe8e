package sc.fiji.duosegnet.zarr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * The planes of an OME-Zarr image at full size, read when they are looked at. They are its Z x T
 * positions, z the faster one.
 */
public final class ZarrPlanes {

  /** No microscope has written more into one image. */
  private static final int MOST_PLANES = 1_000_000;

  private final OmeZarr image;
  private final ZarrArray array;
  private final RandomAccessibleInterval<? extends RealType<?>> pixels;

  /**
   * @param image the image
   * @throws IOException in one sentence, if its array is not understood
   */
  public ZarrPlanes(OmeZarr image) throws IOException {
    this.image = image;
    array = image.array(0);
    check();
    pixels = ChunkedImage.of(array);
  }

  /**
   * Opens an image.
   *
   * @throws IOException in one sentence, if the folder holds none, or one that is not understood
   */
  public static ZarrPlanes open(Path folder) throws IOException {
    return new ZarrPlanes(OmeZarr.open(folder));
  }

  /** Returns the image. */
  public OmeZarr image() {
    return image;
  }

  /** Returns the type of the pixels. */
  public PixelType type() {
    return array.metadata().type();
  }

  /** A few bytes can say that an image is of any size. */
  private void check() throws IOException {
    for (final String axis : List.of("x", "y", "c")) {
      if (length(axis) > Integer.MAX_VALUE) {
        throw tooMuch(length(axis) + " pixels along " + axis, Integer.MAX_VALUE);
      }
    }
    if (length("z") > MOST_PLANES || length("t") > MOST_PLANES / length("z")) {
      throw tooMuch(length("z") + " slices at " + length("t") + " times", MOST_PLANES);
    }
  }

  private IOException tooMuch(String found, int most) {
    return new IOException(
        "OME-Zarr image '"
            + image.folder()
            + "' has "
            + found
            + ", more than "
            + most
            + "; give it in parts.");
  }

  private long length(String axis) {
    final int place = image.axis(axis);
    return place < 0 ? 1 : array.metadata().shape()[place];
  }

  /** Returns the number of columns. */
  public int width() {
    return Math.toIntExact(length("x"));
  }

  /** Returns the number of rows. */
  public int height() {
    return Math.toIntExact(length("y"));
  }

  /** Returns the number of channels. */
  public int channels() {
    return Math.toIntExact(length("c"));
  }

  /** Returns the number of positions along z. */
  public int slices() {
    return Math.toIntExact(length("z"));
  }

  /** Returns the number of times. */
  public int frames() {
    return Math.toIntExact(length("t"));
  }

  /** Returns the number of planes, Z x T. */
  public int planes() {
    return Math.multiplyExact(slices(), frames());
  }

  /** Returns the distance between neighbors along an axis, 1 where there is no such axis. */
  public double scale(String axis) {
    final int place = image.axis(axis);
    return place < 0 ? 1 : image.levels().get(0).scale()[place];
  }

  /** Returns the unit along an axis, or null if it is not told. */
  public String unit(String axis) {
    final int place = image.axis(axis);
    return place < 0 ? null : image.axes().get(place).unit();
  }

  /** Returns the size of the pixels, or null if it is not told. */
  public PixelSize pixelSize() {
    final String unit = unit("x");
    final boolean known = unit != null && !unit.isBlank() && unit.equals(unit("y"));
    return known && scale("x") > 0 && scale("y") > 0
        ? new PixelSize(scale("x"), scale("y"), unit)
        : null;
  }

  /**
   * @param plane number of the plane, from 0
   * @return axes x, y, channel; pixels throw {@link java.io.UncheckedIOException} where a chunk
   *     can't be read
   */
  public RandomAccessibleInterval<? extends RealType<?>> plane(int plane) {
    return slice(pixels, plane % slices(), plane / slices());
  }

  /**
   * The same with some channels only.
   *
   * @param channels their numbers from 1, in the order wanted; null for all
   */
  public RandomAccessibleInterval<? extends RealType<?>> plane(int plane, List<Integer> channels) {
    return channels == null ? plane(plane) : chosen(plane(plane), channels);
  }

  private static <T extends RealType<T>> RandomAccessibleInterval<T> chosen(
      RandomAccessibleInterval<? extends RealType<?>> plane, List<Integer> channels) {
    @SuppressWarnings("unchecked") // RealType is always of itself
    final RandomAccessibleInterval<T> typed = (RandomAccessibleInterval<T>) plane;
    final List<RandomAccessibleInterval<T>> slices = new ArrayList<>();
    channels.forEach(channel -> slices.add(Views.hyperSlice(typed, 2, channel - 1)));
    return Views.stack(slices);
  }

  private <T extends RealType<T>> RandomAccessibleInterval<T> slice(
      RandomAccessibleInterval<? extends RealType<?>> whole, int z, int t) {
    @SuppressWarnings("unchecked") // RealType is always of itself
    RandomAccessibleInterval<T> view = (RandomAccessibleInterval<T>) whole;
    // The image's axes are in the opposite order; what is cut away last must not move the others.
    final StringBuilder left = new StringBuilder();
    for (int d = image.axes().size() - 1; d >= 0; d--) {
      left.append(image.axes().get(d).name());
    }
    view = cut(view, left, "z", z);
    view = cut(view, left, "t", t);
    if (left.indexOf("c") < 0) {
      view = Views.addDimension(view, 0, 0);
      left.append('c');
    }
    for (int d = 0; d < 3; d++) {
      final int from = left.indexOf("xyc".substring(d, d + 1));
      view = Views.moveAxis(view, from, d);
      final char name = left.charAt(from);
      left.deleteCharAt(from).insert(d, name);
    }
    return view;
  }

  private static <T> RandomAccessibleInterval<T> cut(
      RandomAccessibleInterval<T> view, StringBuilder left, String axis, int position) {
    final int d = left.indexOf(axis);
    if (d < 0) {
      return view;
    }
    left.deleteCharAt(d);
    return Views.hyperSlice(view, d, position);
  }
}
