package sc.fiji.duosegnet.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A native library of TensorFlow, as it is in the engine's jar, and where JavaCPP unpacks it to.
 *
 * @param file in JavaCPP's folder; it need not be there
 * @param size in bytes
 * @param crc its checksum
 * @param time last change in milliseconds, as JavaCPP sets and compares it; as zip files tell local
 *     times, it differs between time zones
 */
record NativeFile(Path file, long size, long crc, long time) {

  private static final Logger LOG = System.getLogger(NativeFile.class.getName());
  private static final String JAR = "tensorflow-core-native-.*";
  private static final String LIBRARY = ".*\\.(so(\\.\\d+)*|dll|dylib)";
  private static final int BUFFER = 1 << 16;

  /**
   * Lists the libraries of the engine's jars.
   *
   * @param cache folder that JavaCPP unpacks to, below the name of each jar
   * @throws EngineException in one sentence, if a jar can't be read
   */
  static List<NativeFile> of(Path cache, List<Path> jars) {
    final List<NativeFile> files = new ArrayList<>();
    for (final Path jar : jars) {
      final String name = String.valueOf(jar.getFileName());
      if (!name.matches(JAR)) {
        continue;
      }
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        final Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
          final ZipEntry entry = entries.nextElement();
          if (entry.getName().matches(LIBRARY)) {
            files.add(
                new NativeFile(
                    cache.resolve(name).resolve(entry.getName()),
                    entry.getSize(),
                    entry.getCrc(),
                    entry.getTime()));
          }
        }
      } catch (IOException e) {
        throw new EngineException(
            "The engine's file '"
                + jar
                + "' can't be read ("
                + e
                + "); unpack the plugin's archive for "
                + EngineLocator.platform()
                + " again.",
            e);
      }
    }
    return files;
  }

  /** Tells whether JavaCPP takes the file as it is. */
  boolean isReady() throws IOException {
    return hasSize() && Files.getLastModifiedTime(file).toMillis() == time;
  }

  private boolean hasSize() throws IOException {
    return Files.exists(file) && Files.size(file) == size;
  }

  /** Returns how much is still to be unpacked, in bytes. */
  long missing() throws IOException {
    return hasSize() ? 0 : size;
  }

  /**
   * Makes JavaCPP take the file, if it is whole and only its time is another; otherwise deletes it.
   */
  void repair() throws IOException {
    if (isReady() || !Files.exists(file)) {
      return;
    }
    if (hasSize() && checksum() == crc) {
      Files.setLastModifiedTime(file, FileTime.fromMillis(time));
      return;
    }
    LOG.log(Level.WARNING, "Unpacking {0} again, as it was not whole", file);
    Files.delete(file);
  }

  private long checksum() throws IOException {
    final CRC32 crc32 = new CRC32();
    final byte[] buffer = new byte[BUFFER];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc32.update(buffer, 0, read);
      }
    }
    return crc32.getValue();
  }
}
