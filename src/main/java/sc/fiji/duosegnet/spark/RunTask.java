package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import sc.fiji.duosegnet.comparison.MethodComparison;
import sc.fiji.duosegnet.comparison.Run;
import sc.fiji.duosegnet.comparison.RunOutcome;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.TrainingProgress;
import sc.fiji.duosegnet.model.SettingsMap;

/**
 * Does one run of a comparison, with as many threads as Spark gives a task.
 *
 * @param job the comparison
 * @param settings what all runs have in common
 */
record RunTask(ComparisonJob job, HashMap<String, Object> settings)
    implements Function<Run, RunOutcome>, Serializable {

  @Override
  public RunOutcome call(Run run) {
    try {
      final Map<String, Object> common = settings;
      return MethodComparison.runShared(
          job.request(SettingsMap.fromMap(common).with("threads", TaskContext.get().cpus())),
          run,
          new Quiet());
    } catch (final IOException e) {
      return new RunOutcome(run, null, e.getMessage());
    }
  }

  /** Nobody looks at an executor. */
  private static final class Quiet implements TrainingMonitor {

    @Override
    public void report(TrainingProgress progress) {
      // The rows tell.
    }

    @Override
    public void message(String line) {
      System.getLogger(RunTask.class.getName()).log(System.Logger.Level.DEBUG, line);
    }

    @Override
    public boolean canceled() {
      return ModelPool.interrupted();
    }
  }
}
