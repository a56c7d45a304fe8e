package sc.fiji.duosegnet.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.TrainingBatch;

/** Networks in training. Holds native memory and must be closed. Not thread-safe. */
public interface TrainingSession extends AutoCloseable {

  /**
   * One iteration: ks generator steps, then kc critic steps, as the settings say.
   *
   * @param batches gives a batch for each step that needs a new one
   * @param progress finished part of the run, 0..1, from which rates and ramps follow
   * @return the losses of the last step of each kind, by name; the first entry is {@code total}
   */
  Map<String, Double> iterate(Supplier<TrainingBatch> batches, double progress);

  /**
   * Returns the networks as they are now, with running batch-norm statistics; closed with this
   * session.
   */
  Predictor predictor();

  /**
   * Returns a copy of all weights and buffers of the networks, by name, to be given to {@link
   * #restore}.
   */
  Map<String, float[]> snapshot();

  /** Puts weights and buffers back, or any of the variables that {@link #stateParts} names. */
  void restore(Map<String, float[]> snapshot);

  /**
   * Returns the names of all variables that later iterations depend on: weights, buffers, averages
   * and the optimizers' slots, in parts small enough to be in memory at once.
   */
  List<List<String>> stateParts();

  /** Returns a copy of variables by name, to be given to {@link #restore}. */
  Map<String, float[]> read(List<String> names);

  /**
   * Returns the numbers of steps made so far by kind, from which the random numbers and the decay
   * of averages of later ones follow, to be given to {@link #setCounters}.
   */
  Map<String, Long> counters();

  /** Puts the numbers of steps back. */
  void setCounters(Map<String, Long> counters);

  /**
   * Returns how many operations of the first iteration were executed on which device, by its name;
   * empty before.
   */
  Map<String, Integer> placement();

  /**
   * Writes the networks as a TensorFlow SavedModel for inference.
   *
   * @param folder a folder that does not exist yet
   */
  void export(Path folder);

  /** Ends a running call soon, from another thread; then this can only be closed. */
  default void cancel() {}

  @Override
  void close();
}
