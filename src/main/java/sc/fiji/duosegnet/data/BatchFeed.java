package sc.fiji.duosegnet.data;

import java.util.function.Supplier;

/**
 * Gives a sampler's batches, prepared ahead, and knows where the sampler was after the last batch
 * that was taken: a training that goes on from there draws the batches that were prepared but not
 * used once more. To be used on one thread.
 */
public final class BatchFeed implements Supplier<TrainingBatch>, AutoCloseable {

  private final Prefetcher<Drawn> drawn;
  private SamplerState taken;

  /** A batch and where the sampler was after it. */
  private record Drawn(TrainingBatch batch, SamplerState after) {}

  /**
   * Starts to prepare batches.
   *
   * @param sampler draws them; from now on this feed's alone
   * @param ahead largest number of batches that wait, 1 or more
   */
  public BatchFeed(PatchSampler sampler, int ahead) {
    taken = sampler.state();
    drawn = new Prefetcher<>(() -> new Drawn(sampler.get(), sampler.state()), ahead);
  }

  @Override
  public TrainingBatch get() {
    final Drawn next = drawn.get();
    taken = next.after;
    return next.batch;
  }

  /** Returns what follows the batches taken so far, for {@link PatchSampler#restore}. */
  public SamplerState state() {
    return taken;
  }

  @Override
  public void close() {
    drawn.close();
  }
}
