package sc.fiji.duosegnet.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.engine.Checkpointing;
import sc.fiji.duosegnet.engine.ModelTraining;
import sc.fiji.duosegnet.engine.TrainingMonitor;
import sc.fiji.duosegnet.engine.Validation;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Trains a model and scores it once on the test images. */
final class TrainedRun implements RunExecution {

  private static final double NANOS_PER_MINUTE = 6e10;

  /**
   * An interrupted run is gone on with, also one that was being scored; the folder's own checks
   * tell comparisons apart.
   */
  private static final Checkpointing CHECKPOINTING =
      new Checkpointing(Checkpointing.Resume.OR_TRAIN_ANEW, 0, Checkpointing.USUAL_MINUTES, true);

  private final MethodComparison.Request request;
  private final List<Sample> samples;
  private final List<Sample> test;

  TrainedRun(MethodComparison.Request request) {
    this.request = request;
    samples = new ArrayList<>(request.labeled());
    samples.addAll(request.unlabeled());
    final Set<String> names = new HashSet<>(request.test());
    test = request.labeled().stream().filter(sample -> names.contains(sample.name())).toList();
  }

  /** The training's own clock also knows what was done before an interruption. */
  private static double minutes(History history, long nanos) {
    final List<TrainingRow> rows = history.rows();
    final double trained = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seconds() / 60;
    return Math.max(trained, nanos / NANOS_PER_MINUTE);
  }

  @Override
  public RunRow execute(Run run, Split split, ComparisonFolder folder, TrainingMonitor monitor)
      throws IOException {
    final TrainingSettings settings = run.settings(request.settings());
    final Path model = folder.model(run);
    final long start = System.nanoTime();
    final ModelTraining.Result result =
        ModelTraining.run(
            new ModelTraining.Request(
                settings, samples, split, request.trainingData(), model, CHECKPOINTING, true),
            monitor);
    if (result.canceled()) {
      throw new CancellationException();
    }
    final double minutes = minutes(result.history(), System.nanoTime() - start);
    final TestScores tested =
        TestScoring.score(folder, run, test, settings.threads(), monitor::canceled);
    final Validation scores = tested.dice();
    if (!request.keepModels()) {
      Files.delete(model);
    }
    ModelTraining.forget(model, monitor);
    final Set<String> labeled = new HashSet<>(split.view1());
    labeled.addAll(split.view2());
    labeled.addAll(split.validation());
    return new RunRow(
        run,
        labeled.size(),
        split.validation().size(),
        run.method().usesUnlabeled() ? split.unlabeled().size() : 0,
        test.size(),
        settings.iterations(),
        minutes,
        RunRow.Scores.of(scores.mean()),
        RunRow.Scores.of(scores.view1()),
        RunRow.Scores.of(scores.view2()),
        result.validation() == null ? Double.NaN : result.validation().mean().pooledDice(),
        result.bestIteration(),
        RunMeasures.of(tested));
  }
}
