package sc.fiji.duosegnet.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading images of both versions, with chunks that fit the image on no side. */
class ZarrPlanesTest {

  private static final int BOMB = 64 << 20;
  private static final int[] SHAPE = {2, 3, 3, 21, 34};

  @TempDir Path folder;

  private static int pixel(int[] at) {
    return 60000 + at[0] * 2500 + at[1] * 800 + at[2] * 250 + at[3] * 7 + at[4] & 0xffff;
  }

  @ParameterizedTest
  @EnumSource
  void everyPixelOfEveryPlaneIsThatOfTheFile(ZarrSamples.Storage storage) throws IOException {
    ZarrSamples.write(
        folder, storage, "tczyx", SHAPE, new int[] {1, 2, 2, 8, 16}, ZarrPlanesTest::pixel);
    final ZarrPlanes planes = ZarrPlanes.open(folder);
    assertEquals("34 21 3 3 2", sizes(planes));
    assertEquals("0.25 x 0.25 micrometer", planes.pixelSize().text());
    assertEquals(1.5, planes.scale("z"));
    for (int plane = 0; plane < planes.planes(); plane++) {
      final RandomAccess<? extends RealType<?>> pixels = planes.plane(plane).randomAccess();
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < 21; y++) {
          for (int x = 0; x < 34; x++) {
            pixels.setPosition(new int[] {x, y, c});
            final int[] at = {plane / 3, c, plane % 3, y, x};
            assertEquals(pixel(at), pixels.get().getRealDouble(), Arrays.toString(at));
          }
        }
      }
    }
  }

  private static String sizes(ZarrPlanes planes) {
    return planes.width()
        + " "
        + planes.height()
        + " "
        + planes.channels()
        + " "
        + planes.slices()
        + " "
        + planes.frames();
  }

  @ParameterizedTest
  @CsvSource({"yx, 34 21 1 1 1", "zyx, 34 21 1 3 1", "cyx, 34 21 3 1 1", "tzyx, 34 21 1 3 3"})
  void axesMayBeLeftOut(String axes, String wanted) throws IOException {
    final int[] shape = new int[axes.length()];
    Arrays.fill(shape, 3);
    shape[axes.length() - 2] = 21;
    shape[axes.length() - 1] = 34;
    final int[] chunks = shape.clone();
    chunks[axes.length() - 1] = 10;
    ZarrSamples.write(
        folder,
        ZarrSamples.Storage.V2_GZIP,
        axes,
        shape,
        chunks,
        at -> at[at.length - 2] * 100 + at[at.length - 1] + 500 * at[0]);
    final ZarrPlanes planes = ZarrPlanes.open(folder);
    assertEquals(wanted, sizes(planes));
    final RandomAccess<? extends RealType<?>> pixels =
        planes.plane(planes.planes() - 1).randomAccess();
    pixels.setPosition(new int[] {33, 20, planes.channels() - 1});
    assertEquals(2033 + 500 * (axes.equals("yx") ? 20 : 2), pixels.get().getRealDouble());
  }

  @Test
  void chunksThatAreNotThereAreFilled() throws IOException {
    write(ZarrSamples.Storage.V2_PLAIN);
    Files.delete(folder.resolve("0/0.1"));
    assertEquals(7, first(12));
    assertEquals(11, first(11));
  }

  @ParameterizedTest
  @EnumSource(names = {"V2_PLAIN", "V2_GZIP", "V2_BLOSC", "V3_ZSTD", "V3_BLOSC", "V3_SHARDS"})
  void aBrokenChunkIsNamed(ZarrSamples.Storage storage) throws IOException {
    write(storage);
    final Path chunk = folder.resolve("0").resolve(ZarrSamples.name(storage, new int[] {0, 0}));
    final byte[] bytes = Files.readAllBytes(chunk);
    Files.write(chunk, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    final String message =
        assertThrows(UncheckedIOException.class, () -> first(0)).getCause().getMessage();
    assertTrue(message.contains(chunk.toString()), message);
    assertTrue(message.endsWith("; restore the file."), message);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"<u2\"', '\"<c8\"', c8",
    "'\"C\"', '\"F\"', C order",
    "'\"id\":\"gzip\"', '\"id\":\"lzma\"', lzma",
    "'\"filters\":null', '\"filters\":[{}]', filters",
    "'\"shape\":', '\"form\":', incomplete"
  })
  void whatIsNotUnderstoodIsSaid(String from, String to, String wanted) throws IOException {
    write(ZarrSamples.Storage.V2_GZIP);
    final Path metadata = folder.resolve("0/.zarray");
    Files.writeString(metadata, Files.readString(metadata).replace(from, to));
    final String message =
        assertThrows(IOException.class, () -> ZarrPlanes.open(folder)).getMessage();
    assertTrue(message.contains(wanted), message);
  }

  /** A few bytes of a chunk may unpack to any number; no more memory is taken than it should. */
  @ParameterizedTest
  @EnumSource(names = {"V2_PLAIN", "V2_GZIP", "V2_ZLIB", "V2_ZSTD", "V2_BLOSC"})
  void aChunkThatUnpacksToMoreIsRefusedBeforeItFillsMemory(ZarrSamples.Storage storage)
      throws IOException {
    write(storage);
    final Path chunk = folder.resolve("0").resolve(ZarrSamples.name(storage, new int[] {0, 0}));
    Files.write(chunk, ZarrSamples.encoded(storage, new byte[BOMB]));
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long before = threads.getCurrentThreadAllocatedBytes();
    final String message =
        assertThrows(UncheckedIOException.class, () -> first(0)).getCause().getMessage();
    final long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(taken < BOMB / 4, taken + " bytes");
    assertTrue(message.startsWith("Chunk '" + chunk + "' can't be read (it holds more"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "0/.zarray, '\"shape\":[40', '\"shape\":[4e1', a whole number",
    "0/.zarray, '\"chunks\":[12', '\"chunks\":[4294967296', give from 1 to 2147483647",
    "0/.zarray, '\"chunks\":[12', '\"chunks\":[80000000', more than half of the",
    "0/.zarray, '\"shape\":[40, 40', '\"shape\":[9223372036854775807, 500', too many to be counted",
    "0/.zarray, '\"shape\":[40', '\"shape\":[4294967296', more than 2147483647",
    "0/.zarray, '\"fill_value\":7', '\"fill_value\":\"some\"', give a number",
    "0/.zarray, '\"order\"', '\"dimension_separator\":\"/../\",\"order\"', give '.' or '/'",
    ".zattrs, '\"path\":\"0\"', '\"path\":\"0/../../0\"', lies outside of it",
    ".zattrs, '\"path\":\"0\"', '\"path\":\"/etc\"', lies outside of it",
    ".zattrs, '0.25', '1e999', its scale is Infinity",
    ".zattrs, '{', '[', is no JSON object"
  })
  void whatIsMeantToDoHarmIsRefused(String file, String from, String to, String wanted)
      throws IOException {
    write(ZarrSamples.Storage.V2_GZIP);
    final Path metadata = folder.resolve(file);
    final String text = Files.readString(metadata);
    final int at = text.indexOf(from);
    assertTrue(at >= 0, text);
    Files.writeString(metadata, text.substring(0, at) + to + text.substring(at + from.length()));
    final String message =
        assertThrows(IOException.class, () -> ZarrPlanes.open(folder)).getMessage();
    assertTrue(message.contains(wanted) && message.contains(folder.toString()), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void endlessPlanesAndDescriptionsAreRefused() throws IOException {
    ZarrSamples.write(
        folder,
        ZarrSamples.Storage.V2_GZIP,
        "tzyx",
        new int[] {1, 1, 12, 12},
        new int[] {1, 1, 12, 12},
        at -> 1);
    final Path metadata = folder.resolve("0/.zarray");
    final String text = Files.readString(metadata);
    Files.writeString(metadata, text.replace("\"shape\":[1, 1,", "\"shape\":[5000, 4000,"));
    assertEquals(
        "OME-Zarr image '"
            + folder
            + "' has 4000 slices at 5000 times, more than 1000000; give it in parts.",
        assertThrows(IOException.class, () -> ZarrPlanes.open(folder)).getMessage());
    Files.writeString(metadata, text + " ".repeat(16 << 20));
    assertTrue(
        assertThrows(IOException.class, () -> ZarrPlanes.open(folder))
            .getMessage()
            .contains("it holds more than the 16777216 bytes"));
  }

  @Test
  void aShardsIndexMustLieInTheShard() throws IOException {
    write(ZarrSamples.Storage.V3_SHARDS);
    final Path shard = folder.resolve("0/c/0/0");
    final byte[] bytes = Files.readAllBytes(shard);
    final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    final int index = bytes.length - 4 * 16 - 4;
    for (final long[] entry : new long[][] {{Long.MAX_VALUE, 100}, {0, 1L << 30}, {-5, 9}}) {
      buffer.putLong(index, entry[0]).putLong(index + 8, entry[1]);
      final CRC32C sum = new CRC32C();
      sum.update(bytes, index, 4 * 16);
      buffer.putInt(bytes.length - 4, (int) sum.getValue());
      Files.write(shard, bytes);
      final String message =
          assertThrows(UncheckedIOException.class, () -> first(0)).getCause().getMessage();
      assertTrue(message.matches(".* \\((it is cut short|its index is broken)\\); .*"), message);
    }
  }

  @Test
  void otherFoldersAreNoImages() {
    final String message =
        assertThrows(IOException.class, () -> ZarrPlanes.open(folder)).getMessage();
    assertTrue(message.contains("neither .zattrs nor zarr.json"), message);
  }

  private void write(ZarrSamples.Storage storage) throws IOException {
    ZarrSamples.write(
        folder, storage, "yx", new int[] {40, 40}, new int[] {12, 12}, at -> at[0] * 40 + at[1]);
  }

  private double first(int x) throws IOException {
    final RandomAccess<? extends RealType<?>> pixels =
        ZarrPlanes.open(folder).plane(0).randomAccess();
    pixels.setPosition(new int[] {x, 0, 0});
    return pixels.get().getRealDouble();
  }
}
