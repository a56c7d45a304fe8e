package sc.fiji.duosegnet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.ImageBatch;
import sc.fiji.duosegnet.data.PercentileNormalization;
import sc.fiji.duosegnet.model.NormalizationSettings;

/** How the outputs of tiles become those of a plane. */
class PlaneSegmenterTest {

  private static final int WIDTH = 301;
  private static final int HEIGHT = 207;

  /** What each output is blended from must reach that output, and no other one. */
  @Test
  void eachMapIsBlendedOnItsOwn() {
    final SegmentedPlane plane = segment(new Constant(0.1f, 0.2f, 0.3f, 0.4f));
    assertAll(0.1f, plane.view1());
    assertAll(0.2f, plane.view2());
    assertAll(0.3f, plane.confidence());
    assertAll(0.4f, plane.critic());
  }

  @Test
  void withoutCriticThereIsNoMapOfIt() {
    assertNull(segment(new Constant(0.1f, 0.2f, 0.3f, null)).critic());
  }

  /** Weights of overlapping tiles sum to 1 but for rounding. */
  @Test
  void certaintyStaysAFraction() {
    final SegmentedPlane plane = segment(new Constant(1f, 1f, 1f, 1f));
    for (final float[] map :
        new float[][] {plane.view1(), plane.view2(), plane.confidence(), plane.critic()}) {
      assertAll(1, map);
      for (final float value : map) {
        assertTrue(value <= 1, value + " is above 1");
      }
    }
  }

  private static SegmentedPlane segment(Predictor predictor) {
    final PercentileNormalization normalization =
        new PercentileNormalization(NormalizationSettings.DEFAULT);
    final byte[] pixels = new byte[WIDTH * HEIGHT];
    pixels[7] = 1;
    return new PlaneSegmenter(predictor, normalization, 96, 60, MemoryPolicy.here(message -> {}))
        .segment(ArrayImgs.unsignedBytes(pixels, WIDTH, HEIGHT, 1), () -> false);
  }

  private static void assertAll(float wanted, float[] map) {
    assertEquals(WIDTH * HEIGHT, map.length);
    for (final float value : map) {
      assertEquals(wanted, value, 1e-6f);
    }
  }

  /** Says the same of every pixel. */
  private record Constant(float view1, float view2, float confidence, Float critic)
      implements Predictor {

    @Override
    public Prediction predict(ImageBatch images) {
      final int size = images.width() * images.height();
      return new Prediction(
          filled(size, view1),
          filled(size, view2),
          filled(size, confidence),
          critic == null ? null : filled(size, critic));
    }

    private static float[] filled(int size, float value) {
      final float[] map = new float[size];
      java.util.Arrays.fill(map, value);
      return map;
    }

    @Override
    public int sizeMultiple() {
      return 4;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public boolean hasCritic() {
      return critic != null;
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
