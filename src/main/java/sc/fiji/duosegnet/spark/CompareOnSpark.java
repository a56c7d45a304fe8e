package sc.fiji.duosegnet.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import org.apache.spark.api.java.JavaSparkContext;
import sc.fiji.duosegnet.comparison.ComparisonMonitor;
import sc.fiji.duosegnet.comparison.MethodComparison;
import sc.fiji.duosegnet.imagej.ComparisonOutput;
import sc.fiji.duosegnet.imagej.Failures;
import sc.fiji.duosegnet.model.SettingsMap;

/**
 * Compares methods on a cluster: the runs of Compare Methods, each of which trains and scores on
 * its own, are spread over the executors. The folder is that of Compare Methods on one machine, and
 * the same command goes on after an interruption.
 */
public final class CompareOnSpark {

  private CompareOnSpark() {}

  /**
   * @param arguments {@code key=value}, with the keys of Compare Methods' macro options
   */
  public static void main(String[] arguments) {
    final int status = run(arguments, System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs a comparison and returns the exit status: 1 if a run failed. */
  static int run(String[] arguments, PrintStream out, PrintStream errors) {
    System.setProperty("java.awt.headless", "true");
    try {
      final ComparisonJob job = ComparisonJob.of(arguments);
      final MethodComparison.Request request = job.request();
      final HashMap<String, Object> settings = new HashMap<>(SettingsMap.toMap(request.settings()));
      final MethodComparison.Result result;
      try (JavaSparkContext spark =
          new JavaSparkContext(SegmentOnSpark.configuration("Duo-SegNet comparison"))) {
        result =
            MethodComparison.run(
                request,
                runs -> Tasks.run(spark, runs, new RunTask(job, settings)),
                new Lines(out));
      }
      ComparisonOutput.write(result, Path.of(job.output()));
      out.println("Tables, pictures and models are in " + job.output());
      return result.failures().isEmpty() ? 0 : 1;
    } catch (final IOException | IllegalArgumentException e) {
      errors.println(Failures.sentence("Comparison on Spark", e));
      return 1;
    }
  }

  /** Prints what is told. */
  private record Lines(PrintStream out) implements ComparisonMonitor {

    @Override
    public void report(Progress progress) {
      // Runs elsewhere report nothing.
    }

    @Override
    public void message(String line) {
      out.println(line);
    }

    @Override
    public boolean canceled() {
      return false;
    }
  }
}
