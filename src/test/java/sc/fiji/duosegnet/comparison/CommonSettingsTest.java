package sc.fiji.duosegnet.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SettingsInputs;
import sc.fiji.duosegnet.model.Preset;

/** Test images have no say in how networks are trained. */
class CommonSettingsTest {

  private static final int SIDE = 256;
  private static final int IMAGES = 80;
  private static final String TESTED = "image 79";
  private static final SettingsInputs AUTOMATIC =
      new SettingsInputs(Preset.AUTOMATIC, 0, 0, 0, 0, "");

  /** An image with a grid of squares, four by four, or one for all of it. */
  private static Sample squares(String name, int side, boolean one, int channels) {
    final byte[] mask = new byte[side * side];
    final int step = one ? side : side / 4;
    for (int i = 0; i < mask.length; i++) {
      final int x = i % side % step;
      final int y = i / side % step;
      mask[i] = (byte) (2 * x < step && 2 * y < step ? 1 : 0);
    }
    return Sample.of(
        name,
        ArrayImgs.bytes(new byte[side * side * channels], side, side, channels),
        ArrayImgs.bytes(mask, side, side));
  }

  private static CommonSettings plan(Sample last, List<String> test) {
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < IMAGES - 1; i++) {
      samples.add(squares("image " + i, SIDE, false, 1));
    }
    samples.add(last);
    return CommonSettings.of(
        AUTOMATIC,
        ComparisonPlan.parse("", "1", "1"),
        samples,
        test,
        threads -> false,
        () -> false);
  }

  @Test
  void aTestMaskDoesNotChangeThePlan() {
    final List<String> test = List.of(TESTED);
    final CommonSettings many = plan(squares(TESTED, SIDE, false, 1), test);
    assertEquals(many, plan(squares(TESTED, SIDE, true, 1), test));
    assertEquals(many, plan(squares(TESTED, 4 * SIDE, true, 1), test));
    assertTrue(many.text().startsWith("Automatic plan for about "), many.text());
    // That mask would have been told about.
    assertNotEquals(
        plan(squares(TESTED, SIDE, false, 1), List.of()).text(),
        plan(squares(TESTED, SIDE, true, 1), List.of()).text());
  }

  @Test
  void iterationsGoByTheLabelsThatAreNotHeldOut() {
    final List<String> test = new ArrayList<>();
    for (int i = 50; i < IMAGES; i++) {
      test.add("image " + i);
    }
    final Sample last = squares(TESTED, SIDE, false, 1);
    assertEquals(2000, plan(last, test).settings().iterations());
    assertEquals(2529, plan(last, List.of()).settings().iterations());
  }

  @Test
  void networksTakeTheChannelsOfTestImages() {
    final CommonSettings planned = plan(squares(TESTED, SIDE, false, 3), List.of(TESTED));
    assertEquals(3, planned.settings().network().channels());
  }
}
