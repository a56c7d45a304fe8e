package sc.fiji.duosegnet.data;

import java.util.ArrayList;
import java.util.List;

/** Gives the samples of a list round after round, each round in a new random order. */
final class SampleCycle {

  private final List<Sample> samples;
  private final SplitMix random;
  private int next;

  SampleCycle(List<Sample> samples, SplitMix random) {
    this.samples = new ArrayList<>(samples);
    this.random = random;
    this.next = samples.size();
  }

  Sample next() {
    if (next == samples.size()) {
      random.shuffle(samples);
      next = 0;
    }
    return samples.get(next++);
  }
}
