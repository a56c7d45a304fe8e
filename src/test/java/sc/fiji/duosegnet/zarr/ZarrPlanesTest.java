package sc.fiji.duosegnet.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading images of both versions, with chunks that fit the image on no side. */
class ZarrPlanesTest {

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
