package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.List;

/**
 * Some channels of an image, or what lies in a rectangle of it, as an image of its own with the
 * same title, calibration and slice labels. Planes are read from the image when they are asked for.
 */
public final class ImagePart {

  private ImagePart() {}

  /**
   * Returns a part of an image.
   *
   * @param image the image, of any type; stays as it is
   * @param channels numbers from 1 such as {@code 1,3}, in the order wanted; of RGB these are red,
   *     green and blue. Null or blank: all
   * @param boundsOrNull rectangle in pixels, inside the image; null for all
   * @return the part, or the image itself if it is all of it
   * @throws IllegalArgumentException in one sentence, if there is no such channel
   */
  public static ImagePlus of(ImagePlus image, String channels, Rectangle boundsOrNull) {
    final boolean all = channels == null || channels.isBlank();
    if (all && boundsOrNull == null) {
      return image;
    }
    final ImagePlusAdapter planes = new ImagePlusAdapter(image);
    final List<Integer> numbers =
        all ? null : numbers(image.getTitle(), channels, planes.channels());
    final Rectangle bounds =
        boundsOrNull == null
            ? new Rectangle(image.getWidth(), image.getHeight())
            : new Rectangle(boundsOrNull);
    final PartStack stack = new PartStack(image, numbers, bounds);
    final ImagePlus part = new ImagePlus(image.getTitle(), stack);
    part.setDimensions(stack.channels, image.getNSlices(), image.getNFrames());
    part.setOpenAsHyperStack(stack.channels > 1 || image.isHyperStack());
    final Calibration calibration = image.getCalibration().copy();
    calibration.xOrigin -= bounds.x;
    calibration.yOrigin -= bounds.y;
    part.setCalibration(calibration);
    return part;
  }

  /**
   * Returns the rectangle around an image's selection.
   *
   * @param input name of the input that wants it, for messages
   * @throws IllegalArgumentException in one sentence, if nothing of the image is selected
   */
  public static Rectangle selection(String input, ImagePlus image) {
    final Roi roi = image.getRoi();
    final Rectangle bounds = roi == null ? new Rectangle() : roi.getBounds();
    final Rectangle inside =
        bounds.intersection(new Rectangle(image.getWidth(), image.getHeight()));
    if (inside.isEmpty()) {
      throw new IllegalArgumentException(
          "Input '"
              + input
              + "' is true, but image '"
              + image.getTitle()
              + "' has no area selected; select a rectangle, or give "
              + input
              + "=false.");
    }
    return inside;
  }

  /**
   * Reads numbers of channels.
   *
   * @param title what messages call the image
   * @param channels numbers from 1 such as {@code 1,3}
   * @param count channels of the image
   * @throws IllegalArgumentException in one sentence, if there is no such channel
   */
  public static List<Integer> numbers(String title, String channels, int count) {
    final List<Integer> numbers = SliceNumbers.list(channels, count);
    if (numbers == null) {
      throw new IllegalArgumentException(
          "Input 'channels' is '"
              + channels
              + "', but image '"
              + title
              + "' has "
              + count
              + (count == 1 ? " channel" : " channels")
              + "; give numbers from 1 to "
              + count
              + " such as "
              + (count == 1 ? "1" : "1," + count)
              + ", or nothing for all.");
    }
    return numbers;
  }

  private static final class PartStack extends VirtualStack {

    private final ImageStack source;
    private final boolean rgb;
    private final int sourceChannels;
    private final List<Integer> numbers;
    private final Rectangle bounds;
    private final int channels;
    private final int planes;

    PartStack(ImagePlus image, List<Integer> numbersOrNull, Rectangle bounds) {
      super(bounds.width, bounds.height);
      source = image.getStack();
      rgb = image.getType() == ImagePlus.COLOR_RGB;
      sourceChannels = image.getNChannels();
      numbers = numbersOrNull;
      this.bounds = bounds;
      channels = numbers == null ? sourceChannels : numbers.size();
      planes = source.getSize() / sourceChannels;
      setBitDepth(rgb && numbers != null ? 8 : image.getBitDepth());
    }

    @Override
    public int getSize() {
      return planes * channels;
    }

    @Override
    public int size() {
      return getSize();
    }

    @Override
    public String getSliceLabel(int n) {
      return source.getSliceLabel(sourceSlice(n));
    }

    private int sourceSlice(int n) {
      final int plane = (n - 1) / channels;
      final int index = (n - 1) % channels;
      return plane * sourceChannels + (rgb ? 0 : channel(index)) + 1;
    }

    /** Returns the number, from 0, of the channel that comes at an index. */
    private int channel(int index) {
      return numbers == null ? index : numbers.get(index) - 1;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
      ImageProcessor pixels = source.getProcessor(sourceSlice(n));
      if (pixels == null) {
        return null; // the file is gone, which ImagePlusAdapter says
      }
      if (rgb && numbers != null) {
        final byte[] channel =
            ((ColorProcessor) pixels).getChannel(channel((n - 1) % channels) + 1);
        pixels = new ByteProcessor(pixels.getWidth(), pixels.getHeight(), channel, null);
      }
      if (bounds.width == pixels.getWidth() && bounds.height == pixels.getHeight()) {
        return pixels;
      }
      pixels.setRoi(bounds);
      final ImageProcessor part = pixels.crop();
      pixels.resetRoi();
      return part;
    }
  }
}
