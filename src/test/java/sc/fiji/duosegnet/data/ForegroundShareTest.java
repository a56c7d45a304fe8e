package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.StrongViewSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/** The thresholds that follow from the labels. */
class ForegroundShareTest {

  private static final TrainingSettings DEFAULTS =
      Preset.LAPTOP.settings(1).with("method", Method.DUO_SEGNET_STRONG.name());

  private static Sample sample(String name, int width, int... foreground) {
    final byte[] mask = new byte[2 * width];
    for (final int place : foreground) {
      mask[place] = (byte) 255;
    }
    return Sample.of(
        name,
        ArrayImgs.floats(new float[2 * width], width, 2, 1),
        ArrayImgs.unsignedBytes(mask, width, 2));
  }

  @Test
  void pixelsOfAllImagesCountOnceWhateverTheViews() {
    final Sample small = sample("small", 2, 0, 1, 3);
    final Sample large = sample("large", 8, 5);
    final Sample validation = sample("validation", 2, 0, 1, 2, 3);
    final List<Sample> unlabeled = List.of();
    final double expected = 4 / 20.0;
    assertEquals(
        expected,
        ForegroundShare.of(
                new TrainingData(
                    List.of(small, large), List.of(large, small), List.of(validation), unlabeled))
            .share(),
        1e-12);
    assertEquals(
        expected,
        ForegroundShare.of(new TrainingData(List.of(small), List.of(large), List.of(), unlabeled))
            .share(),
        1e-12);
  }

  /** Odds by hand: 0.95 is 19, 0.1 is 1/9, and 0.0063 is 0.0063 / 0.9937. */
  @Test
  void rareObjectsHaveOddsOfTheirOwn() {
    final TrainingSettings fitted = new ForegroundShare(0.0063).fit(DEFAULTS);
    final StrongViewSettings rare = fitted.consistency().strongViews();
    final double factor = Math.pow(9 * 0.0063 / 0.9937, 0.7);
    assertEquals(19 * factor / (1 + 19 * factor), rare.threshold(), 1e-9);
    assertEquals(19 / factor / (1 + 19 / factor), rare.backgroundThreshold(), 1e-9);
    assertEquals(
        "0.63 % of the labeled pixels are foreground: strong views learn foreground where its"
            + " probability is at least 0.719, and background where that is at least 0.9930",
        new ForegroundShare(0.0063).text(fitted));
  }

  @Test
  void settingsAreFittedOnce() {
    final TrainingSettings fitted = new ForegroundShare(0.01).fit(DEFAULTS);
    assertFalse(ForegroundShare.matters(fitted));
    assertEquals(fitted, new ForegroundShare(0.01).fit(fitted));
  }

  @Test
  void commonObjectsHaveTheThresholdsGiven() {
    for (final double share : new double[] {0.1, 0.144, 0.5, 0.9, 1}) {
      final StrongViewSettings common =
          new ForegroundShare(share).fit(DEFAULTS).consistency().strongViews();
      assertEquals(0.95, common.threshold(), 1e-12);
      assertEquals(0.95, common.backgroundThreshold(), 1e-12);
    }
    assertTrue(
        new ForegroundShare(0.099).fit(DEFAULTS).consistency().strongViews().threshold() < 0.95);
  }

  @Test
  void somethingIsTaughtWhateverTheShare() {
    final TrainingSettings all = DEFAULTS.with("consistency.strong_views.prior_exponent", 1);
    for (final double share : new double[] {0, 1e-9}) {
      final StrongViewSettings fitted =
          new ForegroundShare(share).fit(all).consistency().strongViews();
      assertEquals(0.5, fitted.threshold(), 1e-12);
      assertEquals(0.9999, fitted.backgroundThreshold(), 1e-4);
      assertTrue(fitted.backgroundThreshold() < 1);
    }
    final TrainingSettings certain = all.with("consistency.strong_views.threshold", 1);
    assertTrue(new ForegroundShare(0.05).fit(certain).consistency().strongViews().threshold() < 1);
  }

  @Test
  void methodsThatAskForIt() {
    assertTrue(ForegroundShare.matters(DEFAULTS));
    assertFalse(
        ForegroundShare.matters(DEFAULTS.with("consistency.strong_views.prior_exponent", 0)));
    assertFalse(ForegroundShare.matters(DEFAULTS.with("method", Method.MEAN_TEACHER.name())));
    final TrainingSettings uniMatch = DEFAULTS.with("method", Method.UNIMATCH.name());
    assertFalse(ForegroundShare.matters(uniMatch));
    final TrainingSettings asked = uniMatch.with("consistency.uni_match.prior_exponent", 1);
    assertTrue(ForegroundShare.matters(asked));
    final double odds = 19 * 9 / 24.0;
    assertEquals(
        odds / (1 + odds),
        new ForegroundShare(0.04).fit(asked).consistency().uniMatch().threshold(),
        1e-9);
  }
}
