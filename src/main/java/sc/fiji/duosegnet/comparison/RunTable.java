package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.duosegnet.data.Csv;
import sc.fiji.duosegnet.data.WholeFile;

/** The finished runs, in a CSV file that is complete at any time. */
final class RunTable {

  private final Path file;
  private final Map<Run, RunRow> rows = new LinkedHashMap<>();

  /**
   * Opens a table; without a file it is empty.
   *
   * @throws IOException if the file can't be read or is no such table: the message names file and
   *     line
   */
  RunTable(Path file) throws IOException {
    this.file = file;
    if (!Files.exists(file)) {
      return;
    }
    try {
      final List<Csv.Row> lines = Csv.parse(Files.readString(file, StandardCharsets.UTF_8));
      if (!lines.isEmpty() && lines.get(0).fields().equals(RunRow.FORMER_HEADER)) {
        throw new IOException(
            "Table '"
                + file
                + "' is of a former version, whose rows end before '"
                + RunMeasures.HEADER.get(0)
                + "' and the scores after it; give another output folder.");
      }
      if (lines.isEmpty() || !lines.get(0).fields().equals(RunRow.HEADER)) {
        throw at(1, "the header is not the one this program writes", null);
      }
      for (final Csv.Row line : lines.subList(1, lines.size())) {
        if (line.fields().size() != RunRow.HEADER.size()) {
          throw at(line.line(), line.fields().size() + " fields", null);
        }
        try {
          final RunRow row = RunRow.of(line.fields());
          rows.put(row.run(), row);
        } catch (IllegalArgumentException e) {
          throw at(line.line(), e.getMessage().replaceAll("\\.$", ""), e);
        }
      }
    } catch (Csv.SyntaxException e) {
      throw at(e.line(), e.getMessage(), e);
    }
  }

  private IOException at(int line, String problem, Exception cause) {
    return new IOException(
        "Table '"
            + file
            + "', line "
            + line
            + ": "
            + problem
            + "; correct it, or give another output folder.",
        cause);
  }

  boolean has(Run run) {
    return rows.containsKey(run);
  }

  Collection<RunRow> rows() {
    return List.copyOf(rows.values());
  }

  /** Adds a finished run to the file. */
  void add(RunRow row) throws IOException {
    final StringBuilder text = new StringBuilder();
    if (Files.exists(file)) {
      text.append(Files.readString(file, StandardCharsets.UTF_8));
      if (!text.toString().endsWith("\n")) {
        text.append('\n');
      }
    } else {
      Csv.append(text, RunRow.HEADER);
    }
    Csv.append(text, row.fields());
    WholeFile.write(file, text.toString());
    // As it is in the file, so that a summary is the same after a restart.
    final RunRow written = RunRow.of(row.fields());
    rows.put(written.run(), written);
  }
}
