package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitFileTest {

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    final Split split =
        new Split(
            List.of("plain", "with, comma", "a \"quoted\" one"),
            List.of("plain", "only second", " blanks "),
            List.of("line\nbreak", "carriage\rreturn", "both\r\nof them"),
            List.of("Zellkern-\u00e4\u00f6\u00fc", "\u7d30\u80de", "\"", ",", "image"),
            List.of("test"));
    final Path file = folder.resolve("split.csv");
    SplitFile.write(file, split);
    assertEquals(split, SplitFile.read(file));
    SplitFile.write(file, split);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void theFileIsWhatASpreadsheetExpects() throws IOException {
    final Path file = folder.resolve("split.csv");
    SplitFile.write(
        file, new Split(List.of("a,b"), List.of("c"), List.of("d\"e"), List.of("f"), List.of("g")));
    assertEquals(
        "image,role\n\"a,b\",labeled1\nc,labeled2\n\"d\"\"e\",validation\nf,unlabeled\ng,test\n",
        Files.readString(file));
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkAreRead() throws IOException {
    final Path file = folder.resolve("split.csv");
    Files.writeString(file, "\uFEFFimage,role\r\n\"a\",labeled\r\n\r\nb,validation");
    final Split split = SplitFile.read(file);
    assertEquals(List.of("a"), split.view1());
    assertEquals(List.of("a"), split.view2());
    assertEquals(List.of("b"), split.validation());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b;x,labeled|line 1|header",
        "image,role;x,labeled;x,test|line 3|'x' comes twice",
        "image,role;x,train|line 2|role 'train' is not known",
        "image,role;x|line 2|1 fields",
        "image,role;x,y,test|line 2|3 fields",
        "image,role;,test|line 2|empty",
        "image,role;'two;lines',test;x,no|line 4|role 'no'",
        "image,role;a,test;'open,test;|line 3|not closed",
        "image,role;'a'b,test;|line 2|closing quote"
      },
      quoteCharacter = '`')
  void badFilesAreRefusedWithFileAndLine(String text, String line, String problem)
      throws IOException {
    final Path file = folder.resolve("bad.csv");
    Files.writeString(file, text.replace(';', '\n').replace('\'', '"'));
    final String message = assertThrows(IOException.class, () -> SplitFile.read(file)).getMessage();
    assertTrue(message.contains(file.toString()), message);
    assertTrue(message.contains(line + ":"), message);
    assertTrue(message.contains(problem), message);
  }

  @Test
  void binaryFilesAreRefused() throws IOException {
    final Path file = folder.resolve("binary.csv");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertTrue(
        assertThrows(IOException.class, () -> SplitFile.read(file))
            .getMessage()
            .contains("not UTF-8"));
  }
}
