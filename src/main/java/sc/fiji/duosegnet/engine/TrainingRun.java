package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.BatchFeed;
import sc.fiji.duosegnet.data.ForegroundShare;
import sc.fiji.duosegnet.data.PatchSampler;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.SampleChecks;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/** One attempt at a {@link ModelTraining}, with its settings as they are. */
final class TrainingRun {

  /** What {@link #kept()} says before checkpoints were looked at. */
  static final int UNKNOWN = -1;

  private static final int BATCHES_AHEAD = 3;

  private final ModelTraining.Request request;

  /** The same once the labels were looked at, as the model's description tells it. */
  private volatile ModelTraining.Request fitted;

  private final TrainingData data;
  private final TrainingMonitor monitor;
  private final TrainingSettings settings;
  private final Worker worker = new Worker("Duo-SegNet training");
  private final BooleanSupplier canceled;

  /** Keeps the program from ending until all is closed. */
  private final OrderlyExit.Hold hold = OrderlyExit.hold();

  // What has to be closed on the worker's thread, as far as it was opened.
  private volatile TrainingSession session;
  private volatile BatchFeed batches;
  private volatile Checkpoints checkpoints;

  /** What this machine computes in. */
  private Precision precision;

  /**
   * @param request whose model file is locked
   * @param data its images
   */
  TrainingRun(ModelTraining.Request request, TrainingData data, TrainingMonitor monitor) {
    this.request = request;
    fitted = request;
    this.data = data;
    this.monitor = monitor;
    settings = request.settings();
    canceled = () -> monitor.canceled() || OrderlyExit.requested();
    worker.onCancel(this::cancel);
  }

  /** Trains and writes the model; see {@link ModelTraining#run}. To be called once. */
  ModelTraining.Result run(Supplier<Engine> engines) throws IOException {
    boolean stopped = false;
    try {
      final Engine engine = open(engines);
      final TrainingLoop loop = loop(engine.info());
      begin(loop, engine.info());
      loop.run(batches);
      write(loop, engine.info());
      return new ModelTraining.Result(
          request.modelFile(), loop.history(), loop.best(), loop.bestIteration(), false);
    } catch (CancellationException e) {
      stopped = true;
      if (checkpoints != null) {
        checkpoints.canceled();
      }
      return new ModelTraining.Result(request.modelFile(), new History(), null, 0, true);
    } catch (DivergenceException e) {
      checkpoints.remove();
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      worker.finish(this::close, !stopped);
    }
  }

  /**
   * Returns how many iterations are in the checkpoint of this training, which it has written or
   * gone on from; 0 if there is none, {@link #UNKNOWN} if it didn't come to look for one.
   */
  int kept() {
    return checkpoints == null ? UNKNOWN : checkpoints.kept();
  }

  /** Checks the images and opens the session. */
  private Engine open(Supplier<Engine> engines) {
    worker.call(
        () -> {
          SampleChecks.check(data, settings);
          return null;
        },
        canceled);
    final Engine engine = worker.call(engines::get, canceled);
    final Computation computation = Computation.of(settings, engine);
    monitor.message(summary(engine.info(), computation));
    computation.notes().forEach(monitor::message);
    precision = computation.precision();
    PatchSampler.notes(data, settings).forEach(monitor::message);
    fitted = fitted();
    // Kept by the task itself: after a cancellation nobody takes its result.
    worker.call(
        () -> {
          session = engine.openTraining(fitted.settings());
          return null;
        },
        canceled);
    return engine;
  }

  private ModelTraining.Request fitted() {
    if (!ForegroundShare.matters(settings)) {
      return request;
    }
    final ForegroundShare share = ForegroundShare.of(data);
    final TrainingSettings result = share.fit(settings);
    monitor.message(share.text(result));
    return request.fitted(result);
  }

  private TrainingLoop loop(EngineInfo info) {
    final NetworkSettings network = settings.network();
    final PercentileNormalization normalization =
        new PercentileNormalization(settings.normalization());
    final PlaneSegmenter segmenter =
        new PlaneSegmenter(
            session.predictor(),
            normalization,
            ModelDescription.tileSize(network, settings.method().hasCritic()),
            ModelDescription.tileOverlap(network, settings.method().hasCritic()),
            MemoryPolicy.within(settings, precision, monitor::message));
    final PreviewMonitor viewer = monitor.previews();
    final PreviewMaker previews =
        viewer == null
            ? null
            : new PreviewMaker(viewer, segmenter, normalization, network.reduction(), data);
    return new TrainingLoop(
        settings,
        session,
        segmenter,
        data.validation(),
        worker,
        monitor,
        previews,
        trained -> saveNow(trained, info));
  }

  /** Writes the model in the middle of the training, which goes on even if that fails. */
  private void saveNow(TrainingLoop loop, EngineInfo info) {
    try {
      ModelWriter.write(fitted, session, info, loop, data);
      monitor.message("Model written to " + request.modelFile() + "; the training goes on");
    } catch (UncheckedIOException | EngineException | OutOfMemoryError e) {
      final String reason =
          e.getCause() instanceof IOException cause ? cause.getMessage() : e.getMessage();
      monitor.warning("Warning: the model is not saved, the training goes on: " + reason);
    }
  }

  /** Goes on from a checkpoint, if there is one, and starts to draw batches. */
  private void begin(TrainingLoop loop, EngineInfo info) throws IOException {
    final Checkpointing when = request.checkpointing();
    final PatchSampler sampler = new PatchSampler(data, settings);
    final CheckpointIdentity identity =
        worker.call(() -> CheckpointIdentity.of(settings, data, info, canceled), canceled);
    final Checkpoint found = Checkpoints.find(request.modelFile(), when, identity, monitor);
    checkpoints = new Checkpoints(request.modelFile(), when, identity, session, worker, monitor);
    if (found != null) {
      checkpoints.resume(found, sampler, loop);
    }
    batches = new BatchFeed(sampler, BATCHES_AHEAD);
    checkpoints.follow(batches);
    loop.keep(checkpoints);
  }

  /** Writes the model; a checkpoint is kept until that is done. */
  private void write(TrainingLoop loop, EngineInfo info) throws IOException {
    try {
      worker.call(
          () -> {
            ModelWriter.write(fitted, session, info, loop, data);
            return null;
          },
          () -> false); // writing takes a moment and must not stop halfway
    } catch (UncheckedIOException e) {
      throw new IOException(checkpoints.kept(e.getCause().getMessage()), e);
    } catch (EngineException | OutOfMemoryError e) {
      // A training that is done must not begin anew.
      final String failure =
          MemoryPolicy.isShortage(e)
              ? MemoryPolicy.unwritten(request.modelFile(), e)
              : e.getMessage();
      throw new IOException(checkpoints.kept(failure), e);
    }
    if (!request.checkpointing().kept()) {
      checkpoints.remove();
    }
  }

  /** Called on another thread than all else. */
  private void cancel() {
    final TrainingSession running = session;
    if (running != null) {
      running.cancel();
    }
  }

  private void close() {
    try (hold) {
      if (batches != null) {
        batches.close();
      }
      if (session != null) {
        session.close();
      }
    }
  }

  private String summary(EngineInfo info, Computation computation) {
    return settings.method().label()
        + ": "
        + data.view1().size()
        + " and "
        + data.view2().size()
        + " labeled images for views 1 and 2, "
        + data.validation().size()
        + " for validation, "
        + data.unlabeled().size()
        + " unlabeled; TensorFlow "
        + info.tensorFlowVersion()
        + " on "
        + computation.device()
        + ", "
        + settings.resolvedThreads()
        + " threads";
  }
}
