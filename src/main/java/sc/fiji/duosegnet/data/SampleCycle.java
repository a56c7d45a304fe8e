package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.duosegnet.model.SamplingSettings;

/**
 * Gives the samples of a list round after round, each round in a new random order, in which larger
 * images may be more than once.
 */
final class SampleCycle {

  private final List<Sample> samples;
  private final SplitMix random;
  private List<Integer> order;
  private int next;

  /**
   * @param samples images, not empty
   * @param random shuffles each round
   * @param settings patch size, and how much oftener large images come
   */
  SampleCycle(List<Sample> samples, SplitMix random, SamplingSettings settings) {
    this.samples = List.copyOf(samples);
    this.random = random;
    order =
        IntStream.range(0, samples.size())
            .boxed()
            .flatMap(i -> Collections.nCopies(times(samples.get(i), settings), i).stream())
            .toList();
    next = order.size();
  }

  private static int times(Sample sample, SamplingSettings settings) {
    if (settings.areaExponent() == 0) {
      return 1;
    }
    final SampleFacts facts = sample.facts();
    final double patches =
        (double) facts.width()
            * facts.height()
            / ((double) settings.patchSize() * settings.patchSize());
    return (int) Math.max(1, Math.round(Math.pow(patches, settings.areaExponent())));
  }

  Sample next() {
    if (next == order.size()) {
      final List<Integer> shuffled = new ArrayList<>(order);
      random.shuffle(shuffled);
      order = List.copyOf(shuffled);
      next = 0;
    }
    return samples.get(order.get(next++));
  }

  /** Returns the places of the samples of this round in the list; a list that never changes. */
  List<Integer> order() {
    return order;
  }

  /** Returns how many samples of this round have been given. */
  int position() {
    return next;
  }

  /**
   * Goes on in the middle of a round.
   *
   * @throws IllegalArgumentException if that round was of other samples
   */
  void restore(List<Integer> formerOrder, int position) {
    if (!formerOrder.stream().sorted().toList().equals(order.stream().sorted().toList())
        || position < 0
        || position > order.size()) {
      throw new IllegalArgumentException(
          "The order of "
              + formerOrder.size()
              + " images does not fit "
              + order.size()
              + " images; train anew.");
    }
    order = List.copyOf(formerOrder);
    next = position;
  }
}
