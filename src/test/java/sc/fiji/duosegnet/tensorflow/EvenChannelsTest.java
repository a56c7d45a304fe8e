package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Precision;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Convolutions of odd numbers of channels where pairs of channels are computed with. */
@ExtendWith(InEngine.class)
class EvenChannelsTest {

  /** So many runs that memory with something else in it is met in some. */
  private static final int RUNS = 30;

  @ParameterizedTest
  @CsvSource({
    "3, 16, 3, 1",
    "16, 1, 1, 1",
    "1, 16, 3, 1",
    "5, 3, 3, 1",
    "1, 8, 4, 2",
    "8, 1, 4, 2"
  })
  void areTheSameConvolutions(int in, int out, int window, int stride) {
    final ConvolutionRuns runs = new ConvolutionRuns(in, out, List.of(17, window), stride);
    final List<float[]> plain = runs.run(Precision.FLOAT32, Precision.FLOAT32, 1, 1).get(0);
    final List<float[]> even = runs.run(Precision.BFLOAT16, Precision.FLOAT32, 1, 1).get(0);
    for (int i = 0; i < plain.size(); i++) {
      assertArrayEquals(plain.get(i), even.get(i), (float) (1e-5 * Probe.norm(plain.get(i))));
      assertTrue(Probe.norm(plain.get(i)) > 1);
    }
  }

  /** Outputs of a kernel of zeros are 0 whatever there is in memory beside it. */
  @ParameterizedTest
  @CsvSource({"3, 16, 3, 1", "16, 1, 1, 1", "1, 16, 3, 1", "5, 32, 3, 1", "128, 1, 4, 2"})
  void readOnlyTheirKernelInBfloat16(int in, int out, int window, int stride) {
    assumeTrue(MixedPrecision.bfloat16(), "This processor does not compute in bfloat16.");
    final ConvolutionRuns runs = new ConvolutionRuns(in, out, List.of(64, window), stride);
    runs.run(Precision.BFLOAT16, Precision.BFLOAT16, 0, RUNS)
        .forEach(
            run -> {
              assertEquals(0, Probe.norm(run.get(0)));
              assertEquals(0, Probe.norm(run.get(1)));
            });
  }

  /** Of odd widths, and more than 8 feature maps. */
  private static TrainingSettings odd(Precision precision) {
    return odd(precision, CriticKind.SPATIAL);
  }

  private static TrainingSettings odd(Precision precision, CriticKind critic) {
    return Batches.shallow(Method.DUO_SEGNET)
        .with("network.width", 9)
        .with("threads", 1)
        .with("network.critic", critic)
        .with("precision", precision);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsOfATrainingAreTheSameInEachRun(CriticKind critic) {
    assumeTrue(MixedPrecision.bfloat16(), "This processor does not compute in bfloat16.");
    final Map<String, float[]> single;
    try (Probe probe = new Probe(odd(Precision.FLOAT32, critic))) {
      single = probe.gradient("total", Batches.batch(1));
    }
    try (Probe probe = new Probe(odd(Precision.BFLOAT16, critic))) {
      final Map<String, float[]> first = probe.gradient("total", Batches.batch(1));
      double dot = 0;
      double norms = 0;
      double wanted = 0;
      for (final Map.Entry<String, float[]> entry : first.entrySet()) {
        dot += Probe.dot(entry.getValue(), single.get(entry.getKey()));
        norms += Probe.dot(entry.getValue(), entry.getValue());
        wanted += Probe.dot(single.get(entry.getKey()), single.get(entry.getKey()));
      }
      assertEquals(1, dot / Math.sqrt(norms * wanted), 0.02);
      for (int i = 0; i < RUNS; i++) {
        probe
            .gradient("total", Batches.batch(1))
            .forEach((name, values) -> assertArrayEquals(first.get(name), values, name));
      }
    }
  }

  @Test
  void areMadeOfAModelThatIsOpened(@TempDir Path folder) {
    try (TrainingGraph graph = new TrainingGraph(odd(Precision.FLOAT32))) {
      graph.iterate(() -> Batches.batch(1), 0.5);
      graph.export(folder);
    }
    final FrozenModel plain = opened(folder, Precision.FLOAT32);
    final FrozenModel even = opened(folder, Precision.BFLOAT16);
    assertArrayEquals(plain.frozen(), even.frozen(), 1e-5f);
    // All but 2 to 9 and 18 to 18 channels have an image and a kernel to pad.
    assertEquals(2 * 5 * 2, even.nodes() - plain.nodes());
    assertTrue(even.operations().contains("Pad"), even.operations().toString());
  }

  private static FrozenModel opened(Path folder, Precision precision) {
    return FrozenModel.of(folder, Batches.batch(2).labeled1(), SavedModels.VIEW1, precision);
  }
}
