package sc.fiji.duosegnet.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.Prediction;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.NetworkSettings;

/**
 * Shows that the opponent in the speed comparison does the whole work. Not part of the usual tests,
 * as it loads PyTorch: {@code mvn -Pbenchmark test -Dtest=PyTorchPeerChecks}.
 */
class PyTorchPeerChecks {

  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ENGINE_CACHE_DIR", "target/djl");
  }

  private static NetworkSettings small(CriticKind critic) {
    return new NetworkSettings(3, 4, 3, 1, 2, critic, 4);
  }

  @Test
  void paperWidthHasTheKnownNumberOfParameters() {
    try (TorchDuoSegNet net =
        new TorchDuoSegNet(new NetworkSettings(3, 64, 5, 1, 2, CriticKind.PIXEL, 64))) {
      assertEquals(31_384_833, net.weights().get(0).count());
      assertEquals(31_384_833, net.weights().get(1).count());
      assertEquals((64 + 64) + (64 * 128 + 128) + (128 + 1), net.weights().get(2).count());
    }
  }

  @Test
  void spatialCriticHasFiveLayers() {
    try (TorchDuoSegNet net = new TorchDuoSegNet(small(CriticKind.SPATIAL))) {
      int wanted = 16 * (4 + 4 * 8 + 8 * 16 + 16 * 32 + 32) + 4 + 8 + 16 + 32 + 1;
      assertEquals(wanted, net.weights().get(2).count());
    }
  }

  /** With all weights 0 every logit is 0, every probability 0.5, and each bce is ln 2. */
  @Test
  void lossesOfZeroLogitsAreThoseWorkedOutByHand() {
    for (CriticKind kind : CriticKind.values()) {
      try (TorchDuoSegNet net = new TorchDuoSegNet(small(kind))) {
        for (TorchWeights weights : net.weights()) {
          weights.trainable().forEach(weight -> weight.muli(0));
        }
        TorchDuoSegNet.Losses losses = net.iterate(new RandomImages(2).trainingBatch(2, 64));
        double pixels = 2 * 64 * 64;
        // The masks are foreground in half of the pixels.
        double dice = (2 * 0.25 * pixels + 1e-5) / (pixels + 1e-5);
        double supervised = 2 * (0.5 * Math.log(2) + 0.5 * (1 - dice));
        double wanted = supervised + 0.3 * 2 * Math.log(2) + 0.2 * 4 * Math.log(2);
        assertEquals(wanted, losses.generator(), 1e-5);
        assertEquals(4 * Math.log(2), losses.critic(), 1e-5);
      }
    }
  }

  @Test
  void everyParameterMovesAndOverfittingWorks() {
    for (CriticKind kind : CriticKind.values()) {
      try (TorchDuoSegNet net = new TorchDuoSegNet(small(kind))) {
        TrainingBatch batch = new RandomImages(3).trainingBatch(1, 64);
        List<float[]> before = values(net);
        TorchDuoSegNet.Losses first = net.iterate(batch);
        List<float[]> after = values(net);
        for (int i = 0; i < before.size(); i++) {
          assertFalse(Arrays.equals(before.get(i), after.get(i)), kind + ": tensor " + i);
        }
        TorchDuoSegNet.Losses last = first;
        for (int i = 0; i < 60; i++) {
          last = net.iterate(batch);
        }
        assertTrue(last.generator() < 0.75 * first.generator(), first + " -> " + last);
      }
    }
  }

  @Test
  void predictionGivesProbabilitiesConfidenceAndVerdict() {
    try (TorchDuoSegNet net = new TorchDuoSegNet(small(CriticKind.SPATIAL))) {
      Prediction prediction = net.predict(new RandomImages(4).images(2, 64));
      for (float[] map :
          List.of(
              prediction.view1(),
              prediction.view2(),
              prediction.confidence(),
              prediction.critic())) {
        assertEquals(2 * 64 * 64, map.length);
        for (float value : map) {
          assertTrue(value > 0 && value < 1, "value " + value);
        }
      }
    }
  }

  @Test
  void waitingWorkerLeavesTheProcessorAlone() throws Exception {
    try (PeerProcess peer = new PeerProcess(SpeedCase.INFERENCE_256, 2, Map.of())) {
      peer.seconds();
      peer.seconds();
      Thread.sleep(1500);
      double start = peer.processorSeconds();
      Thread.sleep(2000);
      assertEquals(0, peer.processorSeconds() - start, 0.1);
    }
  }

  private static List<float[]> values(TorchDuoSegNet net) {
    return net.weights().stream()
        .flatMap(weights -> weights.trainable().stream())
        .map(NDArray::toFloatArray)
        .toList();
  }
}
