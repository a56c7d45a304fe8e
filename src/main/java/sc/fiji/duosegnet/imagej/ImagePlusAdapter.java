package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * Shows an ImagePlus as ImgLib2 planes of dimensions x, y, channel. The planes of a stack are its Z
 * x T positions in stack order. Pixels are not copied; of a virtual stack only the plane asked for
 * is read.
 */
public final class ImagePlusAdapter {

  /** Places of red, green and blue behind the alpha that ImageJ does not use. */
  private static final int[] RGB = {1, 2, 3};

  /** What ImageJ has for 0 in images of signed numbers of 16 bit. */
  private static final int SIGNED_ZERO = 1 << 15;

  private final ImagePlus image;
  private final ImageStack stack;
  private final int stackChannels;

  /**
   * @param image an image of any type and size; not changed, and not closed here
   * @throws IllegalArgumentException if the image has no pixels, or is an RGB image of several
   *     channels
   */
  public ImagePlusAdapter(ImagePlus image) {
    if (image.getWidth() <= 0 || image.getHeight() <= 0 || image.getStackSize() <= 0) {
      throw new IllegalArgumentException(
          "Image '" + image.getTitle() + "' has no pixels; open an image first.");
    }
    this.image = image;
    stack = image.getStack();
    stackChannels = image.getNChannels();
    if (isRgb() && stackChannels > 1) {
      throw new IllegalArgumentException(
          "Image '"
              + image.getTitle()
              + "' has "
              + stackChannels
              + " channels of RGB; give RGB, or channels of gray.");
    }
  }

  /** Returns the number of planes, Z x T. */
  public int planes() {
    return stack.getSize() / stackChannels;
  }

  /** Returns the number of channels of each plane; 3 for RGB. */
  public int channels() {
    return isRgb() ? 3 : stackChannels;
  }

  /** Returns the image's name, with the plane's number where there are several. */
  public String name(int plane) {
    return planes() == 1
        ? image.getTitle()
        : image.getTitle() + String.format(java.util.Locale.ROOT, "#%04d", plane + 1);
  }

  /** Returns the size of the pixels, or null if the image is not calibrated. */
  public PixelSize pixelSize() {
    return PixelSizes.of(image);
  }

  /** Returns the label of the plane's first channel, or null. */
  public String label(int plane) {
    return stack.getSliceLabel(plane * stackChannels + 1);
  }

  /**
   * @param plane number of the plane, from 0
   * @return the plane (x, y, channel) in its own pixel type
   */
  public RandomAccessibleInterval<? extends RealType<?>> plane(int plane) {
    final int first = plane * stackChannels + 1;
    final int width = stack.getWidth();
    final int height = stack.getHeight();
    final Object pixels = pixels(first);
    if (pixels instanceof int[]) {
      return Converters.argbChannels(ArrayImgs.argbs((int[]) pixels, width, height), RGB);
    }
    if (stackChannels == 1) {
      return wrap(pixels, width, height, 1);
    }
    if (pixels instanceof byte[]) {
      return join(first, p -> ArrayImgs.unsignedBytes((byte[]) p, width, height));
    }
    if (pixels instanceof short[]) {
      return join(first, p -> ArrayImgs.unsignedShorts((short[]) p, width, height));
    }
    return join(first, p -> ArrayImgs.floats((float[]) p, width, height));
  }

  /**
   * @param plane number of the plane, from 0
   * @return the plane (x, y) of a mask; of RGB its first channel, as masks are gray, and of signed
   *     numbers what they are, which ImageJ keeps 32768 higher
   * @throws IllegalArgumentException if the plane has colors
   */
  public RandomAccessibleInterval<? extends RealType<?>> mask(int plane) {
    if (stackChannels > 1) {
      throw new IllegalArgumentException(
          "Mask '"
              + image.getTitle()
              + "' has "
              + stackChannels
              + " channels; give one, of two values.");
    }
    final Object pixels = pixels(plane + 1);
    if (pixels instanceof int[]) {
      for (final int pixel : (int[]) pixels) {
        final int blue = pixel & 0xff;
        if ((pixel >> 8 & 0xff) != blue || (pixel >> 16 & 0xff) != blue) {
          throw new IllegalArgumentException(
              "Mask '" + image.getTitle() + "' has colors; give a gray one, of two values.");
        }
      }
    }
    final RandomAccessibleInterval<? extends RealType<?>> mask = hyperSlice(plane(plane));
    return image.getCalibration().isSigned16Bit() ? signed(mask) : mask;
  }

  private static RandomAccessibleInterval<IntType> signed(
      RandomAccessibleInterval<? extends RealType<?>> plane) {
    return Converters.convert(
        plane, (in, out) -> out.set((int) in.getRealDouble() - SIGNED_ZERO), new IntType());
  }

  private static <T extends RealType<T>> RandomAccessibleInterval<T> hyperSlice(
      RandomAccessibleInterval<? extends RealType<?>> plane) {
    @SuppressWarnings("unchecked") // RealType is always of itself
    final RandomAccessibleInterval<T> typed = (RandomAccessibleInterval<T>) plane;
    return Views.hyperSlice(typed, 2, 0);
  }

  private boolean isRgb() {
    return image.getType() == ImagePlus.COLOR_RGB;
  }

  private Object pixels(int slice) {
    final ImageProcessor processor;
    try {
      processor = stack.getProcessor(slice);
    } catch (final IllegalArgumentException e) {
      if (e.getCause() != null) {
        throw e; // a stack's own sentence, such as that a file is damaged; ImageJ's have no cause
      }
      throw new IllegalArgumentException(
          "Slice "
              + slice
              + " of image '"
              + image.getTitle()
              + "' is not there any more, as the image was closed or changed; leave it open and as it"
              + " is until the work is done.",
          e);
    }
    if (processor == null) {
      throw new IllegalArgumentException(
          "Slice "
              + slice
              + " of image '"
              + image.getTitle()
              + "' cannot be read; check that its file is still there.");
    }
    return processor.getPixels();
  }

  private interface Plane<T> {
    RandomAccessibleInterval<T> of(Object pixels);
  }

  private <T extends NativeType<T> & RealType<T>> RandomAccessibleInterval<T> join(
      int first, Plane<T> planes) {
    final List<RandomAccessibleInterval<T>> channels = new ArrayList<>();
    for (int channel = 0; channel < stackChannels; channel++) {
      channels.add(planes.of(pixels(first + channel)));
    }
    return Views.stack(channels);
  }

  private static RandomAccessibleInterval<? extends RealType<?>> wrap(
      Object pixels, long... dimensions) {
    if (pixels instanceof byte[]) {
      return ArrayImgs.unsignedBytes((byte[]) pixels, dimensions);
    }
    if (pixels instanceof short[]) {
      return ArrayImgs.unsignedShorts((short[]) pixels, dimensions);
    }
    return ArrayImgs.floats((float[]) pixels, dimensions);
  }
}
