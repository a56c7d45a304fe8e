package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void aLazySampleOpensNothingBeforeItIsNeededAndThenOnce() {
    final AtomicInteger opened = new AtomicInteger();
    final Sample sample =
        Sample.lazy(
            "a",
            () -> {
              opened.incrementAndGet();
              return TestPixels.ramp(4, 3, 1);
            },
            () -> TestPixels.mask(4, 3, 1));
    assertTrue(sample.labeled());
    assertEquals("a", sample.name());
    assertEquals(0, opened.get());
    final Object image = sample.image();
    assertSame(image, sample.image());
    assertEquals(1, opened.get());
    assertEquals(2, sample.mask().numDimensions());
  }

  @Test
  void pixelsTakenByTheGarbageCollectorAreOpenedAgain() {
    final AtomicInteger opened = new AtomicInteger();
    final List<Reference<Object>> references = new ArrayList<>();
    final Sample sample =
        new SuppliedSample(
            "taken",
            () -> {
              opened.incrementAndGet();
              return TestPixels.ramp(4, 3, 1);
            },
            null,
            () -> null,
            pixels -> {
              references.add(new SoftReference<>(pixels));
              return references.get(references.size() - 1);
            });
    sample.image();
    references.get(0).clear(); // as the garbage collector does
    assertEquals(4, sample.image().dimension(0));
    assertEquals(2, opened.get());
  }

  @Test
  void theNumberOfAxesIsChecked() {
    final IllegalArgumentException flat =
        assertThrows(
            IllegalArgumentException.class,
            () -> Sample.of("flat", TestPixels.mask(2, 2), TestPixels.mask(2, 2)));
    assertEquals(
        "The image of 'flat' has 2 axes; give one with the 3 axes x, y, channel.",
        flat.getMessage());
    final Sample deep =
        Sample.lazy("deep", () -> TestPixels.ramp(2, 2, 1), () -> TestPixels.ramp(2, 2, 1));
    assertThrows(IllegalArgumentException.class, deep::mask);
  }

  @Test
  void anUnlabeledSampleHasNoMask() {
    final Sample sample = Sample.of("u", TestPixels.ramp(2, 2, 1), null);
    assertFalse(sample.labeled());
    assertThrows(IllegalStateException.class, sample::mask);
    assertThrows(
        IllegalStateException.class, Sample.lazy("l", () -> TestPixels.ramp(2, 2, 1), null)::mask);
  }
}
