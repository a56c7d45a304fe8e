package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.engine.OtherJava;

/** What stays in a folder of results when a program or a machine ends at any time. */
class TiffOutputTest {

  @TempDir Path work;

  private static void write(Path file) throws IOException {
    final ImagePlus source = new ImagePlus("a", new ByteProcessor(7, 5));
    try (StackOutput output =
        StackOutput.toFile(source, "a", StackOutput.Pixels.MASK, file, false)) {
      output.add(new byte[7 * 5]);
      output.finish();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theFileIsOnTheDiskBeforeItHasItsName() throws Exception {
    final Path file = work.resolve("a.tif");
    final Path events = work.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withoutThreshold();
      recording.start();
      write(file);
      recording.stop();
      recording.dump(events);
    }
    final List<String> forced =
        RecordingFile.readAllEvents(events).stream()
            .map(event -> Path.of(event.getString("path")).getFileName().toString())
            .filter(name -> name.endsWith(".tif"))
            .toList();
    assertEquals(1, forced.size(), forced.toString());
    assertTrue(forced.get(0).startsWith(".planes-"), forced.toString());
    assertEquals(7, IJ.openImage(file.toString()).getWidth());
    assertEquals(List.of("a.tif", "events.jfr"), names(work));
  }

  @Test
  void whatAKilledProgramLeftIsDeletedAndWhatALivingOneWritesStays() throws Exception {
    final Path first = Files.createDirectory(work.resolve("first"));
    final Path second = Files.createDirectory(work.resolve("second"));
    final Path begun = work.resolve("begun");
    final Process other =
        OtherJava.of(List.of(), UnfinishedPlanes.class, first, second, begun).inheritIO().start();
    try {
      for (int i = 0; i < 600 && !Files.exists(begun); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      final List<String> unfinished = names(first);
      assertEquals(1, unfinished.size(), unfinished.toString());
      write(first.resolve("a.tif"));
      assertEquals(List.of(unfinished.get(0), "a.tif"), names(first));
    } finally {
      other.destroyForcibly().waitFor();
    }
    final String left = names(second).get(0);
    Files.createFile(second.resolve(left + ".tif")); // if it is killed a little later
    Files.createFile(second.resolve(".planes.raw")); // somebody else's
    write(second.resolve("a.tif"));
    assertEquals(List.of(".planes.raw", "a.tif"), names(second));
  }
}
