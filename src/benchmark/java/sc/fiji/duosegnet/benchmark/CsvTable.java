package sc.fiji.duosegnet.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of results that rows are appended to.
 *
 * @param file the table, made with its folders at the first row
 * @param header first line
 */
record CsvTable(Path file, String header) {

  /**
   * Appends rows, through a temporary file that is moved in place.
   *
   * @param rows lines with as many columns as the header
   * @throws IOException if the table has other columns or can't be written
   */
  void append(List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.exists(file)) {
      lines.addAll(Files.readAllLines(file));
    }
    if (lines.isEmpty()) {
      lines.add(header);
    } else if (!lines.get(0).equals(header)) {
      throw new IOException(
          "The table '"
              + file
              + "' starts with '"
              + lines.get(0)
              + "' where '"
              + header
              + "' is wanted; move it away or name another file.");
    }
    lines.addAll(rows);
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "table", ".csv");
    try {
      Files.write(temporary, lines);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
