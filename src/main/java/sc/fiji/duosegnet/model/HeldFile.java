package sc.fiji.duosegnet.model;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A temporary file that its program holds, by a lock of the system, until it is closed or the
 * program ends, however that happens. So a later program finds out which of them killed programs
 * have left, and deletes them.
 *
 * <p>Their names have machine and process in them. Those of this process are never looked at: to
 * open and close a file a second time would give its lock free. Those of other machines may be held
 * by locks that only these machines know of, so that they also have to be old.
 */
public final class HeldFile implements AutoCloseable {

  /** A file that was not written to for so long belongs to nobody who still runs. */
  private static final Duration OLD = Duration.ofDays(1);

  private static final int TRIES = 100;

  private static final RuntimeMXBean JAVA = ManagementFactory.getRuntimeMXBean();

  /** What follows the process's number in Java's name for it. */
  private static final String MACHINE =
      JAVA.getName().replaceFirst("^\\d+@", "").replaceAll("[^A-Za-z0-9.]", "_") + "-";

  /** In containers many processes have the same number, but one after the other. */
  private static final String PROCESS = JAVA.getPid() + "-" + JAVA.getStartTime() + "-";

  private static final Set<Path> CLEARED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private HeldFile(final Path path, final FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Returns the beginning of this process's names that begin with a prefix. */
  static String ownPrefix(final String prefix) {
    return prefix + MACHINE + PROCESS;
  }

  /**
   * Makes a file.
   *
   * @param folder where; it exists
   * @param prefix of its name, before machine and process
   * @param suffix of its name
   */
  public static HeldFile create(final Path folder, final String prefix, final String suffix)
      throws IOException {
    for (int i = 0; i < TRIES; i++) {
      final HeldFile held = hold(Files.createTempFile(folder, ownPrefix(prefix), suffix));
      if (held != null) {
        return held;
      }
    }
    throw new IOException(
        "Folder '" + folder + "' is cleared of every new file; give another folder.");
  }

  /**
   * Takes hold of a file, which is made where it is missing.
   *
   * @return null if another process took it for one that was left, and deletes it
   */
  static HeldFile hold(final Path path) throws IOException {
    final FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (isFree(channel, true) && Files.exists(path)) {
      return new HeldFile(path, channel);
    }
    channel.close();
    return null;
  }

  /**
   * Locks a file.
   *
   * @param unknown what to return where the file system has no locks
   */
  private static boolean isFree(final FileChannel channel, final boolean unknown) {
    try {
      final FileLock lock = channel.tryLock();
      return lock != null;
    } catch (final OverlappingFileLockException e) {
      return false;
    } catch (final IOException e) {
      return unknown;
    }
  }

  /** Deletes a file and what belongs to it. */
  @FunctionalInterface
  public interface Deletion {

    /**
     * @throws IOException if it can't be deleted; it stays then
     */
    void delete(Path path) throws IOException;
  }

  /**
   * Deletes what killed programs of the same user have left beside this file, where this process
   * has not done so before. What can't be deleted stays: that is no reason not to work.
   *
   * @param prefix as in {@link #create}
   * @param suffix as in {@link #create}
   */
  public void clearOnce(final String prefix, final String suffix, final Deletion deletion) {
    clearOnce(path, prefix, suffix, UnaryOperator.identity(), deletion);
  }

  /**
   * The same where another file is held than the one that is named so.
   *
   * @param own what this process has made
   * @param held finds the file that is held
   */
  static void clearOnce(
      final Path own,
      final String prefix,
      final String suffix,
      final UnaryOperator<Path> held,
      final Deletion deletion) {
    if (CLEARED.add(own.toAbsolutePath().resolveSibling(prefix + suffix))) {
      clear(own, prefix, suffix, held, deletion);
    }
  }

  /** Does it whether or not it was done before. */
  static void clear(
      final Path own,
      final String prefix,
      final String suffix,
      final UnaryOperator<Path> held,
      final Deletion deletion) {
    final Path folder = own.resolveSibling(".");
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, prefix + "*" + suffix)) {
      final UserPrincipal user = Files.getOwner(own);
      for (final Path path : found) {
        final String name = String.valueOf(path.getFileName());
        if (!name.startsWith(ownPrefix(prefix))) {
          deleteIfLeft(path, name.startsWith(prefix + MACHINE), user, held.apply(path), deletion);
        }
      }
    } catch (final IOException | DirectoryIteratorException | UnsupportedOperationException e) {
      return;
    }
  }

  private static void deleteIfLeft(
      final Path path,
      final boolean here,
      final UserPrincipal user,
      final Path held,
      final Deletion deletion) {
    // Locked until it is deleted, or its owner could begin to write in between.
    try (FileChannel channel = FileChannel.open(held, StandardOpenOption.WRITE)) {
      if (user.equals(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS))
          && (here || isOld(held))
          && isFree(channel, false)) {
        deletion.delete(path);
      }
    } catch (final IOException e) {
      return; // another process was faster, or it can't be deleted
    }
  }

  private static boolean isOld(final Path path) throws IOException {
    return Files.getLastModifiedTime(path).toInstant().isBefore(Instant.now().minus(OLD));
  }

  /** Returns the file. */
  public Path path() {
    return path;
  }

  /** Returns the file, open for reading and writing. */
  public FileChannel channel() {
    return channel;
  }

  /** Lets go of the file, which stays. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
