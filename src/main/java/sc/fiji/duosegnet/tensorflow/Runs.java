package sc.fiji.duosegnet.tensorflow;

import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;

/** Makes the runs of a session, and looks at what TensorFlow did in them. */
final class Runs {

  /** Has TensorFlow tell what it made of a graph, with {@link RunMetadata}. */
  static final RunOptions TELL_GRAPHS =
      RunOptions.newBuilder().setOutputPartitionGraphs(true).build();

  private final Session session;
  private final StepStop stop;
  private RunOptions options;
  private Consumer<RunMetadata> observer;
  private Map<String, Integer> placement = Map.of();

  private Runs(Session session, StepStop stop) {
    this.session = session;
    this.stop = stop;
  }

  /** Returns runs that nobody looks at. */
  static Runs of(Session session) {
    return of(session, StepStop.NONE);
  }

  /**
   * Returns runs that nobody looks at.
   *
   * @param stop ends them
   */
  static Runs of(Session session, StepStop stop) {
    return new Runs(session, stop);
  }

  /**
   * Returns runs of which the first tells where ops were executed.
   *
   * @param stop ends them
   */
  static Runs placed(Session session, StepStop stop) {
    final Runs runs = new Runs(session, stop);
    runs.observe(TELL_GRAPHS, runs::first);
    return runs;
  }

  private void first(RunMetadata metadata) {
    placement = Devices.placement(metadata);
    observer = null;
  }

  /** Returns a new run to prepare. */
  Session.Runner runner() {
    return stop.feed(session.runner());
  }

  /** Makes a prepared run. */
  Result run(Session.Runner runner) {
    if (observer == null) {
      return runner.run();
    }
    final Result result = runner.setOptions(options).runAndFetchMetadata();
    result.getMetadata().ifPresent(observer);
    return result;
  }

  /**
   * Looks at each run from now on.
   *
   * @param wanted what TensorFlow is to tell
   * @param taker takes what it tells; null to look no longer
   */
  void observe(RunOptions wanted, Consumer<RunMetadata> taker) {
    options = wanted;
    observer = taker;
  }

  /** Returns how many ops of the first run were executed on which device. */
  Map<String, Integer> placement() {
    return placement;
  }
}
