package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Lets no process load TensorFlow's libraries while one of them is half unpacked, which ends the
 * process: the system's loader maps whatever the file has. JavaCPP unpacks and loads one library
 * after the other, and the first needs the second. So where one is not whole, a single process at a
 * time unpacks and loads; the others wait, and then find them whole. What a killed process has left
 * half unpacked is deleted, as JavaCPP would look at it only after the first library has led the
 * system to it.
 */
final class UnpackedNatives {

  /** Not JavaCPP's file: a process that closes a file gives up all its locks of it (POSIX). */
  static final String LOCK = ".unpacking";

  private static final Logger LOG = System.getLogger(UnpackedNatives.class.getName());
  private static final String JAR = "tensorflow-core-native-.*";
  private static final String LIBRARY = ".*\\.(so(\\.\\d+)*|dll|dylib)";

  private UnpackedNatives() {}

  /**
   * Loads the libraries when that is safe, after other processes if need be.
   *
   * @param cache folder that JavaCPP unpacks to
   * @param jars the engine's jars
   * @param load unpacks what is lacking, and loads
   * @return what {@code load} returns
   * @throws EngineException in one sentence, if the folder can't be read or locked
   */
  static <T> T load(Path cache, List<Path> jars, Supplier<T> load) {
    FileChannel lock = null;
    try {
      final Map<Path, Long> sizes = sizes(cache, jars);
      if (!areWhole(sizes)) {
        lock = lock(cache);
        deleteParts(sizes); // if waiting has not made them whole
      }
    } catch (IOException e) {
      close(lock);
      throw NativesCache.problem(cache, e);
    }
    try {
      return load.get();
    } finally {
      close(lock);
    }
  }

  /** Returns the files that JavaCPP unpacks, with the sizes that they have in the jars. */
  private static Map<Path, Long> sizes(Path cache, List<Path> jars) throws IOException {
    final Map<Path, Long> sizes = new LinkedHashMap<>();
    for (final Path jar : jars) {
      final String name = String.valueOf(jar.getFileName());
      if (name.matches(JAR)) {
        try (ZipFile file = new ZipFile(jar.toFile())) {
          final Enumeration<? extends ZipEntry> entries = file.entries();
          while (entries.hasMoreElements()) {
            final ZipEntry entry = entries.nextElement();
            if (entry.getName().matches(LIBRARY)) {
              sizes.put(cache.resolve(name).resolve(entry.getName()), entry.getSize());
            }
          }
        }
      }
    }
    return sizes;
  }

  private static boolean areWhole(Map<Path, Long> sizes) throws IOException {
    for (final Map.Entry<Path, Long> file : sizes.entrySet()) {
      if (!Files.exists(file.getKey()) || Files.size(file.getKey()) != file.getValue()) {
        return false;
      }
    }
    return true;
  }

  private static void deleteParts(Map<Path, Long> sizes) throws IOException {
    for (final Map.Entry<Path, Long> file : sizes.entrySet()) {
      if (Files.exists(file.getKey()) && Files.size(file.getKey()) != file.getValue()) {
        LOG.log(Level.WARNING, "Unpacking {0} again, as it was not whole", file.getKey());
        Files.delete(file.getKey());
      }
    }
  }

  /** Returns a file with its lock, or null if another copy of the plugin in this process has it. */
  private static FileChannel lock(Path cache) throws IOException {
    final FileChannel channel =
        FileChannel.open(cache.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        LOG.log(Level.INFO, "Waiting for another program that unpacks to {0}", cache);
        channel.lock();
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      channel.close();
      return null;
    } catch (IOException e) {
      close(channel);
      throw e;
    }
  }

  private static void close(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close(); // which gives up the lock
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The lock of unpacking was not given up: {0}", e.toString());
    }
  }
}
