package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that are there complete or not at all, whenever the program or the machine ends: to
 * a temporary file beside, which then takes the file's place. What a killed program has left of a
 * temporary file is overwritten the next time, so that such files do not gather; whoever writes the
 * same file from two programs has to keep them apart.
 */
public final class FileReplacement {

  private FileReplacement() {}

  /** Something that writes itself. */
  @FunctionalInterface
  public interface Content {

    /**
     * @param out takes the bytes; not to be closed
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Looks at what was written, before it takes the file's place. */
  @FunctionalInterface
  public interface Check {

    /**
     * @throws IOException if that is not what should have been written
     */
    void check(Path written) throws IOException;
  }

  /** Returns the temporary file beside a file. */
  public static Path temporary(final Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  /**
   * Writes a file.
   *
   * @param file the file, in a folder that exists; an older one is replaced
   * @throws IOException if it can't be written or the check fails; an older file is then as it was
   */
  public static void write(final Path file, final Content content, final Check check)
      throws IOException {
    write(file, temporary(file), content, check);
  }

  /**
   * The same with another temporary file.
   *
   * @param temporary in the same folder; nobody else writes to it
   */
  public static void write(
      final Path file, final Path temporary, final Content content, final Check check)
      throws IOException {
    try {
      try (FileChannel channel =
              FileChannel.open(
                  temporary,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        content.writeTo(out);
        out.flush();
        channel.force(true); // or the move may reach the disk before the content does
      }
      check.check(temporary);
      move(temporary, file);
      forceFolder(file);
    } catch (final IOException | RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    }
  }

  private static void move(final Path from, final Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (final AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Without this, a file that has lost its name to the new one may come back with a power cut. */
  private static void forceFolder(final Path file) {
    final Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (final IOException e) {
      return; // Windows opens no folders, and needs none
    }
  }

  private static void discard(final Path temporary, final Throwable failure) {
    try {
      if (Files.isRegularFile(temporary)) {
        Files.delete(temporary);
      }
    } catch (final IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Returns why a file could not be written or read, in a few words for the middle of a sentence.
   */
  public static String reason(final IOException e) {
    if (e instanceof FileAlreadyExistsException problem) {
      return "'" + problem.getFile() + "' is a file, not a folder";
    }
    if (e instanceof AccessDeniedException problem) {
      return "no permission for '" + problem.getFile() + "'";
    }
    if (e instanceof NoSuchFileException problem) {
      return "'" + problem.getFile() + "' does not exist";
    }
    if (e instanceof NotDirectoryException problem) {
      return "'" + problem.getFile() + "' is no folder";
    }
    return String.valueOf(e.getMessage());
  }
}
