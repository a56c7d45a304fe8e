package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @TempDir Path folder;

  @Test
  void writesAndReplaces() throws IOException {
    final Path file = folder.resolve("a.txt");
    WholeFile.write(file, "a much longer first content, \u00b5m");
    assertEquals("a much longer first content, \u00b5m", Files.readString(file));
    WholeFile.write(file, "second");
    assertEquals("second", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void whatADeadProgramHasLeftIsNoObstacle() throws IOException {
    final Path file = folder.resolve("a.txt");
    Files.writeString(folder.resolve("a.txt.tmp"), "half of something much lon");
    WholeFile.write(file, "whole");
    assertEquals("whole", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void failureLeavesEverythingAsItWas() throws IOException {
    final Path busy = Files.createDirectories(folder.resolve("a.txt/inside")).getParent();
    assertThrows(IOException.class, () -> WholeFile.write(busy, "text"));
    assertThrows(IOException.class, () -> WholeFile.write(folder.resolve("none/b"), "text"));
    assertEquals(List.of("a.txt"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
