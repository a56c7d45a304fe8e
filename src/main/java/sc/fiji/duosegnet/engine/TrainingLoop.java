package sc.fiji.duosegnet.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.OptimizerSettings;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingRow;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Runs the iterations of a training: steps, regular validation, history, and the best networks
 * seen, by pooled validation Dice of the mean of both views. Without validation images the last
 * networks count as the best.
 */
final class TrainingLoop {

  private static final int MOST_HISTORY_ROWS = 500;
  private static final long POLL_MILLISECONDS = 50;

  private final TrainingSettings settings;
  private final TrainingSession session;
  private final PlaneSegmenter segmenter;
  private final List<Sample> validationSamples;
  private final Worker worker;
  private final TrainingMonitor monitor;
  private final TrainingControl control;
  private final PreviewMaker previews;
  private final Consumer<TrainingLoop> save;
  private final History history = new History();
  private final int rowInterval;

  private final List<Map<String, Double>> sinceLastRow = new ArrayList<>();
  private Validation last;
  private Validation best;
  private int bestIteration;
  private Map<String, float[]> bestNetworks;
  private int finished;
  private double secondsBefore;
  private Checkpoints checkpoints;

  /**
   * @param previews makes previews; null for none
   * @param save writes the model of the networks as they are; called on the worker's thread
   */
  TrainingLoop(
      TrainingSettings settings,
      TrainingSession session,
      PlaneSegmenter segmenter,
      List<Sample> validationSamples,
      Worker worker,
      TrainingMonitor monitor,
      PreviewMaker previews,
      Consumer<TrainingLoop> save) {
    this.settings = settings;
    this.session = session;
    this.segmenter = segmenter;
    this.validationSamples = validationSamples;
    this.worker = worker;
    this.monitor = monitor;
    this.previews = previews;
    this.save = save;
    control = monitor.control();
    rowInterval = Math.max(1, settings.iterations() / MOST_HISTORY_ROWS);
  }

  /** Writes checkpoints from now on. */
  void keep(Checkpoints kept) {
    checkpoints = kept;
  }

  /**
   * Goes on from where another loop was, whose networks are in the session already.
   *
   * @throws IllegalArgumentException if it was after an iteration that this one doesn't have
   */
  void resume(TrainingState state) {
    if (state.iteration() < 1 || state.iteration() > settings.iterations()) {
      throw new IllegalArgumentException(
          "It is of iteration "
              + state.iteration()
              + ", where there are 1 to "
              + settings.iterations()
              + ".");
    }
    state.rows().forEach(history::add);
    sinceLastRow.addAll(state.sinceLastRow());
    last = state.last();
    best = state.best();
    bestIteration = state.bestIteration();
    bestNetworks = state.bestNetworks();
    finished = state.iteration();
    secondsBefore = state.seconds();
  }

  private TrainingState state(int iteration, double seconds) {
    return new TrainingState(
        iteration, seconds, history.rows(), sinceLastRow, last, best, bestIteration, bestNetworks);
  }

  /**
   * Runs all iterations that are left, or fewer as the user wants, and leaves the session with the
   * best networks.
   */
  void run(Supplier<TrainingBatch> batches) {
    final int iterations = settings.iterations();
    long start = System.nanoTime() - (long) (1e9 * secondsBefore);
    boolean ends = finished == iterations;
    final int first = finished + 1;
    if (lacksValidation()) {
      final Map<String, Double> losses = sinceLastRow.get(sinceLastRow.size() - 1);
      complete(finished, losses, start, true);
    }
    for (int iteration = first; !ends; iteration++) {
      final double progress = (iteration - 1.0) / iterations;
      final Map<String, Double> losses =
          worker.call(() -> session.iterate(batches, progress), monitor::canceled);
      if (iteration == first) {
        tellPlacement();
      }
      checkFinite(losses, iteration);
      sinceLastRow.add(losses);
      ends = iteration == iterations || control.finishing();
      final boolean validate = iteration % settings.validationInterval() == 0 || ends;
      final double seconds = complete(iteration, losses, start, validate);
      if (checkpoints != null) {
        final int done = iteration;
        checkpoints.finished(done, ends, () -> state(done, seconds));
      }
      preview(iteration, seconds);
      start += obey();
    }
    if (control.finishing()) {
      monitor.message("Finished early, with the best networks so far.");
    }
    restoreBest();
  }

  /** Tells whether the program was ended in the validation after the iteration it came to. */
  private boolean lacksValidation() {
    return !validationSamples.isEmpty()
        && finished > 0
        && (finished % settings.validationInterval() == 0 || finished == settings.iterations())
        && !sinceLastRow.isEmpty();
  }

  /**
   * Does what follows the networks' updates: validation and reports.
   *
   * @param start nanoseconds when the training would have started without breaks
   * @return seconds of training so far
   */
  private double complete(int iteration, Map<String, Double> losses, long start, boolean validate) {
    if (validate && !validationSamples.isEmpty()) {
      try {
        worker.call(this::validate, monitor::canceled);
      } catch (CancellationException e) {
        if (checkpoints != null && !monitor.canceled()) {
          final double seconds = (System.nanoTime() - start) / 1e9;
          checkpoints.finished(iteration, false, () -> state(iteration, seconds));
        }
        throw e;
      }
      keepIfBest(iteration);
    }
    final double seconds = (System.nanoTime() - start) / 1e9;
    final TrainingRow row =
        validate || iteration % rowInterval == 0 ? addRow(iteration, validate, seconds) : null;
    monitor.report(progress(iteration, losses, seconds, row));
    if (validate) {
      monitor.course(line(iteration, losses, seconds));
    }
    return seconds;
  }

  /** What was asked for, of a GPU above all, is one thing; this is what came of it. */
  private void tellPlacement() {
    final StringJoiner parts = new StringJoiner(", ");
    worker
        .call(session::placement, monitor::canceled)
        .forEach((device, count) -> parts.add(count + " operations on " + device));
    if (parts.length() > 0) {
      monitor.message("Placed by TensorFlow: " + parts);
    }
  }

  private void preview(int iteration, double seconds) {
    if (previews != null && previews.due(iteration, seconds)) {
      final long start = System.nanoTime();
      previews.show(worker.call(() -> previews.make(iteration), monitor::canceled));
      previews.took((System.nanoTime() - start) / 1e9);
    }
  }

  /** Saves and waits as the user wants; returns how many nanoseconds that took. */
  private long obey() {
    final long start = System.nanoTime();
    do {
      if (control.takeSave()) {
        saveNow();
      }
      if (control.paused()) {
        pause();
      }
    } while (control.paused() && !OrderlyExit.requested());
    return System.nanoTime() - start;
  }

  private void pause() {
    if (monitor.canceled()) {
      throw new CancellationException();
    }
    try {
      Thread.sleep(POLL_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  /** Writes the best networks, and goes on with the present ones. */
  private void saveNow() {
    worker.call(
        () -> {
          if (bestNetworks == null) {
            save.accept(this);
          } else {
            final Map<String, float[]> present = session.snapshot();
            session.restore(bestNetworks);
            save.accept(this);
            session.restore(present);
          }
          return null;
        },
        () -> false); // writing takes a moment and must not stop halfway
  }

  private void restoreBest() {
    if (bestNetworks != null) {
      worker.call(
          () -> {
            session.restore(bestNetworks);
            return null;
          },
          monitor::canceled);
    }
  }

  private TrainingProgress progress(
      int iteration, Map<String, Double> losses, double seconds, TrainingRow row) {
    return new TrainingProgress(
        iteration,
        settings.iterations(),
        losses,
        dice(last),
        dice(best),
        seconds / iteration * (settings.iterations() - iteration),
        iteration * (double) settings.patchesPerIteration() / seconds,
        row);
  }

  private void checkFinite(Map<String, Double> losses, int iteration) {
    for (final Map.Entry<String, Double> loss : losses.entrySet()) {
      if (!Double.isFinite(loss.getValue())) {
        throw new DivergenceException(
            "Training diverged: loss '"
                + loss.getKey()
                + "' is "
                + loss.getValue()
                + " at iteration "
                + iteration
                + "; try a lower learning rate than "
                + settings.optimizer().learningRate()
                + (settings.method().hasCritic()
                    ? ", or for the critic than " + settings.optimizer().criticLearningRate()
                    : "")
                + (settings.precision() == Precision.FLOAT32
                    ? "."
                    : ", or precision FLOAT32 in place of " + settings.precision() + "."));
      }
    }
  }

  private Void validate() {
    last =
        Validation.of(
            sample -> segmenter.segment(sample.image(), OrderlyExit::requested), validationSamples);
    return null;
  }

  private void keepIfBest(int iteration) {
    if (best == null || last.mean().pooledDice() > best.mean().pooledDice()) {
      best = last;
      bestIteration = iteration;
      bestNetworks = worker.call(session::snapshot, monitor::canceled);
    }
  }

  private TrainingRow addRow(int iteration, boolean validated, double seconds) {
    final double progress = (iteration - 1.0) / settings.iterations();
    final Map<String, Double> mean = new LinkedHashMap<>();
    for (final Map<String, Double> losses : sinceLastRow) {
      losses.forEach((name, value) -> mean.merge(name, value / sinceLastRow.size(), Double::sum));
    }
    sinceLastRow.clear();
    final OptimizerSettings optimizer = settings.optimizer();
    final boolean scored = validated && last != null;
    final TrainingRow row =
        new TrainingRow(
            iteration,
            optimizer.learningRate() * optimizer.schedule().factor(progress),
            mean,
            scored ? last.view1().pooledDice() : Double.NaN,
            scored ? last.view2().pooledDice() : Double.NaN,
            scored ? last.mean().pooledDice() : Double.NaN,
            seconds);
    history.add(row);
    return row;
  }

  private String line(int iteration, Map<String, Double> losses, double seconds) {
    final StringJoiner parts = new StringJoiner(", ");
    losses.forEach((name, loss) -> parts.add(String.format(Locale.ROOT, "%s %.4f", name, loss)));
    final String scores =
        last == null
            ? ""
            : String.format(
                Locale.ROOT,
                "; validation Dice %.4f (view 1 %.4f, view 2 %.4f)",
                last.mean().pooledDice(),
                last.view1().pooledDice(),
                last.view2().pooledDice());
    return String.format(
        Locale.ROOT,
        "Iteration %d of %d: losses %s%s; %.0f s",
        iteration,
        settings.iterations(),
        parts,
        scores,
        seconds);
  }

  private static double dice(Validation validation) {
    return validation == null ? Double.NaN : validation.mean().pooledDice();
  }

  History history() {
    return history;
  }

  /** Returns the scores of the networks kept; null without validation images. */
  Validation best() {
    return best;
  }

  /** Returns the iteration that the networks kept are from; 0 without validation images. */
  int bestIteration() {
    return bestIteration;
  }
}
