package sc.fiji.duosegnet.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import sc.fiji.duosegnet.data.BatchFeed;
import sc.fiji.duosegnet.data.PatchSampler;
import sc.fiji.duosegnet.data.SamplerState;
import sc.fiji.duosegnet.model.FileReplacement;
import sc.fiji.duosegnet.model.OneLine;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * The checkpoints of one training: finds the one to go on from, writes a new one when it is due,
 * and takes it away when the model is there. A checkpoint that can't be written is told, and does
 * not end the training.
 */
final class Checkpoints {

  private final Path file;
  private final Checkpointing when;
  private final CheckpointIdentity identity;
  private final TrainingSession session;
  private final Worker worker;
  private final TrainingMonitor monitor;

  private BatchFeed batches;
  private int lastIteration;
  private int kept;
  private long lastTime = System.nanoTime();

  /**
   * @param modelFile the model's file, beside which the checkpoint lies
   * @param when which checkpoints to write, and what to do with one that is there
   * @param identity what a checkpoint must be of
   * @param session networks in training
   * @param worker thread on which the session is used
   */
  Checkpoints(
      Path modelFile,
      Checkpointing when,
      CheckpointIdentity identity,
      TrainingSession session,
      Worker worker,
      TrainingMonitor monitor) {
    file = of(modelFile);
    this.when = when;
    this.identity = identity;
    this.session = session;
    this.worker = worker;
    this.monitor = monitor;
  }

  /** Returns the checkpoint of a model file. */
  static Path of(Path modelFile) {
    return modelFile.resolveSibling(modelFile.getFileName() + ".checkpoint");
  }

  /**
   * Looks with which settings an interrupted training was made, if memory was short for the wanted
   * ones.
   *
   * @param steps the wanted settings and those that it may have come down to
   * @return one of them; null if there is no checkpoint of such a training to go on from
   */
  static TrainingSettings settings(
      Path modelFile, Checkpointing when, List<TrainingSettings> steps) {
    final Path file = of(modelFile);
    if (when.resume() == Checkpointing.Resume.NEVER || !Files.exists(file)) {
      return null;
    }
    try {
      final Map<?, ?> identity = Checkpoint.open(file).identity();
      return steps.stream()
          .filter(settings -> CheckpointIdentity.isOf(settings, identity))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null; // told when the training begins
    }
  }

  /**
   * Looks for a checkpoint to go on from.
   *
   * @return the checkpoint; null to begin anew
   * @throws IOException in one sentence, if there is one that is damaged or of another training
   */
  static Checkpoint find(
      Path modelFile, Checkpointing when, CheckpointIdentity identity, TrainingMonitor monitor)
      throws IOException {
    final Path file = of(modelFile);
    if (when.resume() == Checkpointing.Resume.NEVER || !Files.exists(file)) {
      return null;
    }
    String unfit;
    try {
      final Checkpoint found = Checkpoint.open(file);
      unfit = identity.difference(found.identity());
      if (unfit == null) {
        final String note = identity.note(found.identity());
        if (note != null) {
          monitor.message(note);
        }
        return found;
      }
      unfit = "is of a training in which " + OneLine.of(unfit);
    } catch (IOException e) {
      unfit = "can't be used (" + FileReplacement.reason(e) + ")";
    }
    if (when.resume() == Checkpointing.Resume.OR_TRAIN_ANEW) {
      monitor.message("Training anew: checkpoint '" + file + "' " + unfit);
      return null;
    }
    throw new IOException(
        "Checkpoint '"
            + file
            + "' "
            + unfit
            + "; give the inputs of that training to go on with it, or resume=false to train anew"
            + " and lose it.");
  }

  /** Puts sampler, session and loop where they were at a checkpoint. */
  void resume(Checkpoint checkpoint, PatchSampler sampler, TrainingLoop loop) throws IOException {
    kept = checkpoint.iteration();
    try {
      sampler.restore(checkpoint.sampler());
      final TrainingState state = worker.call(() -> checkpoint.restore(session), monitor::canceled);
      loop.resume(state);
      lastIteration = state.iteration();
      monitor.message(
          "Going on after iteration " + state.iteration() + ", from checkpoint '" + file + "'");
    } catch (MemoryShortageException e) {
      // The checkpoint is in order: not as a shortage, after which the training may begin anew.
      throw new IOException(Refusals.unresumed(file, e).getMessage(), e);
    } catch (EngineException | IllegalArgumentException | IOException e) {
      throw new IOException(
          "Checkpoint '"
              + file
              + "' can't be used ("
              + OneLine.of(e)
              + "); give resume=false to train anew and lose it.",
          e);
    }
  }

  /** Says where batches come from, whose state is part of each checkpoint. */
  void follow(BatchFeed feed) {
    batches = feed;
  }

  /**
   * To be called after each iteration: writes a checkpoint if one is due. If the program is ending,
   * writes one in any case and ends the training.
   *
   * @param last whether this was the last iteration
   * @param state where the loop is
   * @throws CancellationException if the program is ending
   */
  void finished(int iteration, boolean last, Supplier<TrainingState> state) {
    final boolean ending = OrderlyExit.requested();
    final double seconds = (System.nanoTime() - lastTime) / 1e9;
    if (when.writes()
        && (ending || last || when.due(iteration - lastIteration, seconds))
        && iteration > lastIteration) {
      save(iteration, state.get());
    }
    if (ending) {
      throw new CancellationException("The program is ending.");
    }
  }

  private void save(int iteration, TrainingState state) {
    final SamplerState sampler = batches.state();
    final IOException problem =
        worker.call(
            () -> {
              try {
                Checkpoint.write(file, identity, session, sampler, state);
                return null;
              } catch (IOException e) {
                return e;
              } catch (OutOfMemoryError e) {
                return new IOException(e.getMessage(), e); // the training itself has enough
              }
            },
            () -> false); // takes a moment and must not go on behind the back of another training
    if (problem == null) {
      kept = iteration;
    } else {
      monitor.warning(
          "Warning: checkpoint '"
              + file
              + "' can't be written after iteration "
              + iteration
              + " ("
              + FileReplacement.reason(problem)
              + "); the training goes on, make space or give the right to write there");
    }
    lastIteration = iteration;
    lastTime = System.nanoTime();
  }

  /** Returns how many iterations are in the checkpoint of this training; 0 if there is none. */
  int kept() {
    return kept;
  }

  /** Says what stays after a training that was canceled. */
  void canceled() {
    if (Files.exists(file)) {
      monitor.message(
          "Checkpoint '" + file + "' stays: the same inputs go on from it, resume=false does not");
    }
  }

  /** Returns a failure to write the model together with where the training is kept. */
  String kept(String failure) {
    return Files.exists(file)
        ? failure.replaceAll("\\.$", "")
            + "; the training is kept in the checkpoint '"
            + file
            + "', from which the same inputs write the model."
        : failure;
  }

  /** Takes the checkpoint away, as the model is there or the training was in vain. */
  void remove() {
    delete(file, monitor);
  }

  /** Takes the checkpoint of a training away that begins anew. */
  static void deleteOf(Path modelFile, TrainingMonitor monitor) {
    delete(of(modelFile), monitor);
  }

  private static void delete(Path file, TrainingMonitor monitor) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(FileReplacement.temporary(file));
    } catch (IOException e) {
      monitor.warning(
          "Warning: checkpoint '"
              + file
              + "' can't be deleted ("
              + FileReplacement.reason(e)
              + "); delete it by hand");
    }
  }
}
