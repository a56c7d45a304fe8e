package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.util.List;

/** Does runs on other machines, each with {@link MethodComparison#runShared}. */
@FunctionalInterface
public interface RunsElsewhere {

  /**
   * Does all runs, in any order.
   *
   * @return an outcome for each
   * @throws IOException in one sentence, if the work could not be spread
   */
  List<RunOutcome> execute(List<Run> runs) throws IOException;
}
