package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.AugmentationSettings;

class StrongAugmentationTest {

  private static final int SIZE = 16;
  private static final int IMAGE = SIZE * SIZE * 2;

  private static ImageBatch weak() {
    final SplitMix random = new SplitMix(1, 99);
    final float[] pixels = new float[3 * IMAGE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.between(-1, 2);
    }
    return new ImageBatch(pixels, 3, SIZE, SIZE, 2);
  }

  private static AugmentationSettings settings(double probability, double cutMix) {
    return new AugmentationSettings(true, 1, 0.5, 0.5, 1.5, 1.5, 0.2, probability, 0, 0, cutMix);
  }

  @Test
  void withoutPhotometricChangesOnlyPlacesMove() {
    final ImageBatch weak = weak();
    final StrongView view = new StrongAugmentation(settings(0, 1), new SplitMix(2, 14)).view(weak);
    for (int i = 0; i < 3 * IMAGE; i++) {
      final int source = view.boxes().pixels()[i / 2] == 1 ? (i + IMAGE) % (3 * IMAGE) : i;
      assertEquals(weak.pixels()[source], view.images().pixels()[i]);
    }
  }

  @Test
  void eachPixelCarriesTheChangeOfItsOwnImage() {
    final ImageBatch weak = weak();
    final AugmentationSettings settings = settings(0.7, 1);
    final SplitMix random = new SplitMix(3, 14);
    final float[] changed = weak.pixels().clone();
    for (int i = 0; i < 3; i++) {
      Photometric.draw(settings, 0.7, random).apply(changed, i * IMAGE, SIZE, 2, random);
    }
    final StrongView view = new StrongAugmentation(settings, new SplitMix(3, 14)).view(weak);
    for (int i = 0; i < 3 * IMAGE; i++) {
      final int source = view.boxes().pixels()[i / 2] == 1 ? (i + IMAGE) % (3 * IMAGE) : i;
      assertEquals(changed[source], view.images().pixels()[i]);
    }
  }

  @Test
  void viewsDifferAndLeaveTheWeakPatchesAlone() {
    final ImageBatch weak = weak();
    final StrongAugmentation augmentation =
        new StrongAugmentation(settings(1, 1), new SplitMix(4, 14));
    final StrongView first = augmentation.view(weak);
    final StrongView second = augmentation.view(weak);
    assertArrayEquals(weak().pixels(), weak.pixels());
    assertFalse(Arrays.equals(first.images().pixels(), second.images().pixels()));
    assertFalse(Arrays.equals(first.boxes().pixels(), second.boxes().pixels()));
    assertEquals(2, first.images().channels());
    assertEquals(1, first.boxes().channels());
    assertEquals(3, first.boxes().count());
  }
}
