package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import sc.fiji.duosegnet.data.PatchSampler;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.data.Prefetcher;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SampleChecks;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.ModelDescription;
import sc.fiji.duosegnet.model.ModelFile;
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
   */
  public record Request(
      TrainingSettings settings,
      List<Sample> samples,
      Split split,
      String trainingData,
      Path modelFile) {}

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
   * Checks everything, trains and writes the model file. On cancellation returns within a fraction
   * of a second and leaves no file.
   *
   * @throws IllegalArgumentException in one sentence, if images or settings are not usable
   * @throws IOException in one sentence, if the model can't be written
   */
  public static Result run(Request request, TrainingMonitor monitor) throws IOException {
    final TrainingSettings settings = request.settings();
    checkTarget(request.modelFile());
    final TrainingData data = TrainingData.of(request.split(), request.samples());
    final Worker worker = new Worker("Duo-SegNet training");
    final Resources resources = new Resources();
    boolean canceled = false;
    try {
      worker.call(
          () -> {
            SampleChecks.check(data, settings);
            return null;
          },
          monitor::canceled);
      final Engine engine = worker.call(Engines::get, monitor::canceled);
      monitor.message(summary(settings, data, engine.info()));
      // Kept by the task itself: after a cancellation nobody takes its result.
      worker.call(
          () -> {
            resources.session = engine.openTraining(settings);
            return null;
          },
          monitor::canceled);
      resources.batches = new Prefetcher<>(new PatchSampler(data, settings), BATCHES_AHEAD);
      final TrainingLoop loop = loop(request, data, engine, resources.session, worker, monitor);
      loop.run(resources.batches);
      worker.call(
          () -> {
            ModelWriter.write(request, resources.session, engine.info(), loop, data);
            return null;
          },
          () -> false); // writing takes a moment and must not stop halfway
      return new Result(
          request.modelFile(), loop.history(), loop.best(), loop.bestIteration(), false);
    } catch (CancellationException e) {
      canceled = true;
      return new Result(request.modelFile(), new History(), null, 0, true);
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
            ModelDescription.tileOverlap(network));
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
          ModelWriter.write(request, session, engine.info(), trained, data);
          monitor.message("Model written to " + request.modelFile() + "; the training goes on.");
        });
  }

  /** What has to be closed on the worker's thread, as far as it was opened. */
  private static final class Resources {
    private volatile TrainingSession session;
    private volatile Prefetcher<TrainingBatch> batches;

    void close() {
      if (batches != null) {
        batches.close();
      }
      if (session != null) {
        session.close();
      }
    }
  }

  private static String summary(TrainingSettings settings, TrainingData data, EngineInfo info) {
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
        + String.join(", ", info.devices())
        + ", "
        + settings.resolvedThreads()
        + " threads";
  }

  /** Tries, before hours of training, whether a file can be made where the model shall go. */
  private static void checkTarget(Path modelFile) throws IOException {
    final Path target = modelFile.toAbsolutePath();
    final Path name = target.getFileName();
    if (name == null || Files.isDirectory(target)) {
      throw new IOException(
          "Model file '" + modelFile + "' is a folder; give the name of a file in it.");
    }
    if (!name.toString().endsWith(".zip")) {
      throw new IOException(
          "Model file '"
              + modelFile
              + "' does not end in .zip; give a name such as '"
              + name
              + ModelFile.EXTENSION
              + "'.");
    }
    Path folder = target.getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    try {
      if (folder == null) {
        throw new IOException("no folder exists on the way");
      }
      Files.delete(Files.createTempFile(folder, "duo-segnet", ".tmp"));
    } catch (IOException e) {
      throw new IOException(
          "Model file '"
              + modelFile
              + "' can't be written, as no file can be made in '"
              + folder
              + "'; choose another folder.",
          e);
    }
  }
}
