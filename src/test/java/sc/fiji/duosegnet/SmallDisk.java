package sc.fiji.duosegnet;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk of its own in memory, which only a privileged user can make. Closing takes it away. */
public final class SmallDisk implements AutoCloseable {

  private static final String TEMPORARY = "java.io.tmpdir";

  private final Path folder;
  private final String temporary = System.getProperty(TEMPORARY);

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a disk, or has the test skipped where that is not allowed.
   *
   * @param folder where it is to be; made if it is missing
   * @param size as {@code mount} takes it, for example {@code 8m}
   */
  public static SmallDisk at(Path folder, String size) throws Exception {
    Files.createDirectories(folder);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()),
        "no disk can be mounted here, so a full one was not tried");
    return new SmallDisk(folder);
  }

  /** Returns the disk's folder. */
  public Path folder() {
    return folder;
  }

  /** Has Java's temporary files on this disk until it is closed. */
  public SmallDisk forTemporaryFiles() {
    System.setProperty(TEMPORARY, folder.toString());
    return this;
  }

  /** Fills all space that is left. */
  public void fill() {
    final Path filler = folder.resolve("filler");
    assertThrows(IOException.class, () -> Files.write(filler, new byte[10 << 20]));
    assertTrue(Files.exists(filler));
  }

  /** Gives the space free again. */
  public void empty() throws IOException {
    Files.delete(folder.resolve("filler"));
  }

  /** Takes the right to write away. */
  public void protect() throws Exception {
    assertTrue(run("mount", "-o", "remount,ro", folder.toString()));
  }

  private static boolean run(String... command) throws Exception {
    try {
      final Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @Override
  public void close() throws Exception {
    System.setProperty(TEMPORARY, temporary);
    run("umount", "-l", folder.toString());
  }
}
