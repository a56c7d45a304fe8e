package sc.fiji.duosegnet.tensorflow;

import java.util.function.Consumer;
import org.tensorflow.proto.RunMetadata;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Computation;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Looks into iterations and segmentations; for benchmarks, without the engine's class loader. */
public final class Profiles {

  private static final int WARMUP = 3;
  private static final double PROGRESS = 0.5;

  private Profiles() {}

  /** Returns what the ops of training iterations took. */
  public static OpProfile training(TrainingSettings settings, TrainingBatch batch, int runs) {
    final OpProfile profile = new OpProfile();
    try (TrainingGraph graph =
        new TrainingGraph(settings, Computation.processor(settings.precision()))) {
      repeat(runs, profile, graph.runs(), () -> graph.iterate(() -> batch, PROGRESS));
    }
    return profile;
  }

  /**
   * Returns what the ops of segmentations took, with the networks as a model file has them after an
   * iteration: the biases of new ones are zero, and TensorFlow leaves out what adds them.
   */
  public static OpProfile segmentation(
      TrainingSettings settings,
      TrainingBatch batch,
      ImageBatch images,
      int runs,
      java.nio.file.Path folder) {
    final OpProfile profile = new OpProfile();
    final Computation computation = Computation.processor(settings.precision());
    try (TrainingGraph graph = new TrainingGraph(settings, computation)) {
      graph.iterate(() -> batch, PROGRESS);
      graph.export(folder);
    }
    try (GraphPredictor predictor =
        (GraphPredictor)
            SavedModels.open(folder, settings.network(), computation, settings.threads(), true)) {
      repeat(runs, profile, predictor.runs(), () -> predictor.predict(images));
    }
    return profile;
  }

  private static void repeat(int runs, OpProfile profile, Runs observed, Runnable work) {
    for (int i = 0; i < WARMUP; i++) {
      work.run();
    }
    final Consumer<RunMetadata> taker = profile::add;
    observed.observe(OpProfile.OPTIONS, taker);
    for (int i = 0; i < runs; i++) {
      work.run();
    }
  }
}
