package sc.fiji.duosegnet.spark;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Runs one function on many inputs. */
final class Tasks {

  /** Key of Spark's settings for another bound. */
  static final String SETTING = "spark.duosegnet.tasks";

  /** With more tasks, the driver itself becomes what everything waits for. */
  static final int MOST = 20_000;

  private Tasks() {}

  /**
   * Spreads inputs over the executors, each a task of its own while there are not too many: what an
   * executor was doing when it was lost is all that is done again, and no machine waits for another
   * one's long list.
   *
   * @return the results in the order of the inputs
   */
  static <I, O> List<O> run(JavaSparkContext spark, List<I> inputs, Function<I, O> work) {
    final int most = Math.max(1, spark.getConf().getInt(SETTING, MOST));
    return inputs.isEmpty()
        ? List.of()
        : spark.parallelize(inputs, Math.min(inputs.size(), most)).map(work).collect();
  }
}
