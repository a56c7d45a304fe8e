package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.duosegnet.data.Csv;
import sc.fiji.duosegnet.data.WholeFile;

/** The runs that have failed since the comparison was last started, in a CSV file. */
final class FailedRuns {

  private static final List<String> HEADER = List.of("method", "fraction", "seed", "reason");

  private final Path file;
  private final Map<Run, String> reasons = new LinkedHashMap<>();

  /** Starts without failures; a file of an earlier start is deleted. */
  FailedRuns(Path file) throws IOException {
    this.file = file;
    Files.deleteIfExists(file);
  }

  /** Notes a failure. */
  void add(Run run, RuntimeException failure) throws IOException {
    final String message = failure.getMessage();
    reasons.put(run, message == null ? failure.toString() : message);
    final StringBuilder text = new StringBuilder();
    Csv.append(text, HEADER);
    reasons.forEach(
        (failed, reason) ->
            Csv.append(
                text,
                List.of(
                    failed.method().label(),
                    Run.text(failed.fraction()),
                    String.valueOf(failed.seed()),
                    reason)));
    WholeFile.write(file, text.toString());
  }

  /** Returns why runs failed, in one sentence each, in the order of the runs. */
  Map<Run, String> reasons() {
    return Collections.unmodifiableMap(reasons);
  }
}
