package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.Method;

class SampleChecksTest {

  private static final Sample GOOD =
      Sample.of("good", TestPixels.ramp(2, 2, 1), TestPixels.mask(2, 2, 0, 255));
  private static final Sample EMPTY =
      Sample.of("empty", TestPixels.ramp(2, 2, 1), TestPixels.mask(2, 2));
  private static final Sample UNLABELED = Sample.of("u", TestPixels.ramp(2, 2, 3), null);

  private static void check(TrainingData data, Method method) {
    SampleChecks.check(data, TestSettings.of(method, 3, 16, 1, 1));
  }

  private static String refusal(TrainingData data, Method method) {
    return assertThrows(IllegalArgumentException.class, () -> check(data, method)).getMessage();
  }

  private static TrainingData labeled(Sample sample) {
    return new TrainingData(List.of(GOOD, sample), List.of(GOOD), List.of(), List.of(UNLABELED));
  }

  @Test
  void goodDataPassAndOneEmptyMaskIsFine() {
    final TrainingData data =
        new TrainingData(List.of(GOOD, EMPTY), List.of(EMPTY), List.of(EMPTY), List.of(UNLABELED));
    assertDoesNotThrow(() -> check(data, Method.DUO_SEGNET));
  }

  @Test
  void emptyListsAreRefused() {
    assertEquals(
        "There are no labeled images for view 2; annotate some more.",
        refusal(
            new TrainingData(List.of(GOOD), List.of(), List.of(), List.of()), Method.SUPERVISED));
    final TrainingData alone = new TrainingData(List.of(GOOD), List.of(GOOD), List.of(), List.of());
    assertDoesNotThrow(() -> check(alone, Method.SUPERVISED));
    assertEquals(
        "There are no unlabeled images, which Duo-SegNet needs; "
            + "add some or choose the method Supervised U-Net.",
        refusal(alone, Method.DUO_SEGNET));
  }

  @Test
  void onlyEmptyMasksAreRefused() {
    assertEquals(
        "All 1 masks of the training images are empty; annotate at least one object.",
        refusal(
            new TrainingData(List.of(EMPTY), List.of(EMPTY), List.of(GOOD), List.of()),
            Method.SUPERVISED));
  }

  @Test
  void masksMustFitTheImageAndHaveTwoValues() {
    assertEquals(
        "Image 'x' is 2x2 pixels, its mask 2x1; give a mask of the image's size.",
        refusal(
            labeled(Sample.of("x", TestPixels.ramp(2, 2, 1), TestPixels.mask(2, 1, 0, 1))),
            Method.SUPERVISED));
    assertEquals(
        "Image 'x' has a mask with the values 0, 1, 255; "
            + "give masks with 0 for background and one other value for foreground.",
        refusal(
            labeled(Sample.of("x", TestPixels.ramp(2, 2, 1), TestPixels.mask(2, 2, 0, 1, 1, 255))),
            Method.SUPERVISED));
    assertEquals(
        "Image 'x' is listed as labeled but has no mask; add its mask.",
        refusal(labeled(Sample.of("x", TestPixels.ramp(2, 2, 1), null)), Method.SUPERVISED));
  }

  @Test
  void imagesMustHaveNumbersAndTheRightChannels() {
    final float nan = Float.NaN;
    assertEquals(
        "Image 'n' has no pixel with a finite value; give one with intensities that are numbers.",
        refusal(
            new TrainingData(
                List.of(GOOD),
                List.of(GOOD),
                List.of(),
                List.of(Sample.of("n", TestPixels.image(2, 1, 1, nan, nan), null))),
            Method.DUO_SEGNET));
    assertEquals(
        "Image 'c' has 2 channels; give images with 1 or 3 channels.",
        refusal(
            new TrainingData(
                List.of(GOOD),
                List.of(GOOD),
                List.of(Sample.of("c", TestPixels.ramp(2, 2, 2), TestPixels.mask(2, 2))),
                List.of()),
            Method.SUPERVISED));
  }
}
