package sc.fiji.duosegnet.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.TiffDecoder;
import ij.plugin.FileInfoVirtualStack;
import ij.process.ByteProcessor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import sc.fiji.duosegnet.model.OneLine;
import sc.fiji.duosegnet.zarr.OmeZarr;

/**
 * Opens image files without showing them. ImageJ reports unreadable files in a window of its own
 * and ends the macro with it, so what can be found out before is checked here.
 */
public final class ImageFiles {

  private ImageFiles() {}

  /**
   * Opens an image of any format that the host can read.
   *
   * @param file the file
   * @return the image, not shown
   * @throws IOException if the file is missing, unreadable, or not an image
   */
  public static ImagePlus open(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IOException(
          "Image file '" + file + "' does not exist or may not be read; check the path.");
    }
    final String path = file.toAbsolutePath().toString();
    final OmeTiff order = orderOfPlanes(file);
    final ImagePlus image;
    try {
      switch (new Opener().getFileType(path)) {
        case Opener.PNG:
          ImageClaims.checkHeader(file, true);
          image = decode(file);
          break;
        case Opener.JPEG:
          ImageClaims.checkHeader(file, false);
          decode(file); // ImageJ itself turns a broken JPEG into a gray area
          image = openWithImageJ(path);
          break;
        case Opener.TIFF:
        case Opener.TIFF_AND_DICOM:
          ImageClaims.checkMemory(checkTiff(file, hasFurtherFormats()));
          image = openWithImageJ(path);
          break;
        case Opener.UNKNOWN:
        case Opener.TEXT:
        case Opener.JAVA_OR_TEXT:
        case Opener.CUSTOM:
          image = hasFurtherFormats() ? openWithImageJ(path) : null;
          break;
        case Opener.ZIP:
          ZippedImage.check(file);
          image = openWithImageJ(path);
          break;
        case Opener.DICOM:
        case Opener.FITS:
        case Opener.PGM:
        case Opener.GIF:
        case Opener.BMP:
        case Opener.AVI:
          image = openWithImageJ(path);
          break;
        default:
          image = null; // a lookup table, a macro, a table, ...
      }
    } catch (final IOException | RuntimeException e) {
      throw unreadable(file, e);
    } catch (final OutOfMemoryError e) {
      throw unreadable(
          file, ImageClaims.noMemory("more than is free", Runtime.getRuntime().maxMemory()));
    }
    if (image == null || image.getWidth() <= 0) {
      throw unreadable(file, null);
    }
    image.setTitle(file.toFile().getName());
    return order == null ? image : order.arrange(image);
  }

  /**
   * Reads how the planes of an OME-TIFF file lie.
   *
   * @return null if it is none or, where the host has Bio-Formats, one that ImageJ leaves to that
   *     by its name, or one of a single plane, perhaps of several files, which ImageJ reads as it
   *     is
   * @throws IOException in one sentence, if nothing but Bio-Formats reads it rightly
   */
  private static OmeTiff orderOfPlanes(Path file) throws IOException {
    final boolean further = BioFormats.of(IJ.getClassLoader()) != null;
    return further && (!isKnown(file) || isSinglePlane(file)) ? null : OmeTiff.of(file);
  }

  private static boolean isSinglePlane(Path file) throws IOException {
    final TiffStructure.Description tiff = TiffStructure.description(file);
    return tiff != null && tiff.directories() == 1;
  }

  /**
   * Opens an image as {@link #open} does, but a TIFF stack that is not compressed, or an OME-Zarr
   * image, so that its planes are read one by one when they are needed.
   *
   * @param file the file, or the folder of an OME-Zarr image
   * @return the image, not shown
   * @throws IOException if the file is missing, unreadable, or not an image
   */
  public static ImagePlus openLazily(Path file) throws IOException {
    if (OmeZarr.isImage(file)) {
      return ZarrStack.open(file);
    }
    if (Files.isRegularFile(file) && isPlainTiffStack(file, hasFurtherFormats())) {
      final ImagePlus image = FileInfoVirtualStack.openVirtual(file.toAbsolutePath().toString());
      if (image != null) {
        image.setTitle(file.toFile().getName());
        final OmeTiff order = orderOfPlanes(file);
        return order == null ? image : order.arrange(image);
      }
    }
    return open(file);
  }

  /**
   * Opens all images of a file: those of formats with several series, which the host's Bio-Formats
   * reads, or of an OME-Zarr folder that was made of such a file, and one, as {@link #openLazily}
   * does, of all others.
   *
   * @param file the file, or the folder of an OME-Zarr image
   * @return at least one image, not shown; the titles differ
   * @throws IOException if the file is missing, unreadable, or not an image
   */
  public static List<ImagePlus> openSeries(Path file) throws IOException {
    return openSeries(file, BioFormats.of(IJ.getClassLoader()));
  }

  /** The same with a choice of Bio-Formats, which may be null. */
  static List<ImagePlus> openSeries(Path file, BioFormats further) throws IOException {
    if (OmeZarr.isImage(file)) {
      return ZarrStack.openSeries(file);
    }
    if (further == null || !Files.isRegularFile(file) || isKnown(file) && isInOrder(file)) {
      return List.of(openLazily(file));
    }
    try {
      return further.open(file);
    } catch (final IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  /** Tells whether a file is no OME-TIFF, or one whose planes need no Bio-Formats. */
  private static boolean isInOrder(Path file) {
    try {
      if (!isSinglePlane(file)) {
        OmeTiff.of(file);
      }
      return true;
    } catch (final IOException e) {
      return false;
    }
  }

  /** Tells whether ImageJ itself knows a file's type. */
  private static boolean isKnown(Path file) {
    return switch (new Opener().getFileType(file.toAbsolutePath().toString())) {
      case Opener.UNKNOWN, Opener.TEXT, Opener.JAVA_OR_TEXT, Opener.CUSTOM -> false;
      default -> true;
    };
  }

  /**
   * Tells whether a file's planes can be read one by one.
   *
   * @param furtherFormats whether the host has another reader for other TIFF files
   */
  static boolean isPlainTiffStack(Path file, boolean furtherFormats) {
    final File path = file.toAbsolutePath().toFile();
    if (new Opener().getFileType(path.toString()) != Opener.TIFF) {
      return false;
    }
    try {
      checkTiff(file, furtherFormats);
      final FileInfo[] infos =
          new TiffDecoder(path.getParent() + File.separator, path.getName()).getTiffInfo();
      if (infos == null || infos.length == 1 && infos[0].nImages <= 1) {
        return false;
      }
      for (final FileInfo info : infos) {
        if (info.compression != FileInfo.COMPRESSION_NONE
            && info.compression != FileInfo.COMPRESSION_UNKNOWN) {
          return false;
        }
        ImageClaims.checkTiff(info, path.length()); // a virtual stack takes memory for each plane
      }
      return true;
    } catch (final IOException | RuntimeException e) {
      return false; // open says what is wrong
    }
  }

  private static ImagePlus openWithImageJ(String path) {
    final Opener opener = new Opener();
    opener.setSilentMode(true);
    return opener.openImage(path);
  }

  private static ImagePlus decode(Path file) throws IOException {
    final BufferedImage pixels = ImageIO.read(file.toFile());
    if (pixels == null) {
      throw new IOException("no decoder for it");
    }
    if (pixels.getColorModel() instanceof IndexColorModel palette && isGray(palette)) {
      return new ImagePlus(file.toFile().getName(), grays(pixels, palette));
    }
    if (!pixels.getColorModel().hasAlpha()) {
      final ImagePlus image = new ImagePlus(file.toFile().getName(), pixels);
      // ImageJ makes slices of colors of 16 bit each.
      image.setDimensions(image.getStackSize(), 1, 1);
      return image;
    }
    // As ImageJ does: transparent is white.
    final BufferedImage opaque =
        new BufferedImage(pixels.getWidth(), pixels.getHeight(), BufferedImage.TYPE_INT_RGB);
    final Graphics2D graphics = opaque.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, pixels.getWidth(), pixels.getHeight());
    graphics.drawImage(pixels, 0, 0, null);
    graphics.dispose();
    return new ImagePlus(file.toFile().getName(), opaque);
  }

  private static boolean isGray(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return !palette.hasAlpha();
  }

  /**
   * Gray values instead of numbers in the palette, since black need not be number 0. But ImageJ's
   * own inverted images keep their numbers, as in its other formats and when it opens them.
   */
  private static ByteProcessor grays(BufferedImage pixels, IndexColorModel palette) {
    final boolean inverted = isInverted(palette);
    final ByteProcessor grays = new ByteProcessor(pixels.getWidth(), pixels.getHeight());
    for (int y = 0; y < pixels.getHeight(); y++) {
      for (int x = 0; x < pixels.getWidth(); x++) {
        final int number = pixels.getRaster().getSample(x, y, 0);
        grays.set(x, y, inverted ? number : palette.getRed(number));
      }
    }
    if (inverted) {
      grays.setColorModel(palette);
    }
    return grays;
  }

  private static boolean isInverted(IndexColorModel palette) {
    if (palette.getMapSize() != 256) {
      return false;
    }
    for (int i = 0; i < 256; i++) {
      if (palette.getRed(i) != 255 - i) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses what no TIFF reader can read and, unless the host has another reader, what ImageJ's
   * would complain about or not get over.
   *
   * @return what the pixels take in memory, in bytes; 0 if another reader is to find out
   */
  private static long checkTiff(Path file, boolean furtherFormats) throws IOException {
    TiffStructure.check(file);
    final File path = file.toAbsolutePath().toFile();
    final FileInfo[] infos =
        new TiffDecoder(path.getParent() + File.separator, path.getName()).getTiffInfo();
    if (infos != null) {
      checkExtras(infos[0]);
    }
    if (furtherFormats) {
      return 0;
    }
    if (infos == null) {
      throw new IOException("not a TIFF file");
    }
    long bytes = 0;
    for (final FileInfo info : infos) {
      ImageClaims.checkTiff(info, path.length());
      bytes += ImageClaims.bytes(info);
      DeflatedStrips.check(file, info);
    }
    return bytes;
  }

  /** What ImageJ keeps in its files besides pixels: a selection, an overlay, a plot. */
  static void checkExtras(FileInfo info) throws IOException {
    if (info.plot != null) {
      // ImageJ makes Java objects of it, whichever the file names.
      throw new IOException("it holds a plot; save its picture with Image > Flatten");
    }
    if (info.roi != null) {
      RoiBytes.checkNumbers(info.roi, "selection");
    }
    if (info.overlay != null) {
      for (final byte[] roi : info.overlay) {
        RoiBytes.checkNumbers(roi, "overlay");
      }
    }
  }

  /** Fiji and other distributions bring a plugin for further formats, with a name set by ImageJ. */
  private static boolean hasFurtherFormats() {
    try {
      IJ.getClassLoader().loadClass("HandleExtraFileTypes");
      return true;
    } catch (final ClassNotFoundException e) {
      return false;
    }
  }

  private static IOException unreadable(Path file, Exception cause) {
    final String reason =
        cause == null || cause.getMessage() == null ? "" : " (" + OneLine.of(cause) + ")";
    return new IOException(
        "Image file '"
            + file
            + "' cannot be read as an image"
            + reason
            + "; give a PNG, TIFF or JPEG file, or another format that opens in ImageJ.",
        cause);
  }
}
