package sc.fiji.duosegnet.zarr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes from streams that may be endless, as a few compressed bytes can become any number. */
final class LimitedBytes {

  private LimitedBytes() {}

  /** Reads a file, which must be there, see {@link #read(InputStream, int)}. */
  static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, most);
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param most how many bytes it may give
   * @throws IOException in a few words, if it gives more; no more memory is taken then
   */
  static byte[] read(InputStream in, int most) throws IOException {
    final byte[] bytes = in.readNBytes(most);
    if (bytes.length == most && in.read() >= 0) {
      throw new IOException("it holds more than the " + most + " bytes that it may");
    }
    return bytes;
  }
}
