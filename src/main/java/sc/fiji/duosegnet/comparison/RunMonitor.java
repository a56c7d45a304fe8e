package sc.fiji.duosegnet.comparison;

import java.util.Collection;
import java.util.List;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;

/** Passes the progress of one run on as that of the comparison. */
final class RunMonitor implements TrainingMonitor {

  private final ComparisonMonitor comparison;
  private final Run run;
  private final int number;
  private final int runs;
  private final List<Run> next;
  private final Collection<RunRow> finished;
  private final long start = System.nanoTime();

  /**
   * @param next runs that come after this one
   * @param finished finished runs, whose times tell how long the next ones take
   */
  RunMonitor(
      ComparisonMonitor comparison,
      Run run,
      int number,
      int runs,
      List<Run> next,
      Collection<RunRow> finished) {
    this.comparison = comparison;
    this.run = run;
    this.number = number;
    this.runs = runs;
    this.next = next;
    this.finished = finished;
  }

  @Override
  public void report(TrainingProgress progress) {
    final double soFar = (System.nanoTime() - start) / 1e9;
    comparison.report(
        new ComparisonMonitor.Progress(
            run,
            number,
            runs,
            progress,
            TimeLeft.seconds(finished, next, soFar, progress.secondsLeft())));
  }

  @Override
  public void message(String line) {
    comparison.message(line);
  }

  @Override
  public void course(String line) {
    comparison.course(line);
  }

  @Override
  public void warning(String line) {
    comparison.warning(line);
  }

  @Override
  public boolean canceled() {
    return comparison.canceled();
  }
}
