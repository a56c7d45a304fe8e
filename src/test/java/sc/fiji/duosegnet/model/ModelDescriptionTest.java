package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles that suit the networks. */
class ModelDescriptionTest {

  @ParameterizedTest
  @CsvSource({"2,PIXEL,17", "3,PIXEL,33", "5,PIXEL,117", "6,PIXEL,229", "2,SPATIAL,80"})
  void haloIsWhatTheNetworksLookAt(int depth, CriticKind critic, int wanted) {
    assertEquals(wanted, ReceptiveField.halo(network(16, depth, critic), true));
  }

  @Test
  void theSpatialCriticLooksFarther() {
    // Measured on trained networks: the last pixel with any difference is 175 from the edge.
    assertEquals(176, ReceptiveField.halo(network(16, 5, CriticKind.SPATIAL), true));
  }

  @Test
  void withoutItsMapTheCriticDoesNotMatter() {
    for (final CriticKind critic : CriticKind.values()) {
      assertEquals(117, ReceptiveField.halo(network(16, 5, critic), false));
    }
  }

  @Test
  void overlapHasRoomForBothHalosAndARamp() {
    assertEquals(384, ModelDescription.tileOverlap(network(16, 5, CriticKind.SPATIAL), true));
    assertEquals(266, ModelDescription.tileOverlap(network(16, 5, CriticKind.PIXEL), true));
    assertEquals(266, ModelDescription.tileOverlap(network(16, 5, CriticKind.SPATIAL), false));
  }

  @ParameterizedTest
  @CsvSource({"1,2", "4,5", "16,5", "16,6", "64,5", "64,6", "1024,6"})
  void tilesFitTheNetworksAndLargeOnesAreSmaller(int width, int depth) {
    for (final CriticKind critic : CriticKind.values()) {
      final NetworkSettings network = network(width, depth, critic);
      final int tile = ModelDescription.tileSize(network, true);
      assertEquals(0, tile % network.sizeMultiple());
      assertTrue(tile >= 2 * ModelDescription.tileOverlap(network, true), tile + " pixels");
      assertTrue(tile <= ModelDescription.tileSize(network(1, 2, critic), true) || depth == 6);
    }
    assertEquals(1280, ModelDescription.tileSize(network(16, 5, CriticKind.SPATIAL), true));
    assertEquals(640, ModelDescription.tileSize(network(64, 5, CriticKind.PIXEL), true));
  }

  /** At half and a quarter of the size they need less memory for each pixel, but look farther. */
  @ParameterizedTest
  @CsvSource({"16,2,2432", "16,4,4096", "64,4,2432", "8,4,3584"})
  void networksOfReducedImagesGetLargerTiles(int width, int reduction, int wanted) {
    final NetworkSettings network =
        new NetworkSettings(1, width, 5, reduction, 2, CriticKind.SPATIAL, 16);
    final int tile = ModelDescription.tileSize(network, false);
    assertEquals(wanted, tile);
    final NetworkSettings full = network(width, 5, CriticKind.SPATIAL);
    final double memory =
        (double) MemoryEstimate.tile(network, tile)
            / MemoryEstimate.tile(full, ModelDescription.tileSize(full, false));
    assertTrue(memory < 1.15, "memory " + memory);
  }

  private static NetworkSettings network(int width, int depth, CriticKind critic) {
    return new NetworkSettings(1, width, depth, 1, 2, critic, 16);
  }
}
