package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  @TempDir Path folder;

  @Test
  void writesOneFileAndReplacesAnOlderOne() throws IOException {
    final Path file = folder.resolve("a.csv");
    OutputFile.write(file, "first");
    OutputFile.write(file, "µ");
    assertEquals("µ", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void refusesWhatCannotBeWritten() throws IOException {
    refused(folder, true, "is a folder");
    final Path file = Files.writeString(folder.resolve("a.csv"), "precious");
    refused(file, false, "exists already; give overwrite=true");
    assertEquals(file, OutputFile.check("Table", file.toFile(), true));
    refused(folder.resolve("none/a.csv"), true, "cannot be written");
  }

  private static void refused(Path file, boolean overwrite, String part) {
    final String sentence =
        assertThrows(IOException.class, () -> OutputFile.check("Table", file.toFile(), overwrite))
            .getMessage();
    assertTrue(sentence.startsWith("Table '" + file + "' " + part), sentence);
  }
}
