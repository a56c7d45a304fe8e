package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.engine.TrainingMonitor;

/** Does one run. */
interface RunExecution {

  /**
   * Trains and scores.
   *
   * @param run what to train
   * @param split on which images
   * @param folder where models, masks and scores go
   * @param monitor follows the training
   * @return the finished run
   * @throws java.util.concurrent.CancellationException if the monitor has canceled
   * @throws IOException if a file can't be read or written
   * @throws RuntimeException if this run fails on its own, for example because it diverges
   */
  RunRow execute(Run run, Split split, ComparisonFolder folder, TrainingMonitor monitor)
      throws IOException;
}
