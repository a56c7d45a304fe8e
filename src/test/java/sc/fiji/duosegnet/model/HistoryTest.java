package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final double NONE = Double.NaN;

  @Test
  void csvComesBackAsItWas() {
    final History history = new History();
    history.add(new TrainingRow(1, 0.01, losses(1.5, 0.25), NONE, NONE, NONE, 0.75));
    history.add(new TrainingRow(2, 1.0 / 3, losses(-1e-9, 2e30), 0.5, 0.25, 1, 1234.5));
    history.add(new TrainingRow(3, 0, Map.of("late", NONE), 0, 0, 0, 2000));
    history.add(new TrainingRow(4, 0, Map.of(), NONE, NONE, NONE, Double.POSITIVE_INFINITY));
    assertEquals(history.rows(), History.parse(history.toCsv()).rows());
    assertEquals(4, history.rows().size());
  }

  @Test
  void rowsFollowATrainingBackToItsCheckpoint() {
    final History history = new History();
    for (final int iteration : new int[] {1, 2, 3, 2, 3, 4}) {
      history.follow(new TrainingRow(iteration, 0.01, losses(1, 2), NONE, NONE, NONE, 3));
    }
    assertEquals(List.of(1, 2, 3, 4), history.rows().stream().map(TrainingRow::iteration).toList());
  }

  @Test
  void csvIsPlainAndSameInEveryLanguage() {
    final Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      final History history = new History();
      history.add(new TrainingRow(10, 0.01, losses(1.5, 0.25), NONE, NONE, NONE, 0.75));
      history.add(new TrainingRow(20, 0.01, Map.of("total", 0.5), 0.9, 0.8, 0.95, 1.5));
      assertEquals(
          "iteration,learning_rate,loss_total,loss_critic,"
              + "validation_dice_1,validation_dice_2,validation_dice_mean,seconds\n"
              + "10,0.01,1.5,0.25,NaN,NaN,NaN,0.75\n"
              + "20,0.01,0.5,,0.9,0.8,0.95,1.5\n",
          history.toCsv());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void emptyHistoryAndForeignLineEnds() {
    assertTrue(History.parse(new History().toCsv()).rows().isEmpty());
    final History history = new History();
    history.add(new TrainingRow(1, 0.01, losses(1, 2), 1, 1, 1, 3));
    final String windows = history.toCsv().replace("\n", "\r\n");
    assertEquals(history.rows(), History.parse(windows).rows());
  }

  @Test
  void otherTextsAreRefused() {
    final History history = new History();
    history.add(new TrainingRow(1, 0.01, losses(1, 2), 1, 1, 1, 3));
    final String csv = history.toCsv();
    refused("", "columns");
    refused("a,b\n1,2\n", "columns");
    refused(csv.replace("loss_total", "total"), "columns");
    refused(csv.replace("1,0.01", "one,0.01"), "line 2");
    refused(csv.replace("1,0.01,", "1,"), "line 2");
  }

  @Test
  void lossNamesMustFitATitle() {
    final String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrainingRow(1, 0, Map.of("a,b", 1.0), 0, 0, 0, 0))
            .getMessage();
    assertTrue(message.contains("'a,b'"), message);
  }

  @Test
  void rowsDoNotChangeAfterwards() {
    final Map<String, Double> losses = losses(1, 2);
    final TrainingRow row = new TrainingRow(1, 0, losses, 0, 0, 0, 0);
    losses.put("total", 9.0);
    assertEquals(1.0, row.losses().get("total"));
    final History history = new History();
    assertThrows(UnsupportedOperationException.class, () -> history.rows().add(row));
  }

  private static Map<String, Double> losses(final double total, final double critic) {
    final Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("total", total);
    losses.put("critic", critic);
    return losses;
  }

  private static void refused(final String csv, final String reason) {
    final String message =
        assertThrows(IllegalArgumentException.class, () -> History.parse(csv)).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
