package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.TiffDecoder;
import ij.io.TiffEncoder;
import ij.plugin.FileInfoVirtualStack;
import ij.process.ImageProcessor;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import sc.fiji.duosegnet.model.FileReplacement;
import sc.fiji.duosegnet.model.HeldFile;

/**
 * Writes a stack to a TIFF file plane by plane. The planes go to a raw file first, since ImageJ
 * writes the TIFF header and all planes in one call; that call then reads them from there, one at a
 * time. What a killed program has left of both files is deleted by the next that writes to the
 * folder.
 */
final class TiffOutput extends StackOutput {

  /** Values that are written at once. */
  private static final int PIECE = 1 << 18;

  private static final String PREFIX = ".planes-";
  private static final String SUFFIX = ".raw";

  private final Path file;
  private final boolean overwrite;
  private final HeldFile raw;
  private final FileChannel channel;

  TiffOutput(ImagePlus source, String title, Pixels kind, Path file, boolean overwrite)
      throws IOException {
    super(source, title, kind);
    this.file = file.toAbsolutePath();
    this.overwrite = overwrite;
    final Path folder = this.file.getParent();
    if (folder == null) {
      throw new IOException("Output '" + file + "' is not a file; give the name of a file.");
    }
    checkTarget();
    try {
      Files.createDirectories(folder);
      raw = HeldFile.create(folder, PREFIX, SUFFIX);
    } catch (final IOException e) {
      throw new IOException(
          "Folder '" + folder + "' cannot be written; give a folder of your own.", e);
    }
    channel = raw.channel();
    raw.clearOnce(PREFIX, SUFFIX, TiffOutput::delete);
  }

  /** Returns the TIFF file before it has its name. */
  private static Path part(Path raw) {
    return raw.resolveSibling(raw.getFileName() + ".tif");
  }

  /** Deletes both files. */
  private static void delete(Path raw) throws IOException {
    Files.deleteIfExists(part(raw));
    Files.deleteIfExists(raw);
  }

  private void checkTarget() throws IOException {
    if (Files.isDirectory(file) || Files.exists(file) && !overwrite) {
      throw new IOException(
          "File '" + file + "' exists already; give overwrite=true or another folder.");
    }
  }

  @Override
  void write(int plane, int row, Object pixels) throws IOException {
    final long before = ((long) plane * height() + row) * width();
    channel.position(before * (kind() == Pixels.MASK ? 1 : Float.BYTES));
    if (pixels instanceof byte[]) {
      write(ByteBuffer.wrap((byte[]) pixels));
      return;
    }
    // In pieces: of a large plane the bytes would take as much memory again.
    final float[] values = (float[]) pixels;
    final ByteBuffer bytes = ByteBuffer.allocate(Math.min(PIECE, values.length) * Float.BYTES);
    for (int i = 0; i < values.length; i += PIECE) {
      final int count = Math.min(PIECE, values.length - i);
      bytes.clear().asFloatBuffer().put(values, i, count);
      write(bytes.limit(count * Float.BYTES));
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  ImagePlus complete() throws IOException {
    final RawStack planes = new RawStack();
    final ImagePlus image = image(planes);
    final FileInfo info = image.getFileInfo();
    info.description = new FileSaver(image).getDescriptionString();
    info.sliceLabels = new String[planes()];
    for (int plane = 0; plane < planes(); plane++) {
      info.sliceLabels[plane] = label(plane);
    }
    final ImageProcessor only = planes() > 1 ? null : planes.getProcessor(1);
    if (only == null) {
      info.virtualStack = planes;
    } else {
      info.pixels = only.getPixels();
    }
    FileReplacement.write(
        file,
        part(raw.path()),
        out -> {
          final OutputStream pieces = new BufferedOutputStream(out, 1 << 16);
          new TiffEncoder(info).write(pieces);
          pieces.flush();
        },
        written -> checkTarget());
    close();
    return only == null ? reopen() : image(stack(only));
  }

  /** A plane that is read once need not be read from the file again. */
  private ImageStack stack(ImageProcessor only) {
    final ImageStack stack = new ImageStack(width(), height());
    stack.addSlice(label(0), only);
    return stack;
  }

  /** Returns the written file as an image that reads its planes when they are looked at. */
  private ImagePlus reopen() throws IOException {
    final File written = file.toFile();
    final FileInfo info =
        new TiffDecoder(written.getParent() + File.separator, written.getName()).getTiffInfo()[0];
    return image(new FileInfoVirtualStack(info, false));
  }

  @Override
  public void close() throws IOException {
    raw.close();
    delete(raw.path());
  }

  /** The raw file as a stack. */
  private final class RawStack extends VirtualStack {

    RawStack() {
      super(TiffOutput.this.width(), TiffOutput.this.height());
      setBitDepth(kind() == Pixels.MASK ? 8 : 32);
    }

    @Override
    public int getSize() {
      return planes();
    }

    @Override
    public int size() {
      return planes();
    }

    @Override
    public String getSliceLabel(int n) {
      return label(n - 1);
    }

    @Override
    public ImageProcessor getProcessor(int n) {
      final int count = Math.multiplyExact(getWidth(), getHeight());
      if (kind() == Pixels.MASK) {
        final byte[] values = new byte[count];
        read((long) (n - 1) * count, ByteBuffer.wrap(values));
        return kind().processor(getWidth(), getHeight(), values);
      }
      // In pieces, for the same reason as in writing.
      final float[] values = new float[count];
      final ByteBuffer bytes = ByteBuffer.allocate(Math.min(PIECE, count) * Float.BYTES);
      for (int i = 0; i < count; i += PIECE) {
        final int length = Math.min(PIECE, count - i);
        final long start = (long) (n - 1) * count + i;
        read(start * Float.BYTES, bytes.clear().limit(length * Float.BYTES));
        bytes.flip().asFloatBuffer().get(values, i, length);
      }
      return kind().processor(getWidth(), getHeight(), values);
    }

    /** Fills the buffer from that byte of the raw file on. */
    private void read(long start, ByteBuffer bytes) {
      try {
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, start + bytes.position()) < 0) {
            throw new IOException("File '" + raw.path() + "' is cut short; is the disk full?");
          }
        }
      } catch (final IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
