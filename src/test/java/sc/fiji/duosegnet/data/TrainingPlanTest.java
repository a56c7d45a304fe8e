package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What a user changes in a plan. */
class TrainingPlanTest {

  private static TrainingPlan plan(Preset preset, String changes) {
    final byte[] mask = new byte[128 * 128];
    for (int i = 0; i < 10; i++) {
      mask[64 * 128 + i] = 1;
    }
    final Sample sample =
        Sample.of(
            "one",
            ArrayImgs.bytes(new byte[128 * 128], 128, 128, 1),
            ArrayImgs.bytes(mask, 128, 128));
    return new TrainingPlan(
        new SettingsInputs(preset, 0, 0, 0, 0, changes),
        Method.MEAN_TEACHER,
        3,
        ImageSurvey.of(List.of(sample), List.of(), () -> false),
        false);
  }

  @Test
  void aChangedFigureIsTheOnlyDifference() {
    final TrainingPlan plan = plan(Preset.AUTOMATIC, null);
    final TrainingSettings before = plan.settings();
    assertEquals(before.with("network.width", 4), plan.with(SettingsInputs.WIDTH, 4).settings());
    assertEquals(
        before.with("sampling.patch_size", 32), plan.with(SettingsInputs.PATCH, 32).settings());
    assertEquals(
        before.with("network.reduction", 2), plan.with(SettingsInputs.REDUCTION, 2).settings());
    assertEquals(
        before.with("sampling.labeled_batch", 3).with("sampling.unlabeled_batch", 3),
        plan.with(SettingsInputs.BATCH, 3).settings());
    assertEquals(
        before.with("iterations", 7).with("validation_interval", 7),
        plan.with(SettingsInputs.ITERATIONS, 7).settings());
    assertTrue(plan.with(SettingsInputs.WIDTH, 4).text().contains(" width=4,"));
    assertTrue(plan.text().startsWith(" " + plan.reason() + ": "));
  }

  @Test
  void itCountsMoreThanWhatWasGivenBeforeAndTheRestOfThatStays() {
    final TrainingPlan plan =
        plan(
            Preset.LAPTOP,
            "network.width=8, network.reduction=2;losses.agreement=0.3 iterations=9"
                + " sampling.unlabeled_batch=5 sampling.labeled_batch=4");
    TrainingPlan wanted = plan.with(SettingsInputs.WIDTH, 16).with(SettingsInputs.BATCH, 2);
    wanted = wanted.with(SettingsInputs.ITERATIONS, 20).with(SettingsInputs.REDUCTION, 4);
    final TrainingSettings settings = wanted.settings();
    assertEquals(16, settings.network().width());
    assertEquals(4, settings.network().reduction());
    assertEquals(20, settings.iterations());
    assertEquals(2, settings.sampling().labeledBatch());
    assertEquals(2, settings.sampling().unlabeledBatch());
    assertEquals(0.3, settings.losses().agreement());
    assertEquals("losses.agreement=0.3 network.reduction=4", wanted.inputs().changes());
    assertEquals("", wanted.text());
    assertEquals("", wanted.reason());
  }

  /** What is valid only together is so in any order, and where it is given again in a macro. */
  @Test
  void figuresNeedToFitOnlyTogether() {
    final TrainingPlan plan = plan(Preset.AUTOMATIC, "");
    final TrainingPlan less = plan.with(SettingsInputs.REDUCTION, 4);
    final TrainingPlan both = less.with(SettingsInputs.PATCH, 96).with(SettingsInputs.REDUCTION, 1);
    assertEquals(96, both.settings().sampling().patchSize());
    assertEquals(
        both.settings(),
        less.with(SettingsInputs.REDUCTION, 1).with(SettingsInputs.PATCH, 96).settings());
    for (final String order :
        List.of(
            "network.reduction=8 sampling.patch_size=512",
            "sampling.patch_size=512 network.reduction=8")) {
      assertEquals(512, plan(Preset.LAPTOP, order).settings().sampling().patchSize());
    }
  }

  /** As when the reduction alone was changed in the window of the plan, which is recorded. */
  @Test
  void anAutomaticPatchIsOneThatTheNetworksCanTake() {
    final SettingsInputs inputs = plan(Preset.AUTOMATIC, "network.reduction=8").inputs();
    assertEquals(256, inputs.of(Method.MEAN_TEACHER, 3).sampling().patchSize());
    assertEquals(
        256, plan(Preset.AUTOMATIC, "network.reduction=8").settings().sampling().patchSize());
    final TrainingPlan fixed = plan(Preset.LAPTOP, "network.reduction=8");
    assertEquals(
        "Setting 'patch_size' is 128; with depth 5, reduction 8 and a spatial critic give a multiple"
            + " of 256.",
        assertThrows(IllegalArgumentException.class, fixed::settings).getMessage());
  }

  @Test
  void figuresOutOfRangeAreRefused() {
    final TrainingPlan wrong = plan(Preset.AUTOMATIC, "").with(SettingsInputs.PATCH, 40);
    assertThrows(IllegalArgumentException.class, wrong::settings);
  }
}
