package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingDataTest {

  private static Sample sample(String name) {
    return Sample.of(name, TestPixels.ramp(2, 2, 1), null);
  }

  @Test
  void samplesAreFoundByName() {
    final Sample a = sample("a");
    final Sample b = sample("b");
    final Sample c = sample("c");
    final Sample d = sample("d");
    final TrainingData data =
        TrainingData.of(
            new Split(List.of("a", "b"), List.of("b"), List.of("c"), List.of("d"), List.of("e")),
            List.of(d, c, b, a));
    assertEquals(new TrainingData(List.of(a, b), List.of(b), List.of(c), List.of(d)), data);
  }

  @Test
  void aMissingImageIsNamed() {
    final Split split = new Split(List.of("a"), List.of("lost"), List.of(), List.of(), List.of());
    final String message =
        assertThrows(
                IllegalArgumentException.class, () -> TrainingData.of(split, List.of(sample("a"))))
            .getMessage();
    assertTrue(message.contains("'lost'") && message.contains("1 images"), message);
  }

  @Test
  void twoImagesOfOneNameAreRefused() {
    final Split split = new Split(List.of("a"), List.of("a"), List.of(), List.of(), List.of());
    assertThrows(
        IllegalArgumentException.class,
        () -> TrainingData.of(split, List.of(sample("a"), sample("a"))));
  }
}
