package sc.fiji.duosegnet.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import sc.fiji.duosegnet.model.PixelSize;

/**
 * How the planes of an OME-TIFF file lie, which ImageJ itself opens as a stack without channels:
 * for hosts without Bio-Formats. Only of files that hold one image, whole and in order, is it
 * known; others are refused, as their planes would be mixed up.
 */
final class OmeTiff {

  private static final Pattern OME = Pattern.compile("<(\\w+:)?OME[\\s>]");
  private static final Pattern ORDER = Pattern.compile("XY(CZT|CTZ|ZCT|ZTC|TCZ|TZC)");
  private static final String MICRON = "micron";
  private static final int RGB_SAMPLES = 3;

  private final Path file;
  private final String order;
  private final boolean rgb;
  private final int channels;
  private final int slices;
  private final int frames;
  private final double[] micrometers;

  private OmeTiff(Path file, OmeXml xml, int directories) throws IOException {
    this.file = file;
    if (xml.images() != 1) {
      throw new IOException("holds " + xml.images() + " images");
    }
    if (!xml.isAllIn(file.toFile().getName())) {
      throw new IOException("is one of several files that are an image together");
    }
    order = String.valueOf(xml.pixels("DimensionOrder"));
    if (!ORDER.matcher(order).matches()) {
      throw new IOException("has planes in the unknown order '" + order + "'");
    }
    rgb = isRgb(xml);
    final int values = number("SizeC", xml.pixels("SizeC"), null);
    if (rgb && values != RGB_SAMPLES) {
      throw new IOException("has " + values + " values in each pixel");
    }
    channels = rgb ? 1 : values;
    slices = number("SizeZ", xml.pixels("SizeZ"), null);
    frames = number("SizeT", xml.pixels("SizeT"), null);
    final BigInteger planes =
        BigInteger.valueOf(channels)
            .multiply(BigInteger.valueOf(slices))
            .multiply(BigInteger.valueOf(frames));
    if (!planes.equals(BigInteger.valueOf(directories))) {
      throw new IOException("has " + directories + " planes, but " + planes + " by its metadata");
    }
    checkOrder(xml);
    micrometers =
        new double[] {micrometers(xml, "X"), micrometers(xml, "Y"), micrometers(xml, "Z")};
  }

  /**
   * Reads what a file says.
   *
   * @return null if it is not an OME-TIFF file, or not a TIFF file at all
   * @throws IOException in one sentence, if only Bio-Formats can put its planes in order
   */
  static OmeTiff of(Path file) throws IOException {
    final TiffStructure.Description tiff = TiffStructure.description(file);
    if (tiff == null) {
      return null;
    }
    final String text = new String(tiff.text(), StandardCharsets.ISO_8859_1);
    if (!OME.matcher(text).find()) {
      return null;
    }
    try {
      final byte[] xml =
          Arrays.copyOfRange(tiff.text(), text.indexOf('<'), text.lastIndexOf('>') + 1);
      return new OmeTiff(file, OmeXml.read(xml), tiff.directories());
    } catch (final IOException e) {
      throw refusal(file, e.getMessage(), e);
    }
  }

  private static IOException refusal(Path file, String reason, Exception cause) {
    return new IOException(
        "OME-TIFF file '"
            + file
            + "' "
            + reason
            + ", which only Bio-Formats puts in order; use Fiji, which has it, with a name that ends with"
            + " .ome.tif.",
        cause);
  }

  /** Tells whether the values of a pixel are colors, all in one plane. */
  private static boolean isRgb(OmeXml xml) throws IOException {
    boolean rgb = false;
    for (final String samples : xml.samples()) {
      final int count = number("SamplesPerPixel", samples, "1");
      if (count > 1 && (count != RGB_SAMPLES || xml.samples().size() > 1)) {
        throw new IOException("has channels of " + count + " values each");
      }
      rgb = count > 1;
    }
    return rgb;
  }

  private static int number(String name, String value, String missing) throws IOException {
    final String text = value == null ? missing : value.trim();
    try {
      final int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (final NumberFormatException e) {
      throw new IOException("has metadata with " + name + " '" + text + "'", e);
    }
    throw new IOException("has metadata with " + name + " '" + text + "'");
  }

  /** Checks that each directory of the file holds the plane that comes next by the order. */
  private void checkOrder(OmeXml xml) throws IOException {
    final boolean[] known = new boolean[channels * slices * frames];
    for (final OmeXml.TiffData data : xml.tiffData()) {
      final Map<String, String> given = data.attributes();
      final int directory = index(given, "IFD");
      final int count =
          given.containsKey("PlaneCount")
              ? index(given, "PlaneCount")
              : given.containsKey("IFD") ? 1 : known.length - directory;
      final int c = index(given, "FirstC") / (rgb ? RGB_SAMPLES : 1);
      final int z = index(given, "FirstZ");
      final int t = index(given, "FirstT");
      if (c >= channels || z >= slices || t >= frames || plane(c, z, t) != directory) {
        throw new IOException("has planes in another order than " + order);
      }
      if (count < 0 || count > known.length - directory) {
        throw new IOException("has metadata of more planes than there are");
      }
      Arrays.fill(known, directory, directory + count, true);
    }
    for (final boolean plane : known) {
      if (!plane) {
        throw new IOException("does not tell where all its planes are");
      }
    }
  }

  private static int index(Map<String, String> given, String name) throws IOException {
    final String value = given.getOrDefault(name, "0").trim();
    return value.equals("0") ? 0 : number(name, value, null);
  }

  /** Returns the number of a plane in the file, from 0. */
  private int plane(int channel, int slice, int frame) {
    int plane = 0;
    for (int i = order.length() - 1; i >= 2; i--) {
      plane =
          switch (order.charAt(i)) {
            case 'C' -> plane * channels + channel;
            case 'Z' -> plane * slices + slice;
            default -> plane * frames + frame;
          };
    }
    return plane;
  }

  /** Returns what a pixel measures along an axis, or 0 if that is not said in a unit of length. */
  private static double micrometers(OmeXml xml, String axis) {
    final String unit = xml.pixels("PhysicalSize" + axis + "Unit");
    final Double factor = unit == null ? Double.valueOf(1) : PixelSize.micrometers(unit);
    final String size = xml.pixels("PhysicalSize" + axis);
    if (factor == null || size == null) {
      return 0;
    }
    try {
      final double length = Double.parseDouble(size.trim()) * factor;
      return length > 0 && length < Double.POSITIVE_INFINITY ? length : 0;
    } catch (final NumberFormatException e) {
      return 0; // as if there were none
    }
  }

  /**
   * Gives an image its channels, slices and frames.
   *
   * @param image what ImageJ has made of the file, in the order of its directories
   * @return the same image
   * @throws IOException in one sentence, if ImageJ has not opened all planes as they are said to be
   */
  ImagePlus arrange(ImagePlus image) throws IOException {
    final int planes = channels * slices * frames;
    if (image.getStackSize() != planes || rgb != (image.getType() == ImagePlus.COLOR_RGB)) {
      throw refusal(
          file, "opens in ImageJ as " + image.getStackSize() + " of " + planes + " planes", null);
    }
    if (planes > 1 && !order.equals("XYCZT")) {
      image.setStack(new Ordered(image), channels, slices, frames);
    } else {
      image.setDimensions(channels, slices, frames);
    }
    image.setOpenAsHyperStack(channels > 1 || slices > 1 && frames > 1);
    calibrate(image.getCalibration());
    return image;
  }

  private void calibrate(Calibration calibration) {
    if (micrometers[0] > 0 && micrometers[1] > 0) {
      calibration.setUnit(MICRON);
      calibration.pixelWidth = micrometers[0];
      calibration.pixelHeight = micrometers[1];
      calibration.pixelDepth = micrometers[2] > 0 ? micrometers[2] : 1;
    }
  }

  /** The planes in ImageJ's order, channels first; read when they are asked for. */
  private final class Ordered extends VirtualStack {

    private final ImageStack source;

    Ordered(ImagePlus image) {
      super(image.getWidth(), image.getHeight());
      source = image.getStack();
      setBitDepth(image.getBitDepth());
    }

    @Override
    public int getSize() {
      return source.getSize();
    }

    @Override
    public int size() {
      return getSize();
    }

    private int sourceSlice(int n) {
      final int position = (n - 1) / channels;
      return 1 + plane((n - 1) % channels, position % slices, position / slices);
    }

    @Override
    public String getSliceLabel(int n) {
      return source.getSliceLabel(sourceSlice(n));
    }

    @Override
    public ImageProcessor getProcessor(int n) {
      return source.getProcessor(sourceSlice(n));
    }
  }
}
