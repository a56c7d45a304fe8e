package sc.fiji.duosegnet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Whether an operation of a training is in bfloat16. */
final class Bfloat16Runs {

  private Bfloat16Runs() {}

  static boolean training(TrainingSettings settings) {
    final List<Boolean> seen = new ArrayList<>();
    try (TrainingGraph graph = new TrainingGraph(settings)) {
      graph
          .runs()
          .observe(Runs.TELL_GRAPHS, metadata -> seen.add(MixedPrecision.bfloat16(metadata)));
      graph.iterate(() -> Batches.batch(1), 0.5);
    }
    return seen.contains(true);
  }
}
