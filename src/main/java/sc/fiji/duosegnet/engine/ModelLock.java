package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import sc.fiji.duosegnet.model.FileReplacement;

/**
 * Keeps other trainings, of this program or another one, from writing the same model file and
 * checkpoint. The system gives the lock free however the program ends.
 */
final class ModelLock implements AutoCloseable {

  private static final int TRIES = 100;

  private final Path file;
  private final FileChannel channel;

  private ModelLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes hold of a model file.
   *
   * @param modelFile the model's file; a missing folder is made
   * @throws IOException in one sentence, if another training has it or no file can be made there
   */
  static ModelLock of(Path modelFile) throws IOException {
    final Path file = file(modelFile);
    try {
      final Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      for (int i = 0; i < TRIES; i++) {
        final Object before = key(file);
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        if (!lock(channel)) {
          channel.close();
          break;
        }
        if (Objects.equals(before, key(file))) {
          return new ModelLock(file, channel);
        }
        channel.close(); // its last holder has deleted it meanwhile
      }
    } catch (IOException e) {
      throw new IOException(
          "Model file '"
              + modelFile
              + "' can't be written, as no file can be made beside it ("
              + FileReplacement.reason(e)
              + "); choose another folder.",
          e);
    }
    throw new IOException(
        "Model file '"
            + modelFile
            + "' is being written by another training; wait for its end or give another file.");
  }

  /**
   * Sees whether another training has a model file, without making anything.
   *
   * @throws IOException in one sentence, if so
   */
  static void check(Path modelFile) throws IOException {
    if (Files.exists(file(modelFile))) {
      of(modelFile).close();
    }
  }

  private static Path file(Path modelFile) {
    return modelFile.resolveSibling(modelFile.getFileName() + ".lock");
  }

  /** Makes the file where it is missing, and tells it apart from a later one of the same name. */
  private static Object key(Path file) throws IOException {
    if (!Files.exists(file)) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        return new Object(); // somebody else was quicker; this equals nothing, so try again
      }
    }
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Returns false if somebody else has it. */
  private static boolean lock(FileChannel channel) {
    try {
      final FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very program has it
    } catch (IOException e) {
      return true; // a file system without locks is no reason not to train
    }
  }

  /** Gives the file free. A lock file that can't be deleted is of no harm. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return;
    }
  }
}
