package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.WholeFile;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Trains methods with the same labeled images and scores them on the same test images. Every
 * finished run is a row in a file; those that are there are not done again, so that a comparison
 * can be interrupted at any time and gone on with.
 */
public final class MethodComparison {

  private final Request request;
  private final RunExecution execution;
  private final ComparisonMonitor monitor;

  private MethodComparison(Request request, RunExecution execution, ComparisonMonitor monitor) {
    this.request = request;
    this.execution = execution;
    this.monitor = monitor;
  }

  /**
   * What to compare.
   *
   * @param plan methods, fractions and seeds
   * @param settings what all runs have in common; each puts its own method and seed
   * @param labeled all images with masks, test images among them
   * @param unlabeled images without masks, of other names
   * @param test names of the test images, which no run trains on
   * @param trainingData a sentence on where the images came from, for the models' documentation
   * @param folder where everything goes; made if it is missing
   * @param keepModels whether the models stay after they are scored
   */
  public record Request(
      ComparisonPlan plan,
      TrainingSettings settings,
      List<Sample> labeled,
      List<Sample> unlabeled,
      List<String> test,
      String trainingData,
      Path folder,
      boolean keepModels) {

    public Request {
      labeled = List.copyOf(labeled);
      unlabeled = List.copyOf(unlabeled);
      test = List.copyOf(test);
    }
  }

  /**
   * What came of it.
   *
   * @param summary means over the seeds
   * @param failures why runs failed, in one sentence each
   * @param showcase test images to look at; null if no method has finished with the first seed and
   *     the smallest fraction
   */
  public record Result(Summary summary, Map<Run, String> failures, Showcase showcase) {}

  /**
   * Checks everything, then does the runs that have no row yet. A run that fails on its own account
   * doesn't keep the others from being done.
   *
   * @throws IllegalArgumentException in one sentence, if images or settings are not usable
   * @throws IOException in one sentence, if the folder holds another comparison, or a file can't be
   *     read or written
   * @throws CancellationException soon after the monitor has canceled; finished runs stay
   */
  public static Result run(Request request, ComparisonMonitor monitor) throws IOException {
    return run(request, new TrainedRun(request), monitor);
  }

  /**
   * The same with runs on other machines, which see the images and the folder under the same paths.
   *
   * @param elsewhere does the runs
   */
  public static Result run(Request request, RunsElsewhere elsewhere, ComparisonMonitor monitor)
      throws IOException {
    return run(request, null, elsewhere, monitor);
  }

  /**
   * Does one run of a comparison that another machine has begun and waits for. Its row is also
   * written to a file, so that it is done only once even if that machine does not learn of it.
   *
   * @param request as on the other machine, but for the number of threads
   * @throws CancellationException soon after the monitor has canceled
   */
  public static RunOutcome runShared(Request request, Run run, TrainingMonitor monitor) {
    final ComparisonFolder folder = ComparisonFolder.shared(request.folder().toAbsolutePath());
    try {
      final RunTable own = new RunTable(folder.row(run));
      if (!own.has(run)) {
        own.add(
            new TrainedRun(request)
                .execute(
                    run, new ComparisonSplits(request).open(folder).get(run), folder, monitor));
      }
      return new RunOutcome(run, own.rows().iterator().next().fields(), null);
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return new RunOutcome(run, null, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  static Result run(Request request, RunExecution execution, ComparisonMonitor monitor)
      throws IOException {
    return run(request, execution, null, monitor);
  }

  private static Result run(
      Request request, RunExecution execution, RunsElsewhere elsewhere, ComparisonMonitor monitor)
      throws IOException {
    final ComparisonChecks checks = new ComparisonChecks(request, monitor::canceled);
    checks.checkSettings();
    checks.checkTest();
    final ComparisonSplits splits = new ComparisonSplits(request);
    splits.check();
    Fingerprint.check(request);
    checks.checkImages();
    try (ComparisonFolder folder = ComparisonFolder.open(request.folder().toAbsolutePath())) {
      Fingerprint.check(request); // nobody else changes it from here on
      Fingerprint.checkImages(request); // as the checks have seen them: nothing is read again
      folder.clear();
      Fingerprint.write(folder.settings(), request);
      final Map<Run, Split> all = splits.open(folder);
      checks.checkSplits(all);
      return new MethodComparison(request, execution, monitor).runAll(folder, all, elsewhere);
    }
  }

  private Result runAll(
      ComparisonFolder folder, Map<Run, Split> splits, RunsElsewhere elsewhereOrNull)
      throws IOException {
    final RunTable table = new RunTable(folder.runs());
    final List<Run> runs = possible(splits);
    final List<Run> open = runs.stream().filter(run -> !table.has(run)).toList();
    monitor.message(
        runs.size()
            + " runs, "
            + (runs.size() - open.size())
            + " of them finished before; all are scored on the same "
            + request.test().size()
            + " test images");
    final FailedRuns failures = new FailedRuns(folder.failures());
    if (elsewhereOrNull == null) {
      runHere(folder, splits, runs, open, table, failures);
    } else {
      // Their rows come in the order of the plan, whoever was the first to end.
      for (final RunOutcome outcome : elsewhereOrNull.execute(open)) {
        if (outcome.fields() == null) {
          failures.add(outcome.run(), new IllegalStateException(outcome.problem()));
          monitor.message("Run failed: " + outcome.run() + ": " + outcome.problem());
        } else {
          final RunRow row = RunRow.of(outcome.fields());
          table.add(row);
          // Or it would still be there when someone takes the run's line out to have it done again.
          Files.deleteIfExists(folder.row(row.run()));
          monitor.message(line(row));
        }
      }
    }
    final Summary summary = Summary.of(request.plan(), table.rows());
    WholeFile.write(folder.summary(), summary.toCsv());
    return new Result(summary, failures.reasons(), Showcase.of(request, folder, table.rows()));
  }

  private void runHere(
      ComparisonFolder folder,
      Map<Run, Split> splits,
      List<Run> runs,
      List<Run> open,
      RunTable table,
      FailedRuns failures)
      throws IOException {
    for (int i = 0; i < open.size(); i++) {
      final int number = runs.size() - open.size() + i + 1;
      final List<Run> next = open.subList(i + 1, open.size());
      final Run run = open.get(i);
      monitor.message("Run " + number + " of " + runs.size() + ": " + run);
      try {
        final RunMonitor following =
            new RunMonitor(monitor, run, number, runs.size(), next, table.rows());
        final RunRow row = execution.execute(run, splits.get(run), folder, following);
        table.add(row);
        monitor.message(line(row));
      } catch (CancellationException e) {
        throw e;
      } catch (RuntimeException e) {
        failures.add(run, e);
        monitor.message("Run failed: " + run + ": " + failures.reasons().get(run));
      }
      WholeFile.write(folder.summary(), Summary.of(request.plan(), table.rows()).toCsv());
    }
  }

  /** Without unlabeled images, methods that need some are left out. */
  private List<Run> possible(Map<Run, Split> splits) {
    final List<Run> runs = new ArrayList<>();
    for (final Run run : request.plan().runs()) {
      if (run.method().usesUnlabeled() && splits.get(run).unlabeled().isEmpty()) {
        monitor.message(
            "Left out: " + run + ", as no unlabeled image remains; give an unlabeled_folder");
      } else {
        runs.add(run);
      }
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(
          "No method can be trained, as all need unlabeled images and there are none; give an"
              + " unlabeled_folder or a label fraction below 1.");
    }
    return runs;
  }

  private static String line(RunRow row) {
    return String.format(
        Locale.ROOT,
        "Finished in %.1f min: %s: test Dice %.4f pooled, %.4f per image, MAE %.2f %%",
        row.minutes(),
        row.run(),
        row.mean().dicePooled(),
        row.mean().diceImage(),
        row.mean().maePercent());
  }
}
