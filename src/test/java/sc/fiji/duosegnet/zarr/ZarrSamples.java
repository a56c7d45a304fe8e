package sc.fiji.duosegnet.zarr;

import com.github.luben.zstd.Zstd;
import com.scalableminds.bloscjava.Blosc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes OME-Zarr images of unsigned 16-bit pixels, with nothing but the specification's words, so
 * that the reader is not tested against the project's own writer.
 */
public final class ZarrSamples {

  /** How an image is stored. */
  public enum Storage {
    /** Zarr 2, chunks as they are. */
    V2_PLAIN(2),
    /** Zarr 2, big endian. */
    V2_BIG_ENDIAN(2),
    /** Zarr 2. */
    V2_GZIP(2),
    /** Zarr 2. */
    V2_ZLIB(2),
    /** Zarr 2. */
    V2_ZSTD(2),
    /** Zarr 2, what most writers do. */
    V2_BLOSC(2),
    /** Zarr 3, chunks as they are. */
    V3_PLAIN(3),
    /** Zarr 3. */
    V3_GZIP(3),
    /** Zarr 3. */
    V3_ZSTD(3),
    /** Zarr 3, with a check sum. */
    V3_BLOSC(3),
    /** Zarr 3, chunks of zstd in shards of 2 x 2. */
    V3_SHARDS(3);

    private final int format;

    Storage(int format) {
      this.format = format;
    }

    boolean names(String part) {
      return name().contains(part);
    }
  }

  private ZarrSamples() {}

  /**
   * Writes an image with one level.
   *
   * @param axes names of the axes, such as "tczyx"
   * @param shape numbers along each
   * @param chunks the same of a chunk
   * @param pixel tells the pixel at a position
   */
  public static void write(
      Path folder,
      Storage storage,
      String axes,
      int[] shape,
      int[] chunks,
      ToIntFunction<int[]> pixel)
      throws IOException {
    Files.createDirectories(folder.resolve("0"));
    final String scale =
        axes.chars()
            .mapToObj(axis -> axis == 'x' || axis == 'y' ? "0.25" : axis == 'z' ? "1.5" : "1")
            .collect(Collectors.joining(",", "[", "]"));
    final String multiscales =
        "\"multiscales\":[{\"version\":\"0.4\",\"axes\":"
            + axes.chars().mapToObj(ZarrSamples::axis).collect(Collectors.joining(",", "[", "]"))
            + ",\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\","
            + "\"scale\":"
            + scale
            + "}]}]}]";
    if (storage.format == 2) {
      Files.writeString(folder.resolve(".zgroup"), "{\"zarr_format\":2}");
      Files.writeString(folder.resolve(".zattrs"), "{" + multiscales + "}");
      Files.writeString(folder.resolve("0/.zarray"), version2(storage, shape, chunks));
    } else {
      Files.writeString(
          folder.resolve("zarr.json"),
          "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{\"ome\":{\"version\":\"0.5\","
              + multiscales
              + "}}}");
      Files.writeString(folder.resolve("0/zarr.json"), version3(storage, shape, chunks));
    }
    final int[] files = chunks.clone();
    if (storage == Storage.V3_SHARDS) {
      files[files.length - 1] *= 2;
      files[files.length - 2] *= 2;
    }
    for (final int[] number : positions(counts(shape, files))) {
      final Path file = folder.resolve("0").resolve(name(storage, number));
      Files.createDirectories(file.getParent());
      Files.write(
          file,
          storage == Storage.V3_SHARDS
              ? shard(shape, chunks, number, pixel)
              : encoded(storage, raw(storage, shape, chunks, number, pixel)));
    }
  }

  private static String axis(int name) {
    final String type = name == 't' ? "time" : name == 'c' ? "channel" : "space";
    return "{\"name\":\""
        + (char) name
        + "\",\"type\":\""
        + type
        + "\""
        + (type.equals("space") ? ",\"unit\":\"micrometer\"" : "")
        + "}";
  }

  private static String version2(Storage storage, int[] shape, int[] chunks) {
    final String id = storage.name().substring(3).toLowerCase(java.util.Locale.ROOT);
    return "{\"zarr_format\":2,\"shape\":"
        + Arrays.toString(shape)
        + ",\"chunks\":"
        + Arrays.toString(chunks)
        + ",\"dtype\":\""
        + (storage == Storage.V2_BIG_ENDIAN ? ">u2" : "<u2")
        + "\",\"order\":\"C\",\"filters\":null,\"fill_value\":7,\"compressor\":"
        + (storage == Storage.V2_PLAIN || storage == Storage.V2_BIG_ENDIAN
            ? "null"
            : "{\"id\":\"" + id + "\"}")
        + (storage == Storage.V2_BLOSC ? ",\"dimension_separator\":\"/\"" : "")
        + "}";
  }

  private static String version3(Storage storage, int[] shape, int[] chunks) {
    final String bytes = "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}";
    final String sum = "{\"name\":\"crc32c\"}";
    final int[] files = chunks.clone();
    String codecs =
        switch (storage) {
          case V3_GZIP -> bytes + ",{\"name\":\"gzip\",\"configuration\":{\"level\":5}}";
          case V3_BLOSC -> bytes + ",{\"name\":\"blosc\",\"configuration\":{}}," + sum;
          case V3_ZSTD, V3_SHARDS -> bytes + ",{\"name\":\"zstd\",\"configuration\":{}}";
          default -> bytes;
        };
    if (storage == Storage.V3_SHARDS) {
      files[files.length - 1] *= 2;
      files[files.length - 2] *= 2;
      codecs =
          "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":"
              + Arrays.toString(chunks)
              + ",\"codecs\":["
              + codecs
              + "],\"index_codecs\":["
              + bytes
              + ","
              + sum
              + "],\"index_location\":\"end\"}}";
    }
    return "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":"
        + Arrays.toString(shape)
        + ",\"data_type\":\"uint16\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":"
        + "{\"chunk_shape\":"
        + Arrays.toString(files)
        + "}},\"chunk_key_encoding\":{\"name\":\"default\",\"configuration\":{\"separator\":\"/\"}}"
        + ",\"fill_value\":7,\"codecs\":["
        + codecs
        + "]}";
  }

  static String name(Storage storage, int[] number) {
    final List<String> numbers = Arrays.stream(number).mapToObj(Integer::toString).toList();
    if (storage.format == 2) {
      return String.join(storage == Storage.V2_BLOSC ? "/" : ".", numbers);
    }
    return "c/" + String.join("/", numbers);
  }

  private static byte[] raw(
      Storage storage, int[] shape, int[] chunks, int[] number, ToIntFunction<int[]> pixel) {
    final ByteBuffer raw =
        ByteBuffer.allocate(2 * Arrays.stream(chunks).reduce(1, (a, b) -> a * b))
            .order(
                storage == Storage.V2_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (final int[] at : positions(chunks)) {
      final int[] whole =
          IntStream.range(0, at.length).map(i -> number[i] * chunks[i] + at[i]).toArray();
      final boolean inside =
          IntStream.range(0, at.length).allMatch(axis -> whole[axis] < shape[axis]);
      raw.putShort((short) (inside ? pixel.applyAsInt(whole) : 0xdead));
    }
    return raw.array();
  }

  static byte[] encoded(Storage storage, byte[] raw) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (storage.names("GZIP")) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(raw);
      }
      return out.toByteArray();
    }
    if (storage.names("ZLIB")) {
      try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
        zlib.write(raw);
      }
      return out.toByteArray();
    }
    if (storage.names("ZSTD") || storage.names("SHARDS")) {
      return Zstd.compress(raw);
    }
    if (storage.names("BLOSC")) {
      final byte[] blosc = Blosc.compress(raw, 2, Blosc.Compressor.LZ4, 5);
      return storage == Storage.V3_BLOSC ? summed(blosc) : blosc;
    }
    return raw;
  }

  private static byte[] summed(byte[] bytes) {
    final CRC32C sum = new CRC32C();
    sum.update(bytes);
    return ByteBuffer.allocate(bytes.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(bytes)
        .putInt((int) sum.getValue())
        .array();
  }

  /** Four chunks and an index; those that lie past the border are left out. */
  private static byte[] shard(int[] shape, int[] chunks, int[] number, ToIntFunction<int[]> pixel)
      throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteBuffer index = ByteBuffer.allocate(4 * 16).order(ByteOrder.LITTLE_ENDIAN);
    final int last = chunks.length - 1;
    for (int inner = 0; inner < 4; inner++) {
      final int[] chunk = number.clone();
      chunk[last - 1] = 2 * number[last - 1] + inner / 2;
      chunk[last] = 2 * number[last] + inner % 2;
      if (chunk[last - 1] * chunks[last - 1] >= shape[last - 1]
          || chunk[last] * chunks[last] >= shape[last]) {
        index.putLong(-1).putLong(-1);
        continue;
      }
      final byte[] bytes =
          encoded(Storage.V3_SHARDS, raw(Storage.V3_SHARDS, shape, chunks, chunk, pixel));
      index.putLong(out.size()).putLong(bytes.length);
      out.write(bytes);
    }
    out.write(summed(index.array()));
    return out.toByteArray();
  }

  private static int[] counts(int[] shape, int[] files) {
    return IntStream.range(0, shape.length)
        .map(axis -> (shape[axis] + files[axis] - 1) / files[axis])
        .toArray();
  }

  private static List<int[]> positions(int[] size) {
    final int count = Arrays.stream(size).reduce(1, (a, b) -> a * b);
    return IntStream.range(0, count)
        .mapToObj(
            index -> {
              final int[] at = new int[size.length];
              int rest = index;
              for (int axis = size.length - 1; axis >= 0; axis--) {
                at[axis] = rest % size[axis];
                rest /= size[axis];
              }
              return at;
            })
        .toList();
  }
}
