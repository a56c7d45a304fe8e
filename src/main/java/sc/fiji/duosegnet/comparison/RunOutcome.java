package sc.fiji.duosegnet.comparison;

import java.io.Serializable;
import java.util.List;

/**
 * What became of a run on another machine.
 *
 * @param run the run
 * @param fields its row in the table of runs; null if it failed
 * @param problem why it failed, in one sentence; null if it did not
 */
public record RunOutcome(Run run, List<String> fields, String problem) implements Serializable {}
