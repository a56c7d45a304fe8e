package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets no process load TensorFlow's libraries while one of them is half unpacked, which ends the
 * process: the system's loader maps whatever the file has. JavaCPP unpacks and loads one library
 * after the other, and the first needs the second. So where one is not ready, a single process at a
 * time unpacks and loads; the others wait, and then find them ready. What a killed process has left
 * half unpacked is deleted, as JavaCPP would look at it only after the first library has led the
 * system to it.
 */
final class UnpackedNatives {

  /** Not JavaCPP's file: a process that closes a file gives up all its locks of it (POSIX). */
  static final String LOCK = ".unpacking";

  private static final Logger LOG = System.getLogger(UnpackedNatives.class.getName());
  private static final long POLL_MILLIS = 50;

  private final Path cache;
  private final List<NativeFile> files;
  private final Duration patience;

  /**
   * @param cache folder that JavaCPP unpacks to
   * @param jars the engine's jars
   * @param patience how long another program may take to unpack
   * @throws EngineException in one sentence, if a jar can't be read
   */
  UnpackedNatives(Path cache, List<Path> jars, Duration patience) {
    this.cache = cache;
    files = NativeFile.of(cache, jars);
    this.patience = patience;
  }

  /**
   * Loads the libraries when that is safe, after other processes if need be.
   *
   * @param load unpacks what is lacking, and loads
   * @return what {@code load} returns
   * @throws EngineException in one sentence, if the folder can't be read or locked, or if another
   *     program takes too long
   */
  <T> T load(Supplier<T> load) {
    FileChannel lock = null;
    try {
      if (!areReady()) {
        lock = lock();
        if (lock != null) {
          repair();
        }
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

  /** Tells whether nothing is left to unpack; a folder that can't be read is not ready. */
  boolean areReady() {
    try {
      for (final NativeFile file : files) {
        if (!file.isReady()) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void repair() throws IOException {
    for (final NativeFile file : files) {
      file.repair();
    }
  }

  /** Returns a file with its lock, or null if another copy of the plugin in this process has it. */
  private FileChannel lock() throws IOException {
    final FileChannel channel =
        FileChannel.open(cache.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      await(channel);
      return channel;
    } catch (OverlappingFileLockException e) {
      close(channel);
      return null;
    } catch (IOException | EngineException e) {
      close(channel);
      throw e;
    }
  }

  private void await(FileChannel channel) throws IOException {
    final long start = System.nanoTime();
    boolean told = false;
    while (channel.tryLock() == null) {
      if (!told) {
        LOG.log(Level.INFO, "Waiting for another program that unpacks to {0}", cache);
        told = true;
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new EngineException(
            "Another program has been unpacking TensorFlow's libraries to '"
                + cache
                + "' for "
                + patience.toSeconds()
                + " seconds; end it, or start Java with -D"
                + NativesCache.PROPERTY
                + "=<another folder>.");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EngineException(
            "Loading TensorFlow was interrupted while another program was unpacking its libraries to '"
                + cache
                + "'; run the command again.",
            e);
      }
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
