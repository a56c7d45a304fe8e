package sc.fiji.duosegnet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;

/** The files that show how a training goes where there is no window. */
class TrainingReportTest {

  private static final long SECOND = 1_000_000_000L;

  @TempDir Path work;
  private long now = 5 * SECOND;

  private static TrainingRow row(int iteration, double dice) {
    return new TrainingRow(
        iteration,
        0.01,
        Map.of("total", 1.0 / iteration, "dice1", 0.4, "dice2", 0.6),
        dice,
        dice,
        dice,
        iteration);
  }

  @Test
  void filesAreNamedAfterTheModel() {
    assertEquals(
        work.resolve("cells-training"), TrainingReport.folder(work.resolve("cells.duosegnet.zip")));
    assertEquals(work.resolve("b-training"), TrainingReport.folder(work.resolve("b.zip")));
  }

  @Test
  void curvesAreWrittenFromTimeToTime() throws IOException {
    final Path folder = work.resolve("new/report");
    final TrainingReport report = new TrainingReport(folder, () -> now);
    report.add(row(1, Double.NaN));
    assertEquals(1, rows(folder));
    assertTrue(ImageIO.read(folder.resolve("losses.png").toFile()).getWidth() > 600);
    assertFalse(Files.exists(folder.resolve("validation.png")), "nothing was validated");
    assertFalse(Files.exists(folder.resolve("critic.png")), "there is no critic");
    now += SECOND;
    report.add(row(2, 0.5));
    assertEquals(1, rows(folder), "too soon");
    now += 30 * SECOND;
    report.add(row(3, 0.6));
    assertEquals(3, rows(folder));
    assertTrue(Files.exists(folder.resolve("validation.png")));
    report.add(row(4, 0.7));
    report.write();
    assertEquals(4, rows(folder));
    report.clear(); // the training begins anew
    report.add(row(1, Double.NaN));
    report.write();
    assertEquals(1, rows(folder));
    assertNull(report.problem());
  }

  private static int rows(Path folder) throws IOException {
    return History.parse(Files.readString(folder.resolve("history.csv"))).rows().size();
  }

  @Test
  void lossesOfBothViewsAreTheirMean() {
    final History history = new History();
    history.add(row(1, Double.NaN));
    final Map<String, Double> lines = new java.util.TreeMap<>();
    TrainingCurves.LOSSES
        .lines(history)
        .forEach(line -> lines.put(line.name(), line.y().applyAsDouble(history.rows().get(0))));
    assertEquals(Map.of("total", 1.0, "dice", 0.5), lines);
  }

  @Test
  void aFolderThatCannotBeWrittenDoesNotEndTheTraining() throws IOException {
    final Path file = Files.writeString(work.resolve("taken"), "a file, not a folder");
    final TrainingReport report = new TrainingReport(file, () -> now);
    report.add(row(1, Double.NaN));
    assertTrue(
        report.problem().startsWith("The curves of the training can't be written to '" + file),
        report.problem());
  }
}
