package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;

/**
 * Takes the planes of one result, in order and each from top to bottom, and makes a stack of them
 * that has the calibration, slice labels and Z x T dimensions of the source. Closing before {@link
 * #finish()} throws the planes away and leaves no file.
 */
public abstract class StackOutput implements AutoCloseable {

  /** Kind of pixels of a result. */
  public enum Pixels {
    /** 8-bit, 0 and 255. */
    MASK {
      @Override
      ImageProcessor processor(int width, int height, Object pixels) {
        return new ByteProcessor(width, height, (byte[]) pixels, null);
      }
    },
    /** 32-bit, 0..1. */
    FRACTION {
      @Override
      ImageProcessor processor(int width, int height, Object pixels) {
        return new FloatProcessor(width, height, (float[]) pixels, null);
      }
    };

    abstract ImageProcessor processor(int width, int height, Object pixels);
  }

  private final ImagePlus source;
  private final ImagePlusAdapter adapter;
  private final String title;
  private final Pixels kind;
  private int plane;
  private int row;

  StackOutput(ImagePlus source, String title, Pixels kind) {
    this.source = source;
    this.adapter = new ImagePlusAdapter(source);
    this.title = title;
    this.kind = kind;
  }

  /** Returns an output that keeps all planes in memory. */
  public static StackOutput inMemory(ImagePlus source, String title, Pixels kind) {
    return new MemoryOutput(source, title, kind);
  }

  /**
   * Returns an output that writes a TIFF file and holds one plane at most, when it ends.
   *
   * @param file the file to write; it appears when the output is finished
   * @param overwrite whether the file may exist already
   * @throws IOException if the file exists, or its folder cannot be written
   */
  public static StackOutput toFile(
      ImagePlus source, String title, Pixels kind, Path file, boolean overwrite)
      throws IOException {
    return new TiffOutput(source, title, kind, file, overwrite);
  }

  /**
   * Adds the next rows of the running plane, or all of it.
   *
   * @param pixels {@code byte[]} for masks, {@code float[]} for fractions, row by row; belongs to
   *     this output from now on
   */
  public final void add(Object pixels) throws IOException {
    final int rows = Array.getLength(pixels) / width();
    if (rows * width() != Array.getLength(pixels) || row + rows > height()) {
      throw new IllegalArgumentException(
          "Result '"
              + title
              + "' got "
              + Array.getLength(pixels)
              + " pixels for rows "
              + row
              + " to "
              + height()
              + " of "
              + width()
              + " each.");
    }
    write(plane, row, pixels);
    row += rows;
    if (row == height()) {
      plane++;
      row = 0;
    }
  }

  /** Begins the running plane anew. */
  public final void restartPlane() {
    row = 0;
  }

  /**
   * Ends the stack.
   *
   * @return the image, not shown
   * @throws IllegalStateException if planes are missing
   */
  public final ImagePlus finish() throws IOException {
    if (plane != adapter.planes()) {
      throw new IllegalStateException(
          "Result '" + title + "' has " + plane + " of " + adapter.planes() + " planes.");
    }
    return complete();
  }

  /** Takes rows of a plane; those before have come, and they may come again. */
  abstract void write(int plane, int row, Object pixels) throws IOException;

  abstract ImagePlus complete() throws IOException;

  @Override
  public abstract void close() throws IOException;

  final int width() {
    return source.getWidth();
  }

  final int height() {
    return source.getHeight();
  }

  final int planes() {
    return adapter.planes();
  }

  final String label(int plane) {
    return adapter.label(plane);
  }

  final Pixels kind() {
    return kind;
  }

  /** Makes the image of a stack, with everything that the source tells about space and time. */
  final ImagePlus image(ImageStack stack) {
    final ImagePlus image = new ImagePlus(title, stack);
    place(image, source);
    if (kind == Pixels.FRACTION) {
      image.setDisplayRange(0, 1);
    } else {
      image.setDisplayRange(0, 255);
    }
    return image;
  }

  /** Gives a result what its source tells about space and time, not about intensities. */
  static void place(ImagePlus result, ImagePlus source) {
    final Calibration calibration = source.getCalibration().copy();
    calibration.disableDensityCalibration();
    calibration.setValueUnit(Calibration.DEFAULT_VALUE_UNIT);
    result.setCalibration(calibration);
    result.setDimensions(1, source.getNSlices(), source.getNFrames());
    result.setOpenAsHyperStack(source.getNSlices() > 1 && source.getNFrames() > 1);
  }

  /** Planes in an ordinary stack. */
  private static final class MemoryOutput extends StackOutput {

    private final ImageStack stack = new ImageStack(width(), height());
    private Object running;

    MemoryOutput(ImagePlus source, String title, Pixels kind) {
      super(source, title, kind);
    }

    @Override
    void write(int plane, int row, Object pixels) {
      final int count = Array.getLength(pixels);
      final int size = width() * height();
      if (count == size) {
        running = pixels;
      } else {
        if (row == 0) {
          running = Array.newInstance(pixels.getClass().getComponentType(), size);
        }
        System.arraycopy(pixels, 0, running, row * width(), count);
      }
      if (row * width() + count == size) {
        stack.addSlice(label(plane), kind().processor(width(), height(), running));
      }
    }

    @Override
    ImagePlus complete() {
      return image(stack);
    }

    @Override
    public void close() {
      // The planes are garbage once nobody holds the image.
    }
  }
}
