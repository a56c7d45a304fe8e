package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The attempts at one {@link ModelTraining}, of which there are several where memory is short. A
 * shortage may pass, and hours may be in the checkpoint: so the training first goes on from it as
 * it was. If memory is refused again before there is another checkpoint, it begins anew with
 * smaller batches or patches, so that the model is the one that its description's settings give.
 */
final class TrainingAttempts {

  private final ModelTraining.Request wanted;
  private final TrainingData data;
  private final TrainingMonitor monitor;
  private MemoryPolicy policy;
  private final Path checkpoint;

  private TrainingSettings settings;

  /** Iterations in the checkpoint of these attempts; 0 for none. */
  private int kept = TrainingRun.UNKNOWN;

  /** The same when an attempt went on from it for lack of memory; 0 if none did. */
  private int retried;

  /**
   * @param wanted whose model file is locked
   * @param data its images
   */
  TrainingAttempts(ModelTraining.Request wanted, TrainingData data, TrainingMonitor monitor) {
    this.wanted = wanted;
    this.data = data;
    this.monitor = monitor;
    policy = MemoryPolicy.here(monitor::message);
    checkpoint = Checkpoints.of(wanted.modelFile());
  }

  /** Trains and writes the model; see {@link ModelTraining#run}. To be called once. */
  ModelTraining.Result run(Supplier<Engine> engines) throws IOException {
    policy = policy.computing(precision(engines));
    final boolean interrupted = begin();
    while (true) {
      final ModelTraining.Request request = wanted.with(settings, checkpointing());
      if (retried == 0 && !settings.equals(wanted.settings())) {
        monitor.restarted(request.trainingData());
      }
      final TrainingRun run = new TrainingRun(request, data, monitor);
      final AvailableMemory.Use memory = AvailableMemory.use(policy.need(settings));
      try (memory) {
        return run.run(engines);
      } catch (RuntimeException | OutOfMemoryError e) {
        MemoryPolicy.rethrowOther(e);
        kept = Math.max(kept, run.kept());
        if (interrupted && kept == TrainingRun.UNKNOWN) {
          // Whether the checkpoint is of these images as well was not seen: it is not to be lost.
          throw Refusals.unresumed(checkpoint, e);
        }
        next(e);
      }
    }
  }

  /** Single precision needs no engine to be told. */
  private Precision precision(Supplier<Engine> engines) {
    final TrainingSettings given = wanted.settings();
    return given.precision() == Precision.FLOAT32
        ? Precision.FLOAT32
        : Computation.of(given, engines.get()).precision();
  }

  /** Chooses the settings to begin with; returns whether a checkpoint seems to be of them. */
  private boolean begin() {
    final List<TrainingSettings> steps =
        wanted.fixed() ? List.of(wanted.settings()) : MemoryPolicy.steps(wanted.settings());
    settings = Checkpoints.settings(wanted.modelFile(), wanted.checkpointing(), steps);
    if (settings != null) {
      policy.resuming(settings, checkpoint);
      return true;
    }
    settings = policy.before(wanted.settings());
    if (wanted.fixed() && !settings.equals(wanted.settings())) {
      throw Refusals.refused(wanted.settings(), settings);
    }
    return false;
  }

  /** A checkpoint of these attempts is gone on from even if an older one was not to be. */
  private Checkpointing checkpointing() {
    final Checkpointing when = wanted.checkpointing();
    return retried == 0
        ? when
        : new Checkpointing(
            Checkpointing.Resume.OR_REFUSE, when.iterations(), when.minutes(), when.kept());
  }

  /** Decides how to go on after a shortage. */
  private void next(Throwable shortage) {
    final boolean progress = kept > 0;
    if (wanted.fixed()) {
      throw Refusals.refused(settings, shortage, progress ? checkpoint : null);
    }
    if (kept > retried) {
      retried = kept;
      policy.again(kept, shortage);
      return;
    }
    settings = policy.after(settings, shortage, Math.max(0, kept), checkpoint);
    if (progress) {
      Checkpoints.deleteOf(wanted.modelFile(), monitor);
    }
    kept = 0;
    retried = 0;
  }
}
