package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.SamplerState;
import sc.fiji.duosegnet.model.CheckpointFile;
import sc.fiji.duosegnet.model.OneLine;

/**
 * A training in a file: all that its later iterations, history and model follow from. That is the
 * variables of the session (networks, critic, averages, batch-norm buffers, optimizer slots) and
 * its counters (from which the random numbers in the graph and the averages' decay follow), the
 * sampler's state, and the loop's with the best networks. Rates and ramps follow from the number of
 * finished iterations.
 */
final class Checkpoint {

  private static final String IDENTITY = "identity";
  private static final String COUNTERS = "counters";
  private static final String SAMPLER = "sampler";
  private static final String LOOP = "loop";
  private static final String SESSION_PREFIX = "session/";
  private static final String BEST_PREFIX = "best/";

  private final CheckpointFile file;

  private Checkpoint(CheckpointFile file) {
    this.file = file;
  }

  /** Writes a checkpoint; an older one is replaced, or left as it was after a failure. */
  static void write(
      Path path,
      CheckpointIdentity identity,
      TrainingSession session,
      SamplerState sampler,
      TrainingState state)
      throws IOException {
    final Map<String, Object> header = new LinkedHashMap<>();
    header.put(LOOP, state.toMap());
    header.put(COUNTERS, session.counters());
    header.put(SAMPLER, sampler.toMap());
    header.put(IDENTITY, identity.toMap());
    CheckpointFile.write(
        path,
        header,
        sink -> {
          for (final List<String> part : session.stateParts()) {
            for (final Map.Entry<String, float[]> variable : session.read(part).entrySet()) {
              sink.add(SESSION_PREFIX + variable.getKey(), variable.getValue());
            }
          }
          if (state.bestNetworks() != null) {
            for (final Map.Entry<String, float[]> best : state.bestNetworks().entrySet()) {
              sink.add(BEST_PREFIX + best.getKey(), best.getValue());
            }
          }
        });
  }

  /**
   * Opens a checkpoint and checks that it is whole.
   *
   * @throws IOException in words for the middle of a sentence, if it is not
   */
  static Checkpoint open(Path path) throws IOException {
    final Checkpoint checkpoint = new Checkpoint(CheckpointFile.open(path));
    for (final String part : List.of(IDENTITY, COUNTERS, SAMPLER, LOOP)) {
      if (!(checkpoint.file.header().get(part) instanceof Map)) {
        throw new IOException("it has no part '" + part + "'");
      }
    }
    return checkpoint;
  }

  private Map<?, ?> part(String name) {
    return (Map<?, ?>) file.header().get(name);
  }

  /** Returns what it is of, for {@link CheckpointIdentity#difference}. */
  Map<?, ?> identity() {
    return part(IDENTITY);
  }

  /**
   * Returns where the sampler was.
   *
   * @throws IOException in words for the middle of a sentence, if it does not say
   */
  SamplerState sampler() throws IOException {
    return read(SAMPLER, () -> SamplerState.of(part(SAMPLER)));
  }

  /** Reads a part that was written as it is now, or is refused. */
  private static <T> T read(String part, Supplier<T> reader) throws IOException {
    try {
      return reader.get();
    } catch (RuntimeException e) { // another type, or nothing, where a value should be
      throw new IOException("its part '" + part + "' is not as it was written", e);
    }
  }

  /** Returns how many iterations were finished. */
  int iteration() {
    return part(LOOP).get("iteration") instanceof Integer number ? number : 0;
  }

  private Map<String, Long> counters() {
    final Map<String, Long> counters = new LinkedHashMap<>();
    part(COUNTERS)
        .forEach((name, value) -> counters.put((String) name, ((Number) value).longValue()));
    return counters;
  }

  /**
   * Puts the session where it was.
   *
   * @return where the loop was
   * @throws IOException in words for the middle of a sentence, if the variables are not those of
   *     the session, or the file can't be read
   */
  TrainingState restore(TrainingSession session) throws IOException {
    final Map<String, float[]> best = new LinkedHashMap<>();
    final TrainingState state = read(LOOP, () -> TrainingState.of(part(LOOP), best));
    read(
        COUNTERS,
        () -> {
          session.setCounters(counters());
          return COUNTERS;
        });
    final List<List<String>> parts = session.stateParts();
    final Set<String> wanted = new HashSet<>();
    parts.forEach(wanted::addAll);
    final Map<String, float[]> gathered = new LinkedHashMap<>();
    final int[] next = {0};
    file.read(
        (name, values) -> {
          if (name.startsWith(BEST_PREFIX)) {
            best.put(name.substring(BEST_PREFIX.length()), values);
            return;
          }
          final String variable = name.substring(Math.min(name.length(), SESSION_PREFIX.length()));
          if (!name.startsWith(SESSION_PREFIX) || !wanted.remove(variable)) {
            throw new IOException(
                "its '" + OneLine.of(name) + "' does not belong to these networks");
          }
          gathered.put(variable, values);
          if (next[0] < parts.size() && gathered.size() == parts.get(next[0]).size()) {
            session.restore(gathered);
            gathered.clear();
            next[0]++;
          }
        });
    if (!gathered.isEmpty()) {
      session.restore(gathered); // of a version that made other parts
    }
    if (!wanted.isEmpty()) {
      throw new IOException("it lacks the weights '" + wanted.iterator().next() + "'");
    }
    return state;
  }
}
