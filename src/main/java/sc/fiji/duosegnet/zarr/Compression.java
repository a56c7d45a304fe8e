package sc.fiji.duosegnet.zarr;

import com.github.luben.zstd.ZstdInputStream;
import com.scalableminds.bloscjava.Blosc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import sc.fiji.duosegnet.model.OneLine;

/** What the bytes of a chunk went through. */
enum Compression {
  /** Java's own. */
  GZIP {
    @Override
    byte[] decode(byte[] bytes, int most) throws IOException {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return LimitedBytes.read(in, most);
      }
    }

    @Override
    byte[] encode(byte[] bytes) throws IOException {
      final ByteArrayOutputStream out = buffer(bytes);
      try (OutputStream gzip = new Leveled(out)) {
        gzip.write(bytes);
      }
      return out.toByteArray();
    }
  },
  /** Java's own. */
  ZLIB {
    @Override
    byte[] decode(byte[] bytes, int most) throws IOException {
      try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
        return LimitedBytes.read(in, most);
      }
    }

    @Override
    byte[] encode(byte[] bytes) throws IOException {
      final ByteArrayOutputStream out = buffer(bytes);
      final Deflater deflater = new Deflater(MetadataWriter.DEFLATE_LEVEL);
      try (OutputStream zlib = new DeflaterOutputStream(out, deflater)) {
        zlib.write(bytes);
      } finally {
        deflater.end();
      }
      return out.toByteArray();
    }
  },
  /** Zstandard, in a native library. */
  ZSTD {
    @Override
    byte[] decode(byte[] bytes, int most) throws IOException {
      try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(bytes))) {
        return LimitedBytes.read(in, most);
      }
    }
  },
  /** Blosc with any of its compressors, in a native library. */
  BLOSC {
    @Override
    byte[] decode(byte[] bytes, int most) throws IOException {
      // The native library trusts the sizes in the header, and takes memory for them.
      final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.length < BLOSC_HEADER || header.getInt(12) != bytes.length) {
        throw new IOException("it is cut short");
      }
      if (header.getInt(4) < 0 || header.getInt(4) > most) {
        throw new IOException("it holds more than the " + most + " bytes that it may");
      }
      return Blosc.decompress(bytes);
    }
  },
  /** No compression, but a sum at the end that must be right. */
  CRC32C {
    @Override
    byte[] decode(byte[] bytes, int most) throws IOException {
      final int length = bytes.length - Integer.BYTES;
      if (length < 0) {
        throw new IOException("it is cut short");
      }
      final CRC32C sum = new CRC32C();
      sum.update(bytes, 0, length);
      final int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
      if ((int) sum.getValue() != stored) {
        throw new IOException("its check sum is wrong");
      }
      return Arrays.copyOf(bytes, length);
    }
  };

  private static final int BLOSC_HEADER = 16;

  /**
   * Undoes this.
   *
   * @param most how many bytes it may give; no more memory is taken for more
   * @throws IOException in a few words, if the bytes are not what they should be
   */
  abstract byte[] decode(byte[] bytes, int most) throws IOException;

  /** Undoes this, or says in a few words why it can't be. */
  byte[] decodeOrSay(byte[] bytes, int most) throws IOException {
    try {
      return decode(bytes, most);
    } catch (final LinkageError e) {
      throw new IOException(
          "there is no library for " + id() + " on this machine; compress it with gzip", e);
    } catch (final RuntimeException e) {
      throw new IOException("it is no " + id(), e);
    }
  }

  /**
   * Compresses; the project writes gzip and zlib only.
   *
   * @throws UnsupportedOperationException if it is neither
   */
  byte[] encode(byte[] bytes) throws IOException {
    throw new UnsupportedOperationException(id() + " is read, but not written");
  }

  /** Returns the name in the metadata. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Masks shrink to an eighth at least. */
  private static ByteArrayOutputStream buffer(byte[] bytes) {
    return new ByteArrayOutputStream(bytes.length / 8 + 64);
  }

  /**
   * Finds a compression by its name in the metadata.
   *
   * @throws IllegalArgumentException in one sentence, if it is none of these
   */
  static Compression of(String name) {
    return Arrays.stream(values())
        .filter(codec -> codec.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "its chunks are stored with '"
                        + OneLine.of(name)
                        + "'; give one with "
                        + Arrays.stream(values())
                            .map(Compression::id)
                            .collect(Collectors.joining(", "))
                        + " or without compression."));
  }

  private static final class Leveled extends GZIPOutputStream {
    Leveled(OutputStream out) throws IOException {
      super(out);
      def.setLevel(MetadataWriter.DEFLATE_LEVEL);
    }
  }
}
