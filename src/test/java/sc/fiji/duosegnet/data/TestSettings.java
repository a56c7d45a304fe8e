package sc.fiji.duosegnet.data;

import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Settings for tests. */
final class TestSettings {

  private TestSettings() {}

  static TrainingSettings of(Method method, int channels, int patch, int batch, long seed) {
    return Preset.LAPTOP
        .settings(channels)
        .with("method", method)
        .with("network.critic", CriticKind.PIXEL)
        .with("network.critic_width", 4)
        .with("network.width", 4)
        .with("network.depth", 3)
        .with("sampling.patch_size", patch)
        .with("sampling.labeled_batch", batch)
        .with("sampling.unlabeled_batch", batch + 1)
        .with("sampling.label_split", LabelSplit.DISJOINT)
        .with("sampling.validation_fraction", 0.2)
        .with("normalization.low", 0)
        .with("normalization.high", 100)
        .with("iterations", 10)
        .with("validation_interval", 5)
        .with("threads", 1)
        .with("seed", seed);
  }
}
