package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.Split;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * Trains a model from images and writes it to a file: the whole job, without any user interface.
 */
public final class ModelTraining {

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

    /**
     * Returns the same with perhaps smaller settings, which the documentation tells.
     *
     * @param when what to do with checkpoints
     */
    Request with(TrainingSettings smaller, Checkpointing when) {
      final String text =
          smaller.equals(settings)
              ? trainingData
              : trainingData
                  + " Memory was short, so it was trained with "
                  + MemoryPolicy.difference(settings, smaller)
                  + ".";
      return new Request(smaller, samples, split, text, modelFile, when, fixed);
    }

    /** Returns the same with what follows from the labels in the settings. */
    Request fitted(TrainingSettings fitted) {
      return new Request(fitted, samples, split, trainingData, modelFile, checkpointing, fixed);
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
   * Looks whether a model can be written, as {@link #run} does first, for those who have images to
   * read before.
   *
   * @throws IOException in one sentence, if no such file can be made there or another training is
   *     writing it
   */
  public static void check(Path modelFile) throws IOException {
    ModelTarget.check(modelFile);
    ModelLock.check(modelFile);
  }

  /** Tells whether there is a checkpoint of a training of this model. */
  public static boolean isInterrupted(Path modelFile) {
    return Files.exists(Checkpoints.of(modelFile));
  }

  /**
   * Deletes the checkpoint of a model that was kept until now, see {@link Checkpointing#kept}.
   *
   * @param monitor told if that is not possible
   */
  public static void forget(Path modelFile, TrainingMonitor monitor) {
    Checkpoints.deleteOf(modelFile, monitor);
  }

  /**
   * Checks everything, trains and writes the model file. Goes on from a checkpoint of the same
   * training, bit by bit as if it had never been interrupted. On cancellation returns within a
   * fraction of a second and leaves no file but a checkpoint that was written before; so it does
   * when Java is ending, which waits for it.
   *
   * @throws IllegalArgumentException in one sentence, if images or settings are not usable
   * @throws MemoryShortageException in one sentence, if memory is short and nothing is left to
   *     shrink, or must not be shrunk: settings that are fixed, or those of a checkpoint, which
   *     stays
   * @throws IOException in one sentence, if the model can't be written, another training is writing
   *     it, or there is a checkpoint of another training
   */
  public static Result run(Request request, TrainingMonitor monitor) throws IOException {
    return run(request, monitor, () -> Engines.get(request.settings().threads()));
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
        return new TrainingAttempts(request, data, monitor).run(engines);
      } finally {
        lock.close();
      }
    }
  }
}
