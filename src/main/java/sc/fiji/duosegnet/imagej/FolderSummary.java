package sc.fiji.duosegnet.imagej;

import ij.measure.ResultsTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.duosegnet.data.Csv;

/** What became of each file of a folder: a table with one row for each. */
public final class FolderSummary {

  /** Title of the table's window. */
  public static final String TITLE = "Segmented Files";

  private static final List<String> HEADINGS =
      List.of("File", "State", "Slices", "Foreground %", "Confidence", "Seconds", "Problem");

  /** What became of a file. */
  public enum State {
    /** Segmented now. */
    DONE,
    /** Its results were there already. */
    SKIPPED,
    /** There is no result; the row says why. */
    FAILED
  }

  /**
   * What became of one file.
   *
   * @param file its path below the folder
   * @param slices its planes; 0 if it was not segmented now
   * @param foreground percentage of its pixels that are foreground, or NaN
   * @param confidence mean confidence over its pixels, 0..1, or NaN
   * @param seconds time it took
   * @param problem one sentence if it failed, else empty
   */
  public record Row(
      String file,
      State state,
      int slices,
      double foreground,
      double confidence,
      double seconds,
      String problem)
      implements Serializable {

    /** Returns the row of a file that was segmented. */
    public static Row done(
        String file, int slices, double foreground, double confidence, double seconds) {
      return new Row(file, State.DONE, slices, foreground, confidence, seconds, "");
    }

    /** Returns the row of a file whose results were there already. */
    public static Row skipped(String file) {
      return new Row(file, State.SKIPPED, 0, Double.NaN, Double.NaN, 0, "");
    }

    /** Returns the row of a file that could not be segmented. */
    public static Row failed(String file, String problem) {
      return new Row(file, State.FAILED, 0, Double.NaN, Double.NaN, 0, problem);
    }
  }

  private final List<Row> rows = new ArrayList<>();

  /** Adds a file. */
  public void add(Row row) {
    rows.add(row);
  }

  /** Returns how many files are in each state, in words. */
  public String counts() {
    return count(State.DONE)
        + " files segmented, "
        + count(State.SKIPPED)
        + " skipped, "
        + count(State.FAILED)
        + " failed";
  }

  /** Returns the number of files in a state. */
  public int count(State state) {
    return (int) rows.stream().filter(row -> row.state() == state).count();
  }

  /** Returns the problem of the first file that failed, or null. */
  public String firstProblem() {
    return rows.stream()
        .filter(row -> row.state() == State.FAILED)
        .map(row -> row.file() + ": " + row.problem())
        .findFirst()
        .orElse(null);
  }

  /** Returns the table as CSV (RFC 4180) with all digits. */
  public String toCsv() {
    final StringBuilder text = new StringBuilder();
    Csv.append(text, HEADINGS);
    for (final Row row : rows) {
      Csv.append(
          text,
          List.of(
              row.file(),
              name(row.state()),
              Integer.toString(row.slices()),
              Csv.number(row.foreground()),
              Csv.number(row.confidence()),
              Csv.number(row.seconds()),
              row.problem()));
    }
    return text.toString();
  }

  /** Shows the table, see {@link Tables#show}. */
  public void show() {
    final ResultsTable table = new ResultsTable();
    table.setPrecision(4);
    table.showRowNumbers(false);
    for (final Row row : rows) {
      table.addRow();
      table.addValue(HEADINGS.get(0), row.file());
      table.addValue(HEADINGS.get(1), name(row.state()));
      table.addValue(HEADINGS.get(2), row.slices());
      table.addValue(HEADINGS.get(3), row.foreground());
      table.addValue(HEADINGS.get(4), row.confidence());
      table.addValue(HEADINGS.get(5), row.seconds());
      table.addValue(HEADINGS.get(6), row.problem());
    }
    Tables.show(table, TITLE);
  }

  private static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
