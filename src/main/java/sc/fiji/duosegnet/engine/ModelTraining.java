package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.BatchFeed;
import sc.fiji.duosegnet.data.PatchSampler;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SampleChecks;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.FileReplacement;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.MemoryEstimate;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Trains a model from images and writes it to a file: the whole job, without any user interface.
 */
public final class ModelTraining {

  private static final int BATCHES_AHEAD = 3;

  private ModelTraining() {}

  /**
   * What to train.
   *
   * @param settings all settings
   * @param samples all images that the split names
   * @param split which image is used for what
   * @param trainingData a sentence on where the images came from, for the model's documentation
   * @param modelFile where the model goes; an existing file is replaced at the very end
   * @param checkpointing when checkpoints are written beside it and what becomes of an older one
   * @param fixed whether the training ends where memory is short, and does not take smaller batches
   *     and patches
   */
  public record Request(
      TrainingSettings settings,
      List<Sample> samples,
      Split split,
      String trainingData,
      Path modelFile,
      Checkpointing checkpointing,
      boolean fixed) {

    /** Made smaller where memory is short. */
    public Request(
        TrainingSettings settings,
        List<Sample> samples,
        Split split,
        String trainingData,
        Path modelFile,
        Checkpointing checkpointing) {
      this(settings, samples, split, trainingData, modelFile, checkpointing, false);
    }

    /** With the usual checkpoints. */
    public Request(
        TrainingSettings settings,
        List<Sample> samples,
        Split split,
        String trainingData,
        Path modelFile) {
      this(settings, samples, split, trainingData, modelFile, Checkpointing.USUAL);
    }

    /** Returns the same with smaller settings, which the documentation tells. */
    private Request with(TrainingSettings smaller) {
      final String text =
          smaller.equals(settings)
              ? trainingData
              : trainingData
                  + " Memory was short, so it was trained with "
                  + MemoryPolicy.difference(settings, smaller)
                  + ".";
      return new Request(smaller, samples, split, text, modelFile, checkpointing, fixed);
    }
  }

  /**
   * What came of it.
   *
   * @param modelFile the model; not written if canceled
   * @param history course of the training
   * @param validation scores of the networks kept; null without validation images
   * @param bestIteration iteration that the networks kept are from; 0 without validation images
   * @param canceled whether the training was canceled
   */
  public record Result(
      Path modelFile,
      History history,
      Validation validation,
      int bestIteration,
      boolean canceled) {}

  /**
   * Checks everything, trains and writes the model file. Goes on from a checkpoint of the same
   * training, bit by bit as if it had never been interrupted. On cancellation returns within a
   * fraction of a second and leaves no file but a checkpoint that was written before; so it does
   * when Java is ending, which waits for it.
   *
   * @throws IllegalArgumentException in one sentence, if images or settings are not usable
   * @throws MemoryShortageException in one sentence, if memory is short and nothing is left to
   *     shrink
   * @throws IOException in one sentence, if the model can't be written, another training is writing
   *     it, or there is a checkpoint of another training
   */
  public static Result run(Request request, TrainingMonitor monitor) throws IOException {
    return run(request, monitor, Engines::get);
  }

  /** The same with another engine. */
  static Result run(Request request, TrainingMonitor monitor, Supplier<Engine> engines)
      throws IOException {
    ModelTarget.check(request.modelFile());
    final TrainingData data = TrainingData.of(request.split(), request.samples());
    final OrderlyExit.Hold hold = OrderlyExit.hold();
    try (hold) {
      final ModelLock lock = ModelLock.of(request.modelFile());
      try {
        return runFitting(request, data, monitor, engines);
      } finally {
        lock.close();
      }
    }
  }

  /**
   * Trains with smaller batches or patches as long as memory is short. Each attempt begins anew, so
   * that the model is the one that its description's settings give; an interrupted one goes on as
   * it was.
   */
  private static Result runFitting(
      Request wanted, TrainingData data, TrainingMonitor monitor, Supplier<Engine> engines)
      throws IOException {
    final MemoryPolicy policy = MemoryPolicy.here(monitor::message);
    final TrainingSettings interrupted =
        Checkpoints.settings(
            wanted.modelFile(), wanted.checkpointing(), MemoryPolicy.steps(wanted.settings()));
    TrainingSettings settings =
        interrupted == null ? policy.before(wanted.settings()) : interrupted;
    while (true) {
      final Request request = wanted.with(settings);
      if (!settings.equals(wanted.settings())) {
        if (wanted.fixed()) {
          throw MemoryPolicy.refused(wanted.settings(), settings);
        }
        monitor.restarted(request.trainingData());
      }
      final AvailableMemory.Use memory =
          AvailableMemory.use(MemoryEstimate.training(request.settings()));
      try (memory) {
        return runLocked(request, data, monitor, engines);
      } catch (RuntimeException | OutOfMemoryError e) {
        settings = policy.after(settings, e);
        Checkpoints.deleteOf(wanted.modelFile(), monitor);
      }
    }
  }

  private static Result runLocked(
      Request request, TrainingData data, TrainingMonitor monitor, Supplier<Engine> engines)
      throws IOException {
    final Resources resources = new Resources(OrderlyExit.hold());
    final Worker worker = new Worker("Duo-SegNet training");
    worker.onCancel(resources::cancel);
    boolean canceled = false;
    try {
      final Engine engine = open(request, data, resources, worker, monitor, engines);
      final TrainingLoop loop = loop(request, data, engine, resources.session, worker, monitor);
      begin(request, data, resources, loop, engine.info(), worker, monitor);
      loop.run(resources.batches);
      write(request, data, resources, loop, engine.info(), worker);
      return new Result(
          request.modelFile(), loop.history(), loop.best(), loop.bestIteration(), false);
    } catch (CancellationException e) {
      canceled = true;
      if (resources.checkpoints != null) {
        resources.checkpoints.canceled();
      }
      return new Result(request.modelFile(), new History(), null, 0, true);
    } catch (DivergenceException e) {
      resources.checkpoints.remove();
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      worker.finish(resources::close, !canceled);
    }
  }

  private static TrainingLoop loop(
      Request request,
      TrainingData data,
      Engine engine,
      TrainingSession session,
      Worker worker,
      TrainingMonitor monitor) {
    final TrainingSettings settings = request.settings();
    final NetworkSettings network = settings.network();
    final PercentileNormalization normalization =
        new PercentileNormalization(settings.normalization());
    final PlaneSegmenter segmenter =
        new PlaneSegmenter(
            session.predictor(),
            normalization,
            ModelDescription.tileSize(network),
            ModelDescription.tileOverlap(network),
            MemoryPolicy.within(settings, monitor::message));
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
        trained -> {
          try {
            ModelWriter.write(request, session, engine.info(), trained, data);
            monitor.message("Model written to " + request.modelFile() + "; the training goes on");
          } catch (UncheckedIOException | EngineException | OutOfMemoryError e) {
            final String reason =
                e.getCause() instanceof IOException cause
                    ? message(request.modelFile(), cause)
                    : e.getMessage();
            monitor.message("Warning: the model is not saved, the training goes on: " + reason);
          }
        });
  }

  /** Checks the images and opens the session. */
  private static Engine open(
      Request request,
      TrainingData data,
      Resources resources,
      Worker worker,
      TrainingMonitor monitor,
      Supplier<Engine> engines) {
    final TrainingSettings settings = request.settings();
    final BooleanSupplier canceled = () -> monitor.canceled() || OrderlyExit.requested();
    worker.call(
        () -> {
          SampleChecks.check(data, settings);
          return null;
        },
        canceled);
    final Engine engine = worker.call(engines::get, canceled);
    final Computation computation = Computation.of(settings, engine.info().devices());
    monitor.message(summary(settings, data, engine.info(), computation));
    computation.notes().forEach(monitor::message);
    // Kept by the task itself: after a cancellation nobody takes its result.
    worker.call(
        () -> {
          resources.session = engine.openTraining(settings);
          return null;
        },
        canceled);
    return engine;
  }

  /** Goes on from a checkpoint, if there is one, and starts to draw batches. */
  private static void begin(
      Request request,
      TrainingData data,
      Resources resources,
      TrainingLoop loop,
      EngineInfo info,
      Worker worker,
      TrainingMonitor monitor)
      throws IOException {
    final TrainingSettings settings = request.settings();
    final Checkpointing when = request.checkpointing();
    final PatchSampler sampler = new PatchSampler(data, settings);
    final BooleanSupplier canceled = () -> monitor.canceled() || OrderlyExit.requested();
    final CheckpointIdentity identity =
        worker.call(() -> CheckpointIdentity.of(settings, data, info, canceled), canceled);
    final Checkpoint found = Checkpoints.find(request.modelFile(), when, identity, monitor);
    resources.checkpoints =
        new Checkpoints(request.modelFile(), when, identity, resources.session, worker, monitor);
    if (found != null) {
      resources.checkpoints.resume(found, sampler, loop);
    }
    resources.batches = new BatchFeed(sampler, BATCHES_AHEAD);
    resources.checkpoints.follow(resources.batches);
    loop.keep(resources.checkpoints);
  }

  /** Writes the model; a checkpoint is kept until that is done. */
  private static void write(
      Request request,
      TrainingData data,
      Resources resources,
      TrainingLoop loop,
      EngineInfo info,
      Worker worker)
      throws IOException {
    try {
      worker.call(
          () -> {
            ModelWriter.write(request, resources.session, info, loop, data);
            return null;
          },
          () -> false); // writing takes a moment and must not stop halfway
    } catch (UncheckedIOException e) {
      throw new IOException(
          resources.checkpoints.kept(message(request.modelFile(), e.getCause())), e);
    } catch (EngineException | OutOfMemoryError e) {
      // A training that is done must not begin anew.
      final String failure =
          MemoryPolicy.isShortage(e)
              ? MemoryPolicy.unwritten(request.modelFile(), e)
              : e.getMessage();
      throw new IOException(resources.checkpoints.kept(failure), e);
    }
    resources.checkpoints.remove();
  }

  /** The system's own messages are of temporary files, which users don't know. */
  private static String message(Path modelFile, IOException problem) {
    return problem instanceof FileSystemException
        ? "Model file '"
            + modelFile
            + "' can't be written, as its parts can't be put into the folder for temporary files '"
            + System.getProperty("java.io.tmpdir")
            + "' ("
            + FileReplacement.reason(problem)
            + "); make space there."
        : problem.getMessage();
  }

  /** What has to be closed on the worker's thread, as far as it was opened. */
  private static final class Resources {
    private final OrderlyExit.Hold hold;
    private volatile TrainingSession session;
    private volatile BatchFeed batches;
    private volatile Checkpoints checkpoints;

    /**
     * @param hold keeps the program from ending until all is closed
     */
    Resources(OrderlyExit.Hold hold) {
      this.hold = hold;
    }

    /** Called on another thread than all else. */
    void cancel() {
      final TrainingSession running = session;
      if (running != null) {
        running.cancel();
      }
    }

    void close() {
      try (hold) {
        closeAll();
      }
    }

    private void closeAll() {
      if (batches != null) {
        batches.close();
      }
      if (session != null) {
        session.close();
      }
    }
  }

  private static String summary(
      TrainingSettings settings, TrainingData data, EngineInfo info, Computation computation) {
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
