package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;

/** Batches go on where they were taken, not where they were prepared. */
class BatchFeedTest {

  private static final int SIZE = 16;

  private static TrainingSettings settings(Method method) {
    return TestSettings.of(method, 1, SIZE, 2, 5)
        .with("augmentation.labeled_probability", 0.5)
        .with("augmentation.scaling", 1.3);
  }

  private static Sample sample(String name, int width, int height, int seed) {
    final SplitMix random = new SplitMix(seed, 99);
    final float[] values = new float[width * height];
    final int[] mask = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.between(0, 1);
      mask[i] = values[i] > 0.5 ? 255 : 0;
    }
    return Sample.of(
        name, TestPixels.image(width, height, 1, values), TestPixels.mask(width, height, mask));
  }

  private static TrainingData data(int images) {
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      samples.add(sample("s" + i, 20 + i, 30 - i, i));
    }
    return new TrainingData(
        samples.subList(0, 3), samples.subList(3, 5), List.of(), samples.subList(5, images));
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"SUPERVISED", "DUO_SEGNET", "DUO_SEGNET_STRONG"})
  void batchesAreThoseOfAFeedThatWasNeverStopped(Method method) {
    final TrainingSettings settings = settings(method);
    final TrainingData data = data(9);
    final PatchSampler whole = new PatchSampler(data, settings);
    final List<float[]> wanted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      wanted.add(pixels(whole.get()));
    }
    for (final int taken : new int[] {0, 1, 2, 3, 7, 12}) {
      SamplerState state;
      try (BatchFeed feed = new BatchFeed(new PatchSampler(data, settings), 3)) {
        for (int i = 0; i < taken; i++) {
          assertArrayEquals(wanted.get(i), pixels(feed.get()));
        }
        state = feed.state();
      }
      final PatchSampler sampler = new PatchSampler(data, settings);
      sampler.restore(SamplerState.of(state.toMap()));
      try (BatchFeed feed = new BatchFeed(sampler, 3)) {
        assertEquals(state, feed.state());
        for (int i = taken; i < wanted.size(); i++) {
          assertArrayEquals(wanted.get(i), pixels(feed.get()), taken + " taken, batch " + i);
        }
        assertNotEquals(state, feed.state());
      }
    }
    assertFalse(Arrays.equals(wanted.get(0), wanted.get(1)));
  }

  @Test
  void anotherNumberOfImagesIsRefused() {
    final PatchSampler sampler = new PatchSampler(data(9), settings(Method.DUO_SEGNET));
    final SamplerState state = sampler.state();
    assertThrows(
        IllegalArgumentException.class,
        () -> new PatchSampler(data(8), settings(Method.DUO_SEGNET)).restore(state));
  }

  /** All values of a batch, one after the other. */
  private static float[] pixels(TrainingBatch batch) {
    final List<ImageBatch> parts =
        new ArrayList<>(
            List.of(batch.labeled1(), batch.masks1(), batch.labeled2(), batch.masks2()));
    if (batch.unlabeled() != null) {
      parts.add(batch.unlabeled());
    }
    for (final StrongView view : Arrays.asList(batch.strong1(), batch.strong2())) {
      if (view != null) {
        parts.add(view.images());
        parts.add(view.boxes());
      }
    }
    int size = 0;
    for (final ImageBatch part : parts) {
      size += part.pixels().length;
    }
    final float[] all = new float[size];
    int at = 0;
    for (final ImageBatch part : parts) {
      System.arraycopy(part.pixels(), 0, all, at, part.pixels().length);
      at += part.pixels().length;
    }
    return all;
  }
}
