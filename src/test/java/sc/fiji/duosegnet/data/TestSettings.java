package sc.fiji.duosegnet.data;

import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.NetworkSettings;
import sc.fiji.duosegnet.model.NormalizationSettings;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.SamplingSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Settings for tests. */
final class TestSettings {

  private TestSettings() {}

  static TrainingSettings of(Method method, int channels, int patch, int batch, long seed) {
    final TrainingSettings base = Preset.LAPTOP.settings(channels);
    return new TrainingSettings(
        method,
        new NetworkSettings(channels, 4, 3, CriticKind.PIXEL, 4),
        base.losses(),
        base.optimizer(),
        new SamplingSettings(patch, batch, batch + 1, LabelSplit.DISJOINT, 0.2),
        new NormalizationSettings(0, 100),
        10,
        5,
        1,
        seed);
  }
}
