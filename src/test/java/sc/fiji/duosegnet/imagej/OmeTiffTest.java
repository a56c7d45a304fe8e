package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OME-TIFF files, written here byte by byte, in a host without Bio-Formats. */
class OmeTiffTest {

  private static final int SIZE = 4;
  private static final String FILE_UUID = "urn:uuid:1";
  private static final String IN_ORDER = "<TiffData/>";

  @TempDir Path folder;

  private static String ome(String rootAttributes, String inside) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- \u00b5 --><OME "
        + "xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\""
        + rootAttributes
        + ">"
        + inside
        + "</OME>";
  }

  private static String image(String order, int c, int z, int t, String inside) {
    return "<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" Type=\"uint8\" SizeX=\"4\" SizeY=\"4\""
        + " PhysicalSizeX=\"0.25\" PhysicalSizeY=\"250\" PhysicalSizeYUnit=\"nm\""
        + " PhysicalSizeZ=\"1.5\" PhysicalSizeZUnit=\"\u00b5m\" DimensionOrder=\""
        + order
        + "\" SizeC=\""
        + c
        + "\" SizeZ=\""
        + z
        + "\" SizeT=\""
        + t
        + "\">"
        + inside
        + "</Pixels></Image>";
  }

  /** Writes planes of one value each, samples of a pixel side by side. */
  private Path write(String description, int samples, int... values) throws IOException {
    final byte[] text = (description + "\0").getBytes(StandardCharsets.UTF_8);
    final int entries = 10;
    final int directory = 2 + 12 * entries + 4;
    final int plane = SIZE * SIZE * samples;
    final int data = 8 + text.length + 8 + values.length * directory;
    final ByteBuffer bytes =
        ByteBuffer.allocate(data + values.length * plane).order(ByteOrder.LITTLE_ENDIAN);
    final int bits = 8 + text.length;
    bytes.putShort((short) 0x4949).putShort((short) 42).putInt(bits + 8);
    bytes.put(text).putShort((short) 8).putShort((short) 8).putShort((short) 8).putShort((short) 0);
    for (int i = 0; i < values.length; i++) {
      bytes.putShort((short) entries);
      entry(bytes, 256, 4, 1, SIZE);
      entry(bytes, 257, 4, 1, SIZE);
      entry(bytes, 258, 3, samples, samples == 1 ? 8 : bits);
      entry(bytes, 259, 3, 1, 1);
      entry(bytes, 262, 3, 1, samples == 1 ? 1 : 2);
      entry(bytes, i == 0 ? 270 : 65000, 2, i == 0 ? text.length : 1, i == 0 ? 8 : 0);
      entry(bytes, 273, 4, 1, data + i * plane);
      entry(bytes, 277, 3, 1, samples);
      entry(bytes, 278, 4, 1, SIZE);
      entry(bytes, 279, 4, 1, plane);
      bytes.putInt(i + 1 < values.length ? bits + 8 + (i + 1) * directory : 0);
    }
    for (final int value : values) {
      for (int i = 0; i < plane; i++) {
        bytes.put((byte) value);
      }
    }
    return Files.write(folder.resolve("x.ome.tif"), bytes.array());
  }

  private static void entry(ByteBuffer bytes, int tag, int type, int count, int value) {
    bytes.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  private static int[] values(ImagePlus image) {
    final int[] values = new int[image.getStackSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.getStack().getProcessor(i + 1).get(SIZE - 1, SIZE - 1);
    }
    return values;
  }

  /** The digits of a plane's value are its channel, slice and frame, from 1. */
  @ParameterizedTest
  @CsvSource({
    "XYCZT,111 211 121 221 131 231 112 212 122 222 132 232",
    "XYCTZ,111 211 112 212 121 221 122 222 131 231 132 232",
    "XYZCT,111 121 131 211 221 231 112 122 132 212 222 232",
    "XYZTC,111 121 131 112 122 132 211 221 231 212 222 232",
    "XYTCZ,111 112 211 212 121 122 221 222 131 132 231 232",
    "XYTZC,111 112 121 122 131 132 211 212 221 222 231 232"
  })
  void planesComeInTheOrderOfChannelsSlicesFrames(String order, String planes) throws IOException {
    final int[] values = List.of(planes.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
    final Path file = write(ome("", image(order, 2, 3, 2, IN_ORDER)), 1, values);
    for (final ImagePlus image :
        List.of(
            ImageFiles.open(file),
            ImageFiles.openLazily(file),
            ImageFiles.openSeries(file, null).get(0))) {
      assertEquals(2, image.getNChannels());
      assertEquals(3, image.getNSlices());
      assertEquals(2, image.getNFrames());
      int n = 0;
      for (int t = 1; t <= 2; t++) {
        for (int z = 1; z <= 3; z++) {
          for (int c = 1; c <= 2; c++) {
            assertEquals(100 * c + 10 * z + t, values(image)[n++]);
          }
        }
      }
      assertEquals("x.ome.tif", image.getTitle());
      assertEquals(0.25, image.getCalibration().pixelWidth);
      assertEquals(0.25, image.getCalibration().pixelHeight, 1e-12);
      assertEquals(1.5, image.getCalibration().pixelDepth);
      assertEquals("micron", image.getCalibration().getUnit());
      final ImagePlusAdapter adapter = new ImagePlusAdapter(image);
      assertEquals(6, adapter.planes());
      assertEquals(221, adapter.plane(1).getAt(0, 0, 1).getRealDouble());
    }
    assertTrue(ImageFiles.openLazily(file).getStack().isVirtual());
  }

  /** As Bio-Formats and tifffile write them; the file may have been renamed since. */
  @Test
  void planesMayBeListed() throws IOException {
    final StringBuilder data = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      data.append(
          "<TiffData FirstC=\"%d\" FirstT=\"0\" FirstZ=\"%d\" IFD=\"%d\" PlaneCount=\"1\">"
              .formatted(i / 2, i % 2, i));
      data.append("<UUID FileName=\"before.ome.tif\">" + FILE_UUID + "</UUID></TiffData>");
    }
    final String inside = image("XYZCT", 2, 2, 1, data.toString());
    final Path file = write(ome(" UUID=\"" + FILE_UUID + "\"", inside), 1, 11, 12, 21, 22);
    assertEquals(List.of(11, 21, 12, 22), ints(ImageFiles.open(file)));
  }

  private static List<Integer> ints(ImagePlus image) {
    return java.util.Arrays.stream(values(image)).boxed().toList();
  }

  @Test
  void singlePlanesAndColorsStayWhatTheyAre() throws IOException {
    final ImagePlus one = ImageFiles.open(write(ome("", image("XYZCT", 1, 1, 1, IN_ORDER)), 1, 5));
    assertEquals(1, one.getStackSize());
    assertEquals(0.25, one.getCalibration().pixelWidth);
    final String rgb =
        image("XYCZT", 3, 2, 1, "<Channel ID=\"c\" SamplesPerPixel=\"3\"/><TiffData/>");
    final ImagePlus colors = ImageFiles.openLazily(write(ome("", rgb), 3, 7, 8));
    assertEquals(ImagePlus.COLOR_RGB, colors.getType());
    assertEquals(2, colors.getNSlices());
    assertEquals(8, colors.getStack().getProcessor(2).get(0, 0) & 0xff);
  }

  @Test
  void otherDescriptionsAreNoneOfOme() throws IOException {
    final ImagePlus image = ImageFiles.open(write("<OMERO is a server/>", 1, 5, 6, 7));
    assertEquals(3, image.getStackSize());
    assertNull(OmeTiff.of(Files.writeString(folder.resolve("text.tif"), "no image")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<TiffData IFD='0' FirstZ='1'/><TiffData IFD='1' FirstZ='0'/>",
        "<TiffData IFD='0'/>",
        "<TiffData PlaneCount='3'/>",
        "<TiffData IFD='two'/>",
        "",
        "<TiffData><UUID FileName='other.ome.tif'>urn:uuid:2</UUID></TiffData>",
        "<TiffData IFD='0'><UUID FileName='x.ome.tif'>urn:uuid:1</UUID></TiffData>"
            + "<TiffData IFD='1'><UUID FileName='other.ome.tif'>urn:uuid:2</UUID></TiffData>",
        "<Channel SamplesPerPixel='2'/><TiffData/>",
        "<TiffData/></Pixels></Image><Image><Pixels>"
      })
  void filesThatNeedBioFormatsAreRefused(String inside) throws IOException {
    final Path file = write(ome("", image("XYZCT", 1, 2, 1, inside)), 1, 1, 2);
    refused(file);
  }

  @Test
  void filesWithOtherPlanesThanTheySayAreRefused() throws IOException {
    refused(write(ome("", image("XYZCT", 1, 3, 1, IN_ORDER)), 1, 1, 2));
    refused(write(ome("", image("XYZCT", 65536, 65536, 3, IN_ORDER)), 1, 1, 2));
    refused(write(ome("", image("XYZCT", 0, 1, 1, IN_ORDER)), 1, 1));
    refused(write(ome("", image("XZYCT", 1, 1, 1, IN_ORDER)), 1, 1));
    refused(write(ome("", "<BinaryOnly MetadataFile=\"a.companion.ome\" UUID=\"u\"/>"), 1, 1));
    refused(write("<OME><Image>", 1, 1));
  }

  /** Metadata of a stranger's file must not make the parser read other files, or explode. */
  @Test
  void documentTypesAreRefused() throws IOException {
    final Path secret = Files.writeString(folder.resolve("secret.txt"), "1");
    final String type = "<!DOCTYPE OME [<!ENTITY secret SYSTEM \"%s\">]>".formatted(secret.toUri());
    final String body = ome("", image("XYZCT", 1, 1, 1, "<TiffData>&secret;</TiffData>"));
    final String sentence = refused(write(body.replace("<OME ", type + "<OME "), 1, 1));
    assertTrue(sentence.contains("DOCTYPE"), sentence);
  }

  private static String refused(Path file) {
    final String sentence =
        assertThrows(IOException.class, () -> ImageFiles.openLazily(file)).getMessage();
    assertTrue(sentence.startsWith("OME-TIFF file '" + file + "' "), sentence);
    assertTrue(sentence.contains("Bio-Formats"), sentence);
    assertFalse(sentence.contains("\n"), sentence);
    assertEquals(
        sentence, assertThrows(IOException.class, () -> ImageFiles.open(file)).getMessage());
    return sentence;
  }
}
