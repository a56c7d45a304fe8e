package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start knows of former ones that were ended while they were loading. */
class LoadMarkerTest {

  private static final Path CACHE = Path.of("cache").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void aProcessThatWentThroughLeavesNothing() throws IOException {
    try (LoadMarker marker = LoadMarker.set(folder, CACHE)) {
      assertEquals(1, Resumed.files(folder).size(), marker.toString());
      // It still runs.
      assertNull(LoadMarker.takeCrash(folder));
      assertEquals(1, Resumed.files(folder).size());
    }
    assertEquals(List.of(), Resumed.files(folder));
  }

  @Test
  void aProcessThatEndedIsToldOnce() throws Exception {
    final Process process =
        OtherJava.of(List.of(), Ending.class, folder)
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "no end");
    assertEquals(134, process.exitValue());
    final long pid = process.pid();
    assertEquals(
        "Process "
            + pid
            + " ended while it was loading TensorFlow, probably by a crash, of which Java's report"
            + " would be '"
            + folder.toRealPath().resolve("hs_err_pid" + pid + ".log")
            + "'; run the command again to try once more, and if that crashes too, delete the folder '"
            + folder.resolve("natives")
            + "', where its libraries are unpacked, and if that is of no help unpack the plugin's"
            + " archive for this machine again or update its system.",
        LoadMarker.takeCrash(folder));
    assertNull(LoadMarker.takeCrash(folder));
    assertEquals(List.of(), Resumed.files(folder));
  }

  @Test
  void anotherProcessWithTheSameNumberDoesNotHideIt() throws IOException {
    final LoadMarker marker = LoadMarker.set(folder, CACHE);
    try (marker) {
      final Path file = folder.resolve(Resumed.files(folder).get(0));
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(86_400)));
      assertTrue(LoadMarker.takeCrash(folder).startsWith("Process "));
    }
  }

  @Test
  void aFolderThatTakesNoFileDoesNotMatter() {
    final Path none = folder.resolve("none");
    LoadMarker.set(none, CACHE).close();
    assertNull(LoadMarker.takeCrash(none));
  }

  /** Begins to load and is ended. */
  static final class Ending {

    private Ending() {}

    /**
     * @param args the folder for markers
     */
    public static void main(String[] args) {
      LoadMarker.set(Path.of(args[0]), Path.of(args[0], "natives"));
      Runtime.getRuntime().halt(134);
    }
  }
}
