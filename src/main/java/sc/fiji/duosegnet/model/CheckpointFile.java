package sc.fiji.duosegnet.model;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A file of named arrays behind a header of plain values, whole or not there at all, and checked by
 * a checksum before anything in it is believed. All arrays together never need to be in memory.
 *
 * <p>Big-endian: the magic number, the version, the header (a length and UTF-8 YAML), then for each
 * array its name (a length and UTF-8), its length and its values; a name of length 0; and the
 * SHA-256 of all that.
 */
public final class CheckpointFile {

  private static final long MAGIC = 0x44756F5365674E31L; // "DuoSegN1"
  private static final int VERSION = 1;
  private static final int CHECKSUM = 32;
  private static final int BUFFER = 1 << 16;
  private static final int MOST_TEXT = 64 << 20;

  private final Path file;
  private final Map<?, ?> header;
  private final long arraysAt;

  private CheckpointFile(final Path file, final Map<?, ?> header, final long arraysAt) {
    this.file = file;
    this.header = Collections.unmodifiableMap(header);
    this.arraysAt = arraysAt;
  }

  /** Takes arrays, one after the other. */
  @FunctionalInterface
  public interface Sink {

    /**
     * @param name name that none before has, not empty
     * @param values values; not kept
     */
    void add(String name, float[] values) throws IOException;
  }

  /** Gives arrays, one after the other. */
  @FunctionalInterface
  public interface Source {

    /** Hands all arrays over. */
    void giveTo(Sink arrays) throws IOException;
  }

  /**
   * Writes a file and reads it back before it takes the place of an older one.
   *
   * @param file the file, in a folder that exists
   * @param header plain values, lists and maps
   * @throws IOException if it can't be written; an older file is then as it was
   */
  public static void write(final Path file, final Map<String, ?> header, final Source source)
      throws IOException {
    FileReplacement.write(file, out -> write(out, header, source), CheckpointFile::verify);
  }

  private static void write(
      final OutputStream raw, final Map<String, ?> header, final Source source) throws IOException {
    final MessageDigest digest = Sha256.digest();
    final DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new DigestOutputStream(raw, digest), BUFFER));
    out.writeLong(MAGIC);
    out.writeInt(VERSION);
    text(out, yaml(header));
    source.giveTo(
        (name, values) -> {
          text(out, name);
          out.writeInt(values.length);
          final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
          for (int i = 0; i < values.length; ) {
            final int count = Math.min(values.length - i, BUFFER / Float.BYTES);
            bytes.clear().asFloatBuffer().put(values, i, count);
            out.write(bytes.array(), 0, count * Float.BYTES);
            i += count;
          }
        });
    out.writeInt(0);
    out.flush();
    raw.write(digest.digest());
  }

  private static void text(final DataOutputStream out, final String text) throws IOException {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String yaml(final Map<String, ?> header) {
    final DumperOptions options = new DumperOptions();
    options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
    return new Yaml(options).dump(header);
  }

  /**
   * Opens a file and checks it.
   *
   * @throws IOException in words without the file's name, for the middle of a sentence, if it is
   *     damaged or of another kind or version
   */
  public static CheckpointFile open(final Path file) throws IOException {
    verify(file);
    try (DataInputStream in = stream(file)) {
      if (in.readLong() != MAGIC) {
        throw new IOException("it is no checkpoint of this program");
      }
      final int version = in.readInt();
      if (version != VERSION) {
        throw new IOException("it has version " + version + " instead of " + VERSION);
      }
      final byte[] yaml = bytes(in);
      final Map<?, ?> map;
      try {
        map = SafeYaml.map(yaml, MOST_TEXT);
      } catch (final IOException e) {
        throw new IOException("its header can't be read: " + OneLine.of(e), e);
      }
      return new CheckpointFile(
          file, map, Long.BYTES + Integer.BYTES + Integer.BYTES + yaml.length);
    } catch (final EOFException e) {
      throw new IOException("it ends within its header", e);
    }
  }

  private static void verify(final Path file) throws IOException {
    final long size = Files.size(file);
    final MessageDigest digest = Sha256.digest();
    try (InputStream raw = Files.newInputStream(file);
        DigestInputStream in = new DigestInputStream(raw, digest)) {
      final byte[] buffer = new byte[BUFFER];
      for (long left = size - CHECKSUM; left > 0; ) {
        final int count = in.read(buffer, 0, (int) Math.min(left, BUFFER));
        if (count < 0) {
          break;
        }
        left -= count;
      }
      if (size < CHECKSUM || !Arrays.equals(digest.digest(), raw.readNBytes(CHECKSUM))) {
        throw new IOException("its checksum is wrong");
      }
    }
  }

  private static DataInputStream stream(final Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
  }

  private static byte[] bytes(final DataInputStream in) throws IOException {
    final int length = in.readInt();
    if (length < 0 || length > MOST_TEXT) {
      throw new IOException("it has a text of " + length + " bytes");
    }
    final byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("it ends within a text");
    }
    return bytes;
  }

  private static String text(final byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Returns the header as it was written; whole numbers have the least type that holds them. */
  public Map<?, ?> header() {
    return header;
  }

  /**
   * Hands all arrays over, in the order of writing; each belongs to the one who takes it.
   *
   * @throws IOException in words for the middle of a sentence, if the file can't be read any more,
   *     or says that it has more than it has
   */
  public void read(final Sink arrays) throws IOException {
    try (DataInputStream in = stream(file)) {
      in.skipNBytes(arraysAt);
      for (byte[] name = bytes(in); name.length > 0; name = bytes(in)) {
        final int length = in.readInt();
        if (length < 0 || length > Files.size(file) / Float.BYTES) {
          throw new IOException("its '" + OneLine.of(text(name)) + "' has " + length + " values");
        }
        final float[] values = new float[length];
        for (int i = 0; i < values.length; ) {
          final int count = Math.min(values.length - i, BUFFER / Float.BYTES);
          final byte[] part = in.readNBytes(count * Float.BYTES);
          if (part.length < count * Float.BYTES) {
            throw new EOFException("it has become shorter");
          }
          ByteBuffer.wrap(part).asFloatBuffer().get(values, i, count);
          i += count;
        }
        arrays.add(text(name), values);
      }
    }
  }
}
