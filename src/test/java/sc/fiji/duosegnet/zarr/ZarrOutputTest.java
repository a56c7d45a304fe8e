package sc.fiji.duosegnet.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Writing results block by block. */
class ZarrOutputTest {

  private static final int WIDTH = 601;
  private static final int HEIGHT = 303;

  @TempDir Path folder;

  private OmeZarr source(ZarrSamples.Storage storage) throws IOException {
    final Path image = folder.resolve("image.zarr");
    ZarrSamples.write(
        image,
        storage,
        "czyx",
        new int[] {2, 3, HEIGHT, WIDTH},
        new int[] {1, 2, 64, 100},
        at -> 1);
    return OmeZarr.open(image);
  }

  private static float value(long z, long y, long x) {
    return (z * 1000 + y * 3 + x) / 4096f;
  }

  @ParameterizedTest
  @EnumSource(names = {"V2_BLOSC", "V3_SHARDS"})
  void resultsHaveAxesScalesChunksAndAPyramid(ZarrSamples.Storage storage) throws IOException {
    final Path target = folder.resolve("image-confidence.zarr");
    final ZarrOutput output =
        ZarrOutput.prepare(target, source(storage), PixelType.FLOAT32, "model 1");
    for (final Block block : output.blocks(0, 40_000)) {
      assertFalse(output.has(0, block));
      output.write(0, block, pixels(block));
      assertTrue(output.has(0, block));
    }
    for (int level = 1; level < output.levels(); level++) {
      for (final Block block : output.blocks(level, 40_000)) {
        output.reduce(level, block);
      }
    }
    assertFalse(ZarrOutput.exists(target));
    output.finish();
    assertTrue(ZarrOutput.exists(target));
    assertEquals(List.of("image-confidence.zarr", "image.zarr"), names());
    final OmeZarr written = OmeZarr.open(target);
    assertEquals(List.of("c", "z", "y", "x"), written.axes().stream().map(Axis::name).toList());
    assertEquals(3, written.levels().size());
    assertArrayEquals(new double[] {1, 1.5, 0.5, 0.5}, written.levels().get(1).scale());
    assertArrayEquals(new double[] {0, 0, 0.375, 0.375}, written.levels().get(2).translation());
    for (int level = 0; level < 3; level++) {
      assertArrayEquals(new int[] {1, 2, 64, 100}, written.array(level).metadata().chunks());
    }
    check(written);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static float[] pixels(Block block) {
    final float[] pixels = new float[block.pixels()];
    int i = 0;
    for (int z = 0; z < block.size()[1]; z++) {
      for (int y = 0; y < block.size()[2]; y++) {
        for (int x = 0; x < block.size()[3]; x++) {
          pixels[i++] = value(block.min()[1] + z, block.min()[2] + y, block.min()[3] + x);
        }
      }
    }
    return pixels;
  }

  /** Each value is linear, so a mean is the value in the middle of what it is the mean of. */
  private static void check(OmeZarr written) throws IOException {
    for (int level = 0; level < 3; level++) {
      final RandomAccess<? extends RealType<?>> pixel =
          ChunkedImage.of(written.array(level)).randomAccess();
      final long[] shape = written.array(level).metadata().shape();
      for (final long z : new long[] {0, 2}) {
        for (long y = 0; y < shape[2]; y++) {
          for (long x = 0; x < shape[3]; x++) {
            pixel.setPosition(new long[] {x, y, z, 0});
            final float wanted =
                value(z, 0, 0)
                    + 3 * middle(y, level, HEIGHT) / 4096
                    + middle(x, level, WIDTH) / 4096;
            assertEquals(wanted, pixel.get().getRealFloat(), 1e-5f, level + ": " + x + "," + y);
          }
        }
      }
    }
  }

  private static float middle(long at, int level, int length) {
    if (level == 0) {
      return at;
    }
    final long half = (length + (1 << level - 1) - 1) >> level - 1;
    final float first = middle(2 * at, level - 1, length);
    return 2 * at + 1 < half ? (first + middle(2 * at + 1, level - 1, length)) / 2 : first;
  }

  @Test
  void masksStayMasksInThePyramid() throws IOException {
    final ZarrOutput output =
        ZarrOutput.prepare(
            folder.resolve("m.zarr"),
            source(ZarrSamples.Storage.V2_ZSTD),
            PixelType.UINT8,
            "model 1");
    for (final Block block : output.blocks(0, 1 << 20)) {
      final byte[] pixels = new byte[block.pixels()];
      pixels[0] = pixels[1] = pixels[2] = (byte) 255; // columns 0 to 2 of the first row
      output.write(0, block, pixels);
    }
    final Block first = output.blocks(1, 1 << 20).get(0);
    output.reduce(1, first);
    output.finish();
    final RandomAccess<? extends RealType<?>> pixel =
        ChunkedImage.of(OmeZarr.open(folder.resolve("m.zarr")).array(1)).randomAccess();
    assertEquals(255, pixel.setPositionAndGet(0, 0, 0, 0).getRealDouble()); // two of four
    assertEquals(0, pixel.setPositionAndGet(1, 0, 0, 0).getRealDouble()); // one of four
  }

  @Test
  void anUnfinishedResultGoesOnForTheSameModelOnly() throws IOException {
    final OmeZarr source = source(ZarrSamples.Storage.V2_GZIP);
    final Path target = folder.resolve("r.zarr");
    final ZarrOutput output = ZarrOutput.prepare(target, source, PixelType.FLOAT32, "model 1");
    final Block block = output.blocks(0, 40_000).get(2);
    output.write(0, block, pixels(block));
    final ZarrOutput again = ZarrOutput.prepare(target, source, PixelType.FLOAT32, "model 1");
    assertTrue(again.has(0, block));
    assertFalse(again.has(0, again.blocks(0, 40_000).get(1)));
    final String message =
        assertThrows(
                IOException.class,
                () -> ZarrOutput.prepare(target, source, PixelType.FLOAT32, "model 2"))
            .getMessage();
    assertTrue(message.contains("(model 1,") && message.contains("(model 2,"), message);
  }

  /** Chunks of another image, or of what was there before, would be taken for this one's. */
  @Test
  void anUnfinishedResultGoesOnForTheSameImageOnly() throws IOException {
    final Path target = folder.resolve("r.zarr");
    final OmeZarr source = source(ZarrSamples.Storage.V2_GZIP);
    final ZarrOutput output = ZarrOutput.prepare(target, source, PixelType.UINT8, "model 1");
    final Block block = output.blocks(0, 1).get(0);
    output.write(0, block, new byte[block.pixels()]);
    final Path moved = Files.move(source.folder(), folder.resolve("other.zarr"));
    final String message =
        assertThrows(
                IOException.class,
                () -> ZarrOutput.prepare(target, OmeZarr.open(moved), PixelType.UINT8, "model 1"))
            .getMessage();
    assertTrue(message.contains("image.zarr of ") && message.contains("other.zarr of "), message);
    Files.move(moved, source.folder());
    assertTrue(ZarrOutput.prepare(target, source, PixelType.UINT8, "model 1").has(0, block));
    Files.setLastModifiedTime(
        source.folder().resolve("0/.zarray"), FileTime.fromMillis(1_000_000_000_000L));
    assertThrows(
        IOException.class, () -> ZarrOutput.prepare(target, source, PixelType.UINT8, "model 1"));
  }

  /** zarr-python refuses 0.0 where numbers are whole. */
  @ParameterizedTest
  @CsvSource({
    "V2_GZIP,0/.zarray,UINT8,0",
    "V3_ZSTD,0/zarr.json,UINT8,0",
    "V2_GZIP,0/.zarray,FLOAT32,0.0",
    "V3_ZSTD,0/zarr.json,FLOAT32,0.0"
  })
  void whatIsNotWrittenIsSaidInNumbersOfTheType(
      ZarrSamples.Storage storage, String metadata, PixelType type, String fill)
      throws IOException {
    ZarrOutput.prepare(folder.resolve("r.zarr"), source(storage), type, "model 1");
    final String text = Files.readString(folder.resolve("r.zarr.partial").resolve(metadata));
    final Matcher found = Pattern.compile("\"fill_value\":\\s*([^,}\\s]+)").matcher(text);
    assertTrue(found.find(), text);
    assertEquals(fill, found.group(1));
  }

  /** A run that found nothing to do, or was given wrong arguments, must not stand in the way. */
  @Test
  void anUnfinishedResultWithoutPixelsIsMadeAnewOrDeleted() throws IOException {
    for (final ZarrSamples.Storage storage :
        List.of(ZarrSamples.Storage.V2_GZIP, ZarrSamples.Storage.V3_GZIP)) {
      final OmeZarr source = source(storage);
      final Path target = folder.resolve(storage + ".zarr");
      ZarrOutput.prepare(target, source, PixelType.FLOAT32, "model 1");
      final ZarrOutput output = ZarrOutput.prepare(target, source, PixelType.FLOAT32, "model 2");
      ZarrOutput.discardEmpty(target);
      assertFalse(names().contains(storage + ".zarr.partial"));
      ZarrOutput.prepare(target, source, PixelType.FLOAT32, "model 2");
      final Block block = output.blocks(0, 40_000).get(0);
      output.write(0, block, pixels(block));
      ZarrOutput.discardEmpty(target);
      assertTrue(names().contains(storage + ".zarr.partial"));
      assertThrows(
          IOException.class,
          () -> ZarrOutput.prepare(target, source, PixelType.FLOAT32, "model 3"));
    }
  }

  /** Readers of version 2 have zlib, and not all of them gzip. */
  @ParameterizedTest
  @CsvSource({"V2_GZIP,0/.zarray,zlib", "V3_ZSTD,0/zarr.json,gzip"})
  void chunksAreStoredAsAllReadersOfTheVersionKnow(
      ZarrSamples.Storage storage, String metadata, String codec) throws IOException {
    final Path target = folder.resolve("r.zarr");
    final ZarrOutput output =
        ZarrOutput.prepare(target, source(storage), PixelType.FLOAT32, "model 1");
    final Block block = output.blocks(0, 1).get(0);
    output.write(0, block, pixels(block));
    final Path written = folder.resolve("r.zarr.partial");
    assertTrue(Files.readString(written.resolve(metadata)).contains('"' + codec + '"'));
    final byte[] chunk =
        Files.readAllBytes(written.resolve(codec.equals("zlib") ? "0/0/0/0/0" : "0/c/0/0/0/0"));
    try (var in =
        codec.equals("zlib")
            ? new InflaterInputStream(new ByteArrayInputStream(chunk))
            : new GZIPInputStream(new ByteArrayInputStream(chunk))) {
      final ByteBuffer raw =
          ByteBuffer.wrap(in.readAllBytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
      assertEquals(2 * 64 * 100 * Float.BYTES, raw.capacity());
      assertEquals(value(1, 63, 99), raw.getFloat(raw.capacity() - Float.BYTES));
    }
  }

  @Test
  void blocksAreOfWholeChunksAndCoverAll() throws IOException {
    final ZarrMetadata metadata = source(ZarrSamples.Storage.V2_GZIP).array(0).metadata();
    for (final long limit : new long[] {1, 26_000, 100_000, 1 << 30}) {
      long sum = 0;
      for (final Block block : Block.cut(metadata, limit)) {
        sum += block.pixels();
        for (int axis = 0; axis < 4; axis++) {
          assertEquals(0, block.min()[axis] % metadata.chunks()[axis]);
        }
        assertTrue(block.pixels() <= Math.max(limit, 2 * 64 * 100), limit + ": " + block.pixels());
      }
      assertEquals(2L * 3 * HEIGHT * WIDTH, sum);
    }
  }
}
