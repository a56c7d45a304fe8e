package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What is found out about images, and the settings that follow. */
class AutomaticPlanTest {

  private static final long GIBIBYTE = 1L << 30;

  /** Disks of a diameter on a grid. */
  private static Sample disks(String name, int side, int count, double diameter, int channels) {
    final byte[] mask = new byte[side * side];
    final int rows = (int) Math.ceil(Math.sqrt(count));
    final double step = (double) side / rows;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        final int column = (int) (x / step);
        final int row = (int) (y / step);
        final double distance =
            Math.hypot(x + 0.5 - (column + 0.5) * step, y + 0.5 - (row + 0.5) * step);
        if (row * rows + column < count && distance < diameter / 2) {
          mask[y * side + x] = 1;
        }
      }
    }
    return Sample.of(
        name,
        ArrayImgs.bytes(new byte[side * side * channels], side, side, channels),
        ArrayImgs.bytes(mask, side, side));
  }

  private static ImageSurvey survey(Sample... samples) {
    return ImageSurvey.of(List.of(samples), List.of(), () -> false);
  }

  private static TrainingSettings fit(ImageSurvey survey, int cores, long memory) {
    return new AutomaticPlan(survey, cores, memory, false).fit(Preset.AUTOMATIC.settings(1));
  }

  @Test
  void aSurveyFindsSizeAndNumberOfObjects() {
    final ImageSurvey survey =
        survey(
            disks("many", 256, 16, 30, 1),
            disks("color", 256, 8, 30, 3),
            Sample.of("unlabeled", ArrayImgs.bytes(new byte[900], 30, 30, 1), null));
    assertEquals(30, survey.objectDiameter(), 0.5);
    assertEquals(12, survey.objectsPerImage(), 0.5);
    assertEquals(3, survey.channels());
    assertEquals(256, survey.side());
    assertEquals(2, survey.labeled());
  }

  @Test
  void aSurveyOfEmptyMasksHasNoObjects() {
    final ImageSurvey survey = survey(disks("empty", 64, 0, 10, 1));
    assertEquals(0, survey.objectDiameter());
    assertEquals(0, survey.objectsPerImage());
    assertEquals(1, fit(survey, 2, 8 * GIBIBYTE).network().reduction());
  }

  @Test
  void aSurveyCanBeCanceled() {
    final List<Sample> samples = List.of(disks("a", 32, 1, 10, 1));
    assertThrows(CancellationException.class, () -> ImageSurvey.of(samples, List.of(), () -> true));
  }

  @Test
  void manyObjectsArePlannedAsTheLaptopPresetDoesWithBatchNormFrozenInTheEnd() {
    final ImageSurvey survey = survey(disks("many", 256, 16, 25, 1));
    assertEquals(
        Preset.LAPTOP.settings(1).with("optimizer.frozen_batch_norm", 0.5),
        fit(survey, 2, 8 * GIBIBYTE));
    final SettingsInputs off =
        new SettingsInputs(Preset.AUTOMATIC, 0, 0, 0, 0, "optimizer.frozen_batch_norm=0");
    assertEquals(0, off.of(Method.SUPERVISED, 1, survey, false).optimizer().frozenBatchNorm());
  }

  @Test
  void oneObjectInAnImageIsSeenWithAllThatIsAround() {
    // A heart's left atrium: 27 of 256 pixels.
    final TrainingSettings planned = fit(survey(disks("one", 256, 1, 27, 1)), 2, 8 * GIBIBYTE);
    assertEquals(4, planned.network().reduction());
    assertEquals(256, planned.sampling().patchSize());
    assertEquals(0, planned.optimizer().frozenBatchNorm());
    // Half as large it would be lost at a quarter of the size.
    final TrainingSettings small = fit(survey(disks("one", 256, 1, 14, 1)), 2, 8 * GIBIBYTE);
    assertEquals(2, small.network().reduction());
  }

  @Test
  void patchesAreNotLargerThanImages() {
    final TrainingSettings planned = fit(survey(disks("many", 50, 16, 8, 1)), 2, 8 * GIBIBYTE);
    assertEquals(64, planned.sampling().patchSize());
  }

  @Test
  void widthAndBatchFollowTheMachine() {
    final ImageSurvey survey = survey(disks("many", 256, 16, 25, 1));
    assertEquals(32, fit(survey, 32, 64 * GIBIBYTE).network().width());
    final TrainingSettings small = fit(survey, 2, 1_100_000_000);
    assertEquals(1, small.sampling().labeledBatch());
    assertEquals(1, small.sampling().unlabeledBatch());
    assertEquals(16, small.network().width());
    assertEquals(8, fit(survey, 2, 950_000_000).network().width());
  }

  @Test
  void networksAreWiderOnAGpuUnlessTheProcessorIsChosen() {
    final ImageSurvey survey = survey(disks("many", 256, 16, 25, 1));
    final TrainingSettings start = Preset.AUTOMATIC.settings(1);
    final AutomaticPlan plan = new AutomaticPlan(survey, 2, 64 * GIBIBYTE, true);
    assertEquals(32, plan.fit(start).network().width());
    assertTrue(plan.text(plan.fit(start)).contains(" of 256, on a GPU: "), plan.text(start));

    final SettingsInputs cpu = new SettingsInputs(Preset.AUTOMATIC, 0, 0, 0, 0, "device=cpu");
    assertEquals(
        cpu.of(Method.DUO_SEGNET, 1, survey, false), cpu.of(Method.DUO_SEGNET, 1, survey, true));
  }

  @Test
  void moreLabelsTakeMoreIterations() {
    final List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      samples.add(disks("image " + i, 64, 4, 20, 1));
    }
    final ImageSurvey survey = ImageSurvey.of(samples, List.of(), () -> false);
    assertEquals(4000, fit(survey, 2, 8 * GIBIBYTE).iterations());
  }

  @Test
  void thePlanIsSaidWithTheNamesOfItsInputs() {
    final AutomaticPlan plan =
        new AutomaticPlan(survey(disks("one", 256, 1, 27, 1)), 2, 8 * GIBIBYTE, false);
    final String text = plan.text(plan.fit(Preset.AUTOMATIC.settings(1)));
    assertTrue(
        text.endsWith(
            "1.0 objects of 27 pixels in an image of 256: patch_size=256, network.reduction=4,"
                + " width=16, batch_size=2, iterations=2000."),
        text);
  }

  /** The pixels of the mask are the bright ones, or the dark ones. */
  private static Sample cells(String name, boolean bright, boolean labeled) {
    final Sample mask = disks(name, 128, 4, 25, 1);
    final byte[] pixels = new byte[128 * 128];
    int i = 0;
    for (final RealType<?> value : Views.flatIterable(mask.mask())) {
      pixels[i++] = (byte) ((value.getRealDouble() > 0) == bright ? 100 : 20);
    }
    return Sample.of(
        name, ArrayImgs.unsignedBytes(pixels, 128, 128, 1), labeled ? mask.mask() : null);
  }

  @Test
  void patchesAreInvertedWhereNoLabeledImageIsAsSomeOthersAre() {
    final ImageSurvey unlike =
        survey(cells("a", true, true), cells("b", true, false), cells("c", false, false));
    final TrainingSettings planned = fit(unlike, 2, 8 * GIBIBYTE);
    assertEquals(
        Preset.LAPTOP
            .settings(1)
            .with("optimizer.frozen_batch_norm", 0.5)
            .with("augmentation.inversion", 0.5)
            .with("sampling.only_alike", true),
        planned.with("network.reduction", 1));
    final AutomaticPlan plan = new AutomaticPlan(unlike, 2, 8 * GIBIBYTE, false);
    assertTrue(
        plan.text(planned)
            .contains(
                ", and 1 of 2 unlabeled images that are dark on bright, as no labeled one is (annotate one of"
                    + " them if you can, such as 'c'): "),
        plan.text(planned));
    assertTrue(
        plan.text(planned)
            .endsWith(
                ", optimizer.frozen_batch_norm=0.5, augmentation.inversion=0.5,"
                    + " sampling.only_alike=true."),
        plan.text(planned));

    final TrainingSettings alone =
        fit(survey(cells("a", true, true), cells("c", false, false)), 2, 8 * GIBIBYTE);
    assertEquals(0.5, alone.augmentation().inversion());
    assertFalse(alone.sampling().onlyAlike(), "nothing else is there to learn from");

    final SettingsInputs off =
        new SettingsInputs(Preset.AUTOMATIC, 0, 0, 0, 0, "augmentation.inversion=0");
    assertEquals(0, off.of(Method.SUPERVISED, 1, unlike, false).augmentation().inversion());
  }

  @Test
  void patchesAreNotInvertedWhereLabelsShowBothKindsOrOnlyTestImagesAreUnlike() {
    final ImageSurvey both =
        survey(cells("a", true, true), cells("b", false, true), cells("c", false, false));
    assertEquals(0, fit(both, 2, 8 * GIBIBYTE).augmentation().inversion());
    assertFalse(new AutomaticPlan(both, 2, 8 * GIBIBYTE, false).reason().contains("bright"));
    final ImageSurvey test =
        ImageSurvey.of(
            List.of(cells("a", true, true), cells("b", true, false), cells("c", false, false)),
            List.of("c"),
            () -> false);
    assertEquals(0, fit(test, 2, 8 * GIBIBYTE).augmentation().inversion());
  }

  @Test
  void masksThatTheSplitHidesAreNotLookedAt() {
    final List<Sample> samples =
        List.of(
            cells("a", true, true),
            cells("b", false, true),
            disks("c", 64, 1, 9, 1),
            cells("named by nobody", false, true));
    final Split split =
        new Split(List.of("a"), List.of("a"), List.of(), List.of("b"), List.of("c"));
    final ImageSurvey survey = ImageSurvey.of(samples, split, () -> false);
    assertEquals(1, survey.labeled());
    assertEquals(128, survey.side());
    assertEquals(25, survey.objectDiameter(), 0.5);
    assertEquals(Polarity.DARK_ON_BRIGHT, survey.polarity().unlike());
    assertEquals(1, survey.polarity().allUnlabeled());
  }
}
