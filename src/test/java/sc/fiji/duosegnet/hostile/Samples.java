package sc.fiji.duosegnet.hostile;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.io.RoiEncoder;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Good image and ROI files of several kinds. */
final class Samples {

  static final int SIZE = 48;

  private Samples() {}

  /** TIFF files: 16 bit with an overlay and a selection, a stack, and compressed in three ways. */
  static List<byte[]> tiffs(Path folder) throws IOException {
    final List<byte[]> tiffs = new ArrayList<>();
    final ImagePlus image = new ImagePlus("deep", new ShortProcessor(SIZE, SIZE, pixels(), null));
    image.setRoi(new OvalRoi(3, 4, 20, 10));
    image.setOverlay(new Overlay(polygon()));
    image.setProperty("Info", "made for a test");
    tiffs.add(saved(image, folder));
    final ImageStack stack = new ImageStack(SIZE, SIZE);
    for (int slice = 1; slice <= 3; slice++) {
      stack.addSlice("slice " + slice, new ByteProcessor(SIZE, SIZE));
    }
    tiffs.add(saved(new ImagePlus("stack", stack), folder));
    for (final String compression : new String[] {"LZW", "Deflate", "PackBits"}) {
      tiffs.add(written("tiff", compression));
    }
    return tiffs;
  }

  private static byte[] saved(ImagePlus image, Path folder) throws IOException {
    final Path file = folder.resolve("sample.tif");
    IJ.saveAsTiff(image, file.toString());
    return Files.readAllBytes(file);
  }

  private static short[] pixels() {
    final short[] pixels = new short[SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) (i * 37);
    }
    return pixels;
  }

  private static BufferedImage picture(int type) {
    final BufferedImage picture = new BufferedImage(SIZE, SIZE, type);
    for (int i = 0; i < SIZE; i++) {
      picture.setRGB(i, (7 * i) % SIZE, 0xff000000 | 0x10305 * i);
    }
    return picture;
  }

  private static byte[] written(String format, String compression) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      final ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionType(compression);
      writer.write(null, new IIOImage(picture(BufferedImage.TYPE_BYTE_GRAY), null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** PNG files of several types. */
  static List<byte[]> pngs() throws IOException {
    final List<byte[]> pngs = new ArrayList<>();
    for (final int type :
        new int[] {
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_INT_ARGB
        }) {
      final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(picture(type), "png", bytes);
      pngs.add(bytes.toByteArray());
    }
    return pngs;
  }

  private static Roi polygon() {
    final float[] x = {2.5f, 20, 30.25f, 8};
    final float[] y = {3, 5.5f, 22, 30};
    return new PolygonRoi(x, y, Roi.POLYGON);
  }

  /** A zip file of ROIs of several types. */
  static byte[] rois() {
    final Map<String, byte[]> entries = new LinkedHashMap<>();
    final PolygonRoi smooth = new PolygonRoi(new int[] {1, 9, 5}, new int[] {2, 3, 9}, 3, 2);
    smooth.fitSpline();
    final Roi holed =
        new ShapeRoi(new Roi(20, 20, 20, 20)).not(new ShapeRoi(new Roi(25, 25, 5, 5)));
    final List<Roi> rois =
        List.of(new Roi(1, 2, 10, 8), new OvalRoi(3.5, 4, 9, 9), polygon(), smooth, holed);
    for (final Roi roi : rois) {
      final String name = "cell-" + entries.size();
      roi.setName(name);
      entries.put(name + ".roi", RoiEncoder.saveAsByteArray(roi));
    }
    return Zips.zip(entries, Deflater.BEST_SPEED);
  }
}
