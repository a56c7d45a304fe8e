package sc.fiji.duosegnet.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The course of a training: one row per recorded iteration, in the order of recording. Not
 * thread-safe.
 *
 * <p>As CSV: a title line {@code iteration,learning_rate,loss_<name>...,validation_dice_1,
 * validation_dice_2,validation_dice_mean,seconds}, then one line per row; NaN stands for a
 * validation that was not made, an empty cell for a loss that this row doesn't have.
 */
public final class History {

  private static final String LOSS = "loss_";
  private static final List<String> FIRST = List.of("iteration", "learning_rate");
  private static final List<String> LAST =
      List.of("validation_dice_1", "validation_dice_2", "validation_dice_mean", "seconds");

  private final List<TrainingRow> rows = new ArrayList<>();

  /** Adds a row at the end. */
  public void add(final TrainingRow row) {
    Check.given("row", row);
    rows.add(row);
  }

  /**
   * Adds a row of a training that may have gone back to a checkpoint: rows of the same and of later
   * iterations are taken away.
   */
  public void follow(final TrainingRow row) {
    Check.given("row", row);
    rows.removeIf(earlier -> earlier.iteration() >= row.iteration());
    rows.add(row);
  }

  /** Returns the rows, as a view that can't be changed and follows later additions. */
  public List<TrainingRow> rows() {
    return Collections.unmodifiableList(rows);
  }

  /** Returns the history as CSV; {@link #parse} gives exactly the same rows back. */
  public String toCsv() {
    final Set<String> losses = new LinkedHashSet<>();
    rows.forEach(row -> losses.addAll(row.losses().keySet()));
    final List<String> titles = new ArrayList<>(FIRST);
    losses.forEach(loss -> titles.add(LOSS + loss));
    titles.addAll(LAST);
    final StringBuilder csv = new StringBuilder(String.join(",", titles)).append('\n');
    for (final TrainingRow row : rows) {
      csv.append(row.iteration()).append(',').append(row.learningRate());
      for (final String loss : losses) {
        final Double value = row.losses().get(loss);
        csv.append(',').append(value == null ? "" : value.toString());
      }
      csv.append(',').append(row.validationDice1());
      csv.append(',').append(row.validationDice2());
      csv.append(',').append(row.validationDiceMean());
      csv.append(',').append(row.seconds()).append('\n');
    }
    return csv.toString();
  }

  /**
   * Reads what {@link #toCsv} wrote.
   *
   * @throws IllegalArgumentException if columns are missing, or a cell isn't a number
   */
  public static History parse(final String csv) {
    final List<String> lines =
        csv.lines().filter(line -> !line.isBlank()).collect(Collectors.toList());
    final List<String> titles = lines.isEmpty() ? List.of() : cells(lines.get(0));
    final int losses = titles.size() - FIRST.size() - LAST.size();
    if (losses < 0
        || !titles.subList(0, FIRST.size()).equals(FIRST)
        || !titles.subList(FIRST.size() + losses, titles.size()).equals(LAST)
        || !titles.subList(FIRST.size(), FIRST.size() + losses).stream()
            .allMatch(title -> title.startsWith(LOSS))) {
      throw new IllegalArgumentException(
          "Training history has the columns "
              + titles
              + "; wanted are "
              + FIRST
              + ", columns that begin with "
              + LOSS
              + ", and "
              + LAST
              + ".");
    }
    final History history = new History();
    for (int i = 1; i < lines.size(); i++) {
      history.add(row(titles, cells(lines.get(i)), i + 1));
    }
    return history;
  }

  private static TrainingRow row(
      final List<String> titles, final List<String> cells, final int line) {
    if (cells.size() != titles.size()) {
      throw new IllegalArgumentException(
          "Training history has "
              + cells.size()
              + " cells in line "
              + line
              + "; wanted are "
              + titles.size()
              + ".");
    }
    try {
      final int end = cells.size() - LAST.size();
      final Map<String, Double> losses = new LinkedHashMap<>();
      for (int i = FIRST.size(); i < end; i++) {
        if (!cells.get(i).isEmpty()) {
          losses.put(titles.get(i).substring(LOSS.length()), Double.valueOf(cells.get(i)));
        }
      }
      return new TrainingRow(
          Integer.parseInt(cells.get(0)),
          Double.parseDouble(cells.get(1)),
          losses,
          Double.parseDouble(cells.get(end)),
          Double.parseDouble(cells.get(end + 1)),
          Double.parseDouble(cells.get(end + 2)),
          Double.parseDouble(cells.get(end + 3)));
    } catch (final NumberFormatException e) {
      throw new IllegalArgumentException(
          "Training history has in line "
              + line
              + " a cell that isn't a number ("
              + e.getMessage()
              + "); use the file as training wrote it.",
          e);
    }
  }

  private static List<String> cells(final String line) {
    return Arrays.asList(line.split(",", -1));
  }
}
