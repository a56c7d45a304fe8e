package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import sc.fiji.duosegnet.zarr.OmeZarr;
import sc.fiji.duosegnet.zarr.PixelType;
import sc.fiji.duosegnet.zarr.ZarrPlanes;

/**
 * An OME-Zarr image at full size whose slices are read when they are looked at: 8 bit and 16 bit
 * without sign as they are, everything else as 32-bit fractions.
 */
public final class ZarrStack extends VirtualStack {

  private static final int MOST_PIXELS = Integer.MAX_VALUE - 16;

  private final ZarrPlanes planes;

  private ZarrStack(ZarrPlanes planes) {
    super(planes.width(), planes.height());
    this.planes = planes;
    setBitDepth(planes.type() == PixelType.UINT8 ? 8 : planes.type() == PixelType.UINT16 ? 16 : 32);
  }

  /**
   * Opens an image.
   *
   * @param folder its folder
   * @return the image, not shown, with the calibration that the folder tells
   * @throws IOException in one sentence, if the folder holds none, or one that is not understood
   */
  public static ImagePlus open(Path folder) throws IOException {
    final ZarrPlanes planes = ZarrPlanes.open(folder);
    check(folder, planes);
    final ImagePlus image = new ImagePlus(folder.toFile().getName(), new ZarrStack(planes));
    image.setDimensions(planes.channels(), planes.slices(), planes.frames());
    image.setOpenAsHyperStack(image.getStackSize() > 1);
    final Calibration calibration = image.getCalibration();
    calibration.pixelWidth = planes.scale("x");
    calibration.pixelHeight = planes.scale("y");
    calibration.pixelDepth = planes.scale("z");
    calibration.frameInterval = planes.frames() > 1 ? planes.scale("t") : 0;
    if (planes.unit("x") != null) {
      // ImageJ's own name of it.
      calibration.setUnit(planes.unit("x").equals("micrometer") ? "micron" : planes.unit("x"));
    }
    return image;
  }

  /**
   * Opens all images of a folder, see {@link OmeZarr#series}.
   *
   * @return at least one image, not shown; the titles differ
   * @throws IOException in one sentence, if one of them is not understood
   */
  static List<ImagePlus> openSeries(Path folder) throws IOException {
    final List<Path> series = OmeZarr.series(folder);
    final List<ImagePlus> images = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      final ImagePlus image = open(series.get(i));
      image.setTitle(title(folder, i, series.size()));
      images.add(image);
    }
    return images;
  }

  /**
   * Returns what an image is called: {@code cells.zarr}, or {@code cells-2.zarr} if it is the
   * second one of several.
   *
   * @param number its number, from 0
   * @param count how many there are in the folder
   */
  public static String title(Path folder, int number, int count) {
    final String name = folder.toFile().getName();
    final String stem = ImageFolder.stem(folder);
    return count == 1 ? name : stem + "-" + (number + 1) + name.substring(stem.length());
  }

  /** ImageJ holds a plane in one array, and counts the slices of all channels. */
  private static void check(Path folder, ZarrPlanes planes) throws IOException {
    final long pixels = (long) planes.width() * planes.height();
    final long bytes =
        pixels * (planes.type() == PixelType.UINT8 ? 1 : planes.type() == PixelType.UINT16 ? 2 : 4);
    final long slices = (long) planes.planes() * planes.channels();
    if (pixels > MOST_PIXELS || slices > Integer.MAX_VALUE) {
      throw new IOException(
          "OME-Zarr image '"
              + folder
              + "' has "
              + slices
              + " slices of "
              + planes.width()
              + "x"
              + planes.height()
              + " pixels, more than ImageJ can hold; segment it with Spark, or give a part of it.");
    }
    try {
      ImageClaims.checkMemory(bytes);
    } catch (final IOException e) {
      throw new IOException(
          "A slice of OME-Zarr image '"
              + folder
              + "' can't be opened ("
              + e.getMessage()
              + "); segment it with Spark, or give ImageJ more memory.",
          e);
    }
  }

  @Override
  public int getSize() {
    return planes.planes() * planes.channels();
  }

  @Override
  public int size() {
    return getSize();
  }

  @Override
  public String getSliceLabel(int n) {
    return null;
  }

  @Override
  public ImageProcessor getProcessor(int n) {
    final int channel = (n - 1) % planes.channels();
    try {
      return processor(planes.plane((n - 1) / planes.channels()), channel);
    } catch (final UncheckedIOException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    }
  }

  private <T extends RealType<T>> ImageProcessor processor(
      RandomAccessibleInterval<? extends RealType<?>> plane, int channel) {
    @SuppressWarnings("unchecked") // RealType is always of itself
    final RandomAccessibleInterval<T> typed = (RandomAccessibleInterval<T>) plane;
    final Cursor<T> pixels = Views.flatIterable(Views.hyperSlice(typed, 2, channel)).cursor();
    final int count = Math.multiplyExact(getWidth(), getHeight());
    if (planes.type() == PixelType.UINT8) {
      final byte[] bytes = new byte[count];
      for (int i = 0; i < count; i++) {
        bytes[i] = (byte) (int) pixels.next().getRealFloat();
      }
      return new ByteProcessor(getWidth(), getHeight(), bytes, null);
    }
    if (planes.type() == PixelType.UINT16) {
      final short[] shorts = new short[count];
      for (int i = 0; i < count; i++) {
        shorts[i] = (short) (int) pixels.next().getRealFloat();
      }
      return new ShortProcessor(getWidth(), getHeight(), shorts, null);
    }
    final float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = pixels.next().getRealFloat();
    }
    return new FloatProcessor(getWidth(), getHeight(), floats, null);
  }
}
