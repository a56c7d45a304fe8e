package sc.fiji.duosegnet.comparison;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Estimates how long a comparison will take from what its finished runs took. */
final class TimeLeft {

  private static final double SECONDS_PER_MINUTE = 60;

  private TimeLeft() {}

  /**
   * @param finished finished runs, also of earlier sessions
   * @param next runs that have not begun
   * @param secondsSoFar time that the current run has taken
   * @param secondsLeft time that the current run still needs
   * @return estimated seconds to the end of all runs; a run counts as much as finished ones of its
   *     method, or else as all finished ones, or else as the current one
   */
  static double seconds(
      Collection<RunRow> finished, List<Run> next, double secondsSoFar, double secondsLeft) {
    double sum = secondsLeft;
    for (final Run run : next) {
      final OptionalDouble same = mean(finished, row -> row.run().method() == run.method());
      final OptionalDouble known = same.isPresent() ? same : mean(finished, row -> true);
      sum += known.orElse(secondsSoFar + secondsLeft);
    }
    return sum;
  }

  private static OptionalDouble mean(Collection<RunRow> finished, Predicate<RunRow> which) {
    return finished.stream()
        .filter(which)
        .mapToDouble(row -> row.minutes() * SECONDS_PER_MINUTE)
        .average();
  }
}
