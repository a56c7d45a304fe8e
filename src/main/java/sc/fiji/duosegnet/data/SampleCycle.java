package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Gives the samples of a list round after round, each round in a new random order. */
final class SampleCycle {

  private final List<Sample> samples;
  private final SplitMix random;
  private List<Integer> order;
  private int next;

  SampleCycle(List<Sample> samples, SplitMix random) {
    this.samples = List.copyOf(samples);
    this.random = random;
    order = IntStream.range(0, samples.size()).boxed().toList();
    next = samples.size();
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
