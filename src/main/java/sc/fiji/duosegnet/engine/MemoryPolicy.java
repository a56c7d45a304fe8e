package sc.fiji.duosegnet.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import sc.fiji.duosegnet.model.MemoryEstimate;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.SamplingSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * What is done when memory is short, the one place that decides it: a training first takes smaller
 * batches, then smaller patches, a segmentation smaller tiles; each step is told, and where nothing
 * is left to shrink the work ends with one sentence. That is decided before the work, from what it
 * will need, because a system without memory ends the process and not the work; and again whenever
 * Java or the engine is refused memory.
 */
final class MemoryPolicy {

  /** Tiles keep a part to themselves of at least the overlap by this, or time has no bounds. */
  private static final int LEAST_PART = 4;

  /** Smaller patches show the networks next to nothing of an object's surroundings. */
  private static final int LEAST_PATCH = 64;

  private static final double MEGABYTE = 1024 * 1024;
  private static final String LABELED = "sampling.labeled_batch";
  private static final String UNLABELED = "sampling.unlabeled_batch";
  private static final String PATCH = "sampling.patch_size";

  private final LongSupplier available;
  private final Consumer<String> messages;
  private final boolean counted;

  /** What the machine computes in; null for what settings say. */
  private final Precision precision;

  /**
   * @param available bytes that the work may take, asked before it begins
   * @param messages takes a sentence for the user whenever something is made smaller
   */
  MemoryPolicy(LongSupplier available, Consumer<String> messages) {
    this(available, messages, false, null);
  }

  private MemoryPolicy(
      LongSupplier available, Consumer<String> messages, boolean counted, Precision precision) {
    this.available = available;
    this.messages = messages;
    this.counted = counted;
    this.precision = precision;
  }

  /** The policy on this machine. */
  static MemoryPolicy here(Consumer<String> messages) {
    return new MemoryPolicy(AvailableMemory::bytes, messages, true, null);
  }

  /** The same for trainings that compute in a precision, whatever their settings want. */
  MemoryPolicy computing(Precision used) {
    return new MemoryPolicy(available, messages, counted, used);
  }

  /** Returns how many bytes a training needs. */
  long need(TrainingSettings settings) {
    return MemoryEstimate.training(settings, precision == null ? settings.precision() : precision);
  }

  /**
   * The policy for segmentations in a training, which take turns with its steps: what these have
   * taken is there.
   *
   * @param used precision that they compute in
   */
  static MemoryPolicy within(TrainingSettings training, Precision used, Consumer<String> messages) {
    final long steps = MemoryEstimate.training(training, used);
    return new MemoryPolicy(() -> Math.max(AvailableMemory.bytes(), steps), messages);
  }

  /** Notes how much a piece of work takes, unless it is part of another one. */
  AvailableMemory.Use use(long bytes) {
    return AvailableMemory.use(counted ? bytes : 0);
  }

  /** Tells whether less work might not have failed. */
  static boolean isShortage(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof MemoryShortageException
          // A lack of threads has the same type.
          || t instanceof OutOfMemoryError && !String.valueOf(t.getMessage()).contains("thread")) {
        return true;
      }
    }
    return false;
  }

  /** Returns the settings that a training may come down to, from the wanted ones on. */
  static List<TrainingSettings> steps(TrainingSettings wanted) {
    final List<TrainingSettings> steps = new ArrayList<>();
    for (TrainingSettings next = wanted; next != null; next = smaller(next)) {
      steps.add(next);
    }
    return steps;
  }

  /** Returns the next smaller settings; null if nothing is left to shrink. */
  static TrainingSettings smaller(TrainingSettings settings) {
    final SamplingSettings sampling = settings.sampling();
    if (sampling.labeledBatch() > 1 || sampling.unlabeledBatch() > 1) {
      return settings
          .with(LABELED, Math.max(1, sampling.labeledBatch() / 2))
          .with(UNLABELED, Math.max(1, sampling.unlabeledBatch() / 2));
    }
    final int multiple = settings.network().sizeMultiple();
    final int least = (LEAST_PATCH + multiple - 1) / multiple * multiple;
    final int half = sampling.patchSize() / 2 / multiple * multiple;
    final int patch = Math.max(least, half);
    return patch < sampling.patchSize() ? settings.with(PATCH, patch) : null;
  }

  /**
   * Returns the settings to begin a training with.
   *
   * @return the wanted ones or, if their need exceeds the available memory, the first of {@link
   *     #steps} that fit; the smallest if none do, which is told
   */
  TrainingSettings before(TrainingSettings wanted) {
    final long limit = available.getAsLong();
    final List<TrainingSettings> steps = steps(wanted);
    final TrainingSettings fitting =
        steps.stream()
            .filter(settings -> need(settings) <= limit)
            .findFirst()
            .orElse(steps.get(steps.size() - 1));
    final long need = need(wanted);
    if (need > limit) {
      messages.accept(
          "Warning: this training needs about "
              + megabytes(need)
              + " of memory and "
              + megabytes(limit)
              + " are available, so it takes "
              + difference(wanted, fitting)
              + (need(fitting) > limit ? ", and may still end for lack of memory" : "")
              + "; close other programs to train as wanted");
    }
    return fitting;
  }

  /**
   * Sees before it begins whether memory suffices to go on with a training, whose settings must
   * stay as they are.
   *
   * @param interrupted its settings
   * @param checkpoint its checkpoint
   * @throws MemoryShortageException in one sentence, if it needs more than there is and a training
   *     that begins now would take less; with nothing to shrink that is told only
   */
  void resuming(TrainingSettings interrupted, Path checkpoint) {
    final long limit = available.getAsLong();
    final long need = need(interrupted);
    if (need <= limit) {
      return;
    }
    final String found =
        "to go on from the checkpoint '"
            + checkpoint
            + "' needs about "
            + megabytes(need)
            + " of memory and "
            + megabytes(limit)
            + " are available";
    if (smaller(interrupted) != null) {
      throw new MemoryShortageException(
          "T" + found.substring(1) + "; close other programs and give the same inputs again.");
    }
    messages.accept(
        "Warning: " + found + ", so it may end for lack of memory; close other programs");
  }

  /**
   * Says that a training goes on from its checkpoint with the same settings.
   *
   * @param iterations iterations in the checkpoint
   */
  void again(int iterations, Throwable failure) {
    messages.accept(
        "Warning: the training ran out of memory ("
            + failure.getMessage()
            + "), so it goes on from its checkpoint after iteration "
            + iterations
            + "; close other programs");
  }

  /**
   * Returns the settings to train anew with.
   *
   * @param failed settings of a training that failed
   * @param failure how
   * @param lost iterations in its checkpoint, which other settings can't go on from; 0 for none
   * @param checkpoint that file
   * @throws MemoryShortageException in one sentence, if nothing is left to shrink
   */
  TrainingSettings after(TrainingSettings failed, Throwable failure, int lost, Path checkpoint) {
    final TrainingSettings less = smaller(failed);
    if (less == null) {
      throw nothingLeft(
          "The training ran out of memory even with batch_size="
              + failed.sampling().labeledBatch()
              + " and patch_size="
              + failed.sampling().patchSize(),
          lessWidth(failed)
              + (lost == 0
                  ? ""
                  : "; it is kept in the checkpoint '"
                      + checkpoint
                      + "', from which the same inputs go on"),
          failure);
    }
    messages.accept(
        "Warning: the training ran out of memory ("
            + failure.getMessage()
            + "), so it begins anew with "
            + difference(failed, less)
            + (lost == 0
                ? ""
                : "; the " + lost + " iterations in its checkpoint are lost by that"));
    return less;
  }

  /** Returns what helps where neither batches nor patches can be smaller. */
  static String lessWidth(TrainingSettings failed) {
    return "give a smaller width than " + failed.network().width();
  }

  /** Says how settings were made smaller, as inputs and values; empty if they were not. */
  static String difference(TrainingSettings wanted, TrainingSettings taken) {
    final StringJoiner parts = new StringJoiner(" and ");
    final SamplingSettings before = wanted.sampling();
    final SamplingSettings now = taken.sampling();
    if (before.labeledBatch() != now.labeledBatch()
        || before.unlabeledBatch() != now.unlabeledBatch()) {
      parts.add("batch_size=" + batch(now) + " instead of " + batch(before));
    }
    if (before.patchSize() != now.patchSize()) {
      parts.add("patch_size=" + now.patchSize() + " instead of " + before.patchSize());
    }
    return parts.toString();
  }

  private static String batch(SamplingSettings sampling) {
    return sampling.labeledBatch() == sampling.unlabeledBatch()
        ? "" + sampling.labeledBatch()
        : sampling.labeledBatch() + "+" + sampling.unlabeledBatch();
  }

  /** Says that a model can't be written, as memory ran out. */
  static String unwritten(Path modelFile, Throwable failure) {
    return "Model file '"
        + modelFile
        + "' can't be written, as memory ran out ("
        + failure.getMessage()
        + "); close other images and programs, or raise Java's memory (now "
        + megabytes(Runtime.getRuntime().maxMemory())
        + ") in Edit > Options > Memory & Threads.";
  }

  /**
   * Throws what is to be said if a model can't be opened for lack of memory.
   *
   * @throws MemoryShortageException in one sentence, if the failure is a shortage
   * @throws Error the failure itself, if it is another error
   */
  static void rethrowUnopened(Path modelFile, Throwable failure) {
    if (isShortage(failure)) {
      throw nothingLeft(
          "Model file '" + modelFile + "' can't be opened, as memory ran out",
          "open it on a machine with more",
          failure);
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /**
   * Returns the tile size to begin a segmentation with.
   *
   * @param networks what segments the tiles
   * @param wanted tile size in pixels
   * @param overlap overlap of neighboring tiles in pixels
   */
  int tile(Predictor networks, int wanted, int overlap) {
    final long limit = available.getAsLong();
    final int multiple = networks.sizeMultiple();
    int tile = wanted;
    for (int next = tile;
        next > 0 && networks.memory(tile) > limit;
        next = smallerTile(tile, overlap, multiple)) {
      tile = next;
    }
    if (tile < wanted) {
      messages.accept(
          "Warning: a tile of "
              + wanted
              + " pixels needs about "
              + megabytes(networks.memory(wanted))
              + " of memory and "
              + megabytes(limit)
              + " are available, so tile_size is "
              + tile
              + cost(tile, overlap));
    }
    return tile;
  }

  /**
   * Returns the tile size to segment with after a failure.
   *
   * @param failed width and height of the tiles that failed
   * @param overlap overlap of neighboring tiles in pixels
   * @param multiple what tile sizes are multiples of
   * @throws MemoryShortageException in one sentence, if nothing is left to shrink
   * @throws RuntimeException or Error: the failure itself, if it was another one
   */
  int tileAfter(int failed, int overlap, int multiple, Throwable failure) {
    rethrowOther(failure);
    final int tile = smallerTile(failed, overlap, multiple);
    if (tile == 0) {
      throw nothingLeft(
          "The segmentation ran out of memory even with tile_size=" + failed,
          "segment smaller images or a selection",
          failure);
    }
    messages.accept(
        "Warning: the segmentation ran out of memory ("
            + failure.getMessage()
            + "), so it goes on with tile_size="
            + tile
            + " instead of "
            + failed
            + cost(tile, overlap));
    return tile;
  }

  /** Says how much time small tiles take: a pixel is computed in all tiles that overlap there. */
  private static String cost(int tile, int overlap) {
    final double side = (double) tile / (tile - overlap);
    return String.format(
        Locale.ROOT, " (a pixel is then computed about %.0f times)", Math.ceil(side * side));
  }

  /** Returns a tile of half the size that leaves some part between the overlaps; 0 for none. */
  private static int smallerTile(int tile, int overlap, int multiple) {
    final int wanted = overlap + Math.max(multiple, overlap / LEAST_PART);
    final int least = (wanted + multiple - 1) / multiple * multiple;
    final int smaller = Math.max(least, tile / 2 / multiple * multiple);
    return smaller < tile ? smaller : 0;
  }

  /**
   * Returns if a failure is a shortage.
   *
   * @throws RuntimeException or Error: the failure itself, if it was another one
   */
  static void rethrowOther(Throwable failure) {
    if (!isShortage(failure)) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }

  private static MemoryShortageException nothingLeft(
      String what, String remedy, Throwable failure) {
    return new MemoryShortageException(
        String.format(
            Locale.ROOT,
            "%s (%s); close other programs, raise Java's memory (now %s) in Edit > Options >"
                + " Memory & Threads, or %s.",
            what,
            failure.getMessage(),
            megabytes(Runtime.getRuntime().maxMemory()),
            remedy),
        failure);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f MB", Math.max(0, bytes) / MEGABYTE);
  }
}
