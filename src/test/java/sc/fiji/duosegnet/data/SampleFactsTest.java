package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;

/** One look at a sample answers all questions that a training's start asks. */
class SampleFactsTest {

  private final AtomicInteger images = new AtomicInteger();
  private final AtomicInteger masks = new AtomicInteger();

  /** A sample of which memory never holds anything. */
  private Sample sample(String name, boolean labeled) {
    return new SuppliedSample(
        name,
        () -> {
          images.incrementAndGet();
          return ArrayImgs.floats(new float[] {1, Float.NaN, 3, 4, 5, 6}, 3, 2, 1);
        },
        labeled
            ? () -> {
              masks.incrementAndGet();
              return ArrayImgs.unsignedBytes(new byte[] {0, 1, 1, 0, 0, 1}, 3, 2);
            }
            : null,
        () -> null,
        pixels -> new SoftReference<>(null));
  }

  @Test
  void aTrainingsStartOpensEachImageAndMaskOnce() {
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      samples.add(sample("image " + i, i < 2));
    }
    final ImageSurvey survey = ImageSurvey.of(samples, List.of(), () -> false);
    assertEquals(2, survey.labeled());
    final TrainingData data =
        new TrainingData(
            samples.subList(0, 1),
            samples.subList(0, 1),
            samples.subList(1, 2),
            samples.subList(2, 4));
    SampleChecks.check(data, Preset.LAPTOP.settings(1).with("method", Method.DUO_SEGNET));
    for (final Sample sample : samples) {
      assertEquals(64, SampleDigest.of(sample, sample.labeled()).length());
    }
    assertEquals(4, images.get());
    assertEquals(2, masks.get());
    samples.get(0).image();
    assertEquals(5, images.get(), "the test sees no openings");
  }

  @Test
  void whatIsSeen() {
    final SampleFacts facts = sample("a", true).facts();
    assertEquals(List.of(3L, 2L, 1L), List.of(facts.width(), facts.height(), facts.channels()));
    assertTrue(facts.finite());
    assertEquals(List.of(1.0), facts.mask().values());
    // Rows have runs of 2 and 1, columns of 1 and 2.
    assertEquals(new Chords(6, 10), facts.mask().chords());
    assertEquals(3, facts.mask().chords().area());
    assertNotEquals(facts.imageDigest(), facts.mask().digest());
    assertNull(sample("b", false).facts().mask());
    assertEquals(facts.imageDigest(), sample("b", false).facts().imageDigest());
  }

  @Test
  void twoValuesOfAMaskAreEnough() {
    final Sample sample =
        Sample.of(
            "a",
            ArrayImgs.floats(new float[] {Float.NaN, Float.POSITIVE_INFINITY, 0, 0}, 2, 2, 1),
            ArrayImgs.floats(new float[] {0, Float.NaN, 7, 8}, 2, 2));
    assertEquals(List.of(Double.NaN, 7.0), sample.facts().mask().values());
    assertTrue(sample.facts().finite());
  }
}
