package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptions that were written before a setting existed. */
class FormerSettingsTest {

  /** What the first version had, apart from method, networks and normalization. */
  private static final List<String> FIRST =
      List.of(
          "losses.supervised",
          "losses.agreement",
          "losses.adversarial",
          "losses.agreement_ramp",
          "losses.adversarial_ramp",
          "losses.confidence_weighted",
          "losses.literal_agreement",
          "losses.critic_sees_unlabeled",
          "optimizer.learning_rate",
          "optimizer.momentum",
          "optimizer.schedule",
          "optimizer.critic_learning_rate",
          "optimizer.critic_decay",
          "optimizer.generator_steps",
          "optimizer.critic_steps",
          "optimizer.batch_norm_decay",
          "sampling.patch_size",
          "sampling.labeled_batch",
          "sampling.unlabeled_batch",
          "sampling.label_split",
          "sampling.validation_fraction",
          "iterations",
          "validation_interval",
          "threads",
          "seed");

  /** Settings of methods and of strong changes which came together with them. */
  private static final String OF_YOUNGER_METHODS =
      "consistency\\.(mean_teacher|pseudo_labeling|vat|co_training)\\..*"
          + "|consistency\\.(uni_match|strong_views)\\."
          + "(weight|ramp\\.start|ramp\\.length|threshold|feature_dropout)"
          + "|augmentation\\.(brightness|contrast|gamma|blur|noise|probability|cut_mix)";

  @TempDir Path folder;

  /** Fails for a new setting: say in {@link FormerSettings} what was done without it. */
  @Test
  void everySettingIsNeededOrFirstOrHasAFormerValue() {
    for (final String path : paths(SettingsMap.toMap(Preset.LAPTOP.settings(1)), "")) {
      final int ways =
          (FormerSettings.needed(path) ? 1 : 0)
              + (FIRST.contains(path) ? 1 : 0)
              + (FormerSettings.isYounger(path) ? 1 : 0)
              + (path.matches(OF_YOUNGER_METHODS) ? 1 : 0);
      assertEquals(1, ways, path);
    }
  }

  @Test
  void eachTrainingSettingMayBeMissing() {
    final TrainingSettings complete = Preset.LAPTOP.settings(1);
    int missing = 0;
    for (final String path : paths(SettingsMap.toMap(complete), "")) {
      final Map<String, Object> map = SettingsMap.toMap(complete);
      remove(map, path);
      if (FormerSettings.needed(path)) {
        assertThrows(IllegalArgumentException.class, () -> SettingsMap.fromMap(map), path);
      } else {
        final Map<String, Object> read = SettingsMap.toMap(SettingsMap.fromMap(map));
        assertTrue(differences(SettingsMap.toMap(complete), read, path) <= 1, path);
        missing++;
      }
    }
    assertTrue(missing > 50, missing + " settings");
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer.rule,MOMENTUM",
    "optimizer.frozen_batch_norm,0.0",
    "optimizer.batch_renorm,false",
    "optimizer.evaluate_average,false",
    "losses.adversarial_unlabeled,true",
    "augmentation.labeled_probability,0.0",
    "augmentation.inversion,0.0",
    "augmentation.symmetries,true",
    "sampling.area_exponent,0.0",
    "sampling.only_alike,false",
    "consistency.strong_views.prior_exponent,0.0",
    "consistency.strong_views.background_threshold,0.7",
    "consistency.uni_match.background_threshold,0.95",
    "device,automatic",
    "precision,FLOAT32"
  })
  void aMissingSettingStandsForWhatWasDoneBefore(final String path, final String value) {
    final TrainingSettings settings =
        Preset.LAPTOP
            .settings(1)
            .with("optimizer.rule", UpdateRule.ADAM)
            .with("optimizer.frozen_batch_norm", 0.5)
            .with("losses.adversarial_unlabeled", false)
            .with("augmentation.labeled_probability", 0.5)
            .with("augmentation.inversion", 0.5)
            .with("augmentation.symmetries", false)
            .with("sampling.area_exponent", 0.5)
            .with("sampling.only_alike", true)
            .with("consistency.strong_views.threshold", 0.7)
            .with("device", Device.CPU)
            .with("precision", Precision.BFLOAT16);
    final Map<String, Object> map = SettingsMap.toMap(settings);
    remove(map, path);
    assertEquals(value, String.valueOf(get(SettingsMap.toMap(SettingsMap.fromMap(map)), path)));
  }

  @Test
  void uniMatchHadTheSettingsOfStrongViews() {
    final Map<String, Object> map =
        SettingsMap.toMap(
            Preset.LAPTOP.settings(1).with("consistency.strong_views.threshold", 0.7));
    remove(map, "consistency.uni_match");
    remove(map, "consistency.strong_views.background_threshold");
    final ConsistencySettings read = SettingsMap.fromMap(map).consistency();
    assertEquals(read.strongViews(), read.uniMatch());
    assertEquals(0.7, read.uniMatch().backgroundThreshold());
  }

  @Test
  void aDescriptionOfTheFirstVersionIsRead() {
    final Map<String, Object> map = SettingsMap.toMap(Preset.LAPTOP.settings(1));
    for (final String path : paths(map, "")) {
      if (!FIRST.contains(path) && !FormerSettings.needed(path)) {
        remove(map, path);
      }
    }
    map.remove("consistency");
    map.remove("augmentation");
    map.put("of_another_time", 3);
    final TrainingSettings read = SettingsMap.fromMap(map);
    assertEquals(UpdateRule.MOMENTUM, read.optimizer().rule());
    assertFalse(read.evaluatesAverages());
    assertEquals(1, read.augmentation().scaling());
    assertEquals(ConsistencySettings.DEFAULT, read.consistency());
  }

  @Test
  void aModelFileWithoutYoungerSettingsOpens() throws IOException {
    final Path file = folder.resolve("model.zip");
    ModelFile.write(file, ModelSample.contents(folder));
    final String younger = "(?m)^ *(batch_renorm|averaging|evaluate_average|rule|precision):.*\\R";
    final Path older =
        ModelSample.changed(
            file,
            folder.resolve("older.zip"),
            (name, bytes) ->
                name.equals(ModelLayout.RDF)
                    ? new String(bytes, StandardCharsets.UTF_8)
                        .replaceAll(younger, "")
                        .replaceAll("( +)momentum:", "$1unheard_of: 4\n$1momentum:")
                        .getBytes(StandardCharsets.UTF_8)
                    : bytes);
    try (ModelFile whole = ModelFile.open(file);
        ModelFile model = ModelFile.open(older)) {
      assertEquals(
          whole.description().settings().network(), model.description().settings().network());
      assertEquals(whole.testOutputs(), model.testOutputs());
      assertFalse(model.description().settings().optimizer().batchRenorm());
    }
  }

  private static TreeSet<String> paths(final Map<?, ?> map, final String prefix) {
    final TreeSet<String> paths = new TreeSet<>();
    map.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> group) {
            paths.addAll(paths(group, prefix + key + "."));
          } else {
            paths.add(prefix + key);
          }
        });
    return paths;
  }

  /** Counts other values, besides that one which is missing. */
  private static int differences(
      final Map<String, Object> one, final Map<String, Object> other, final String missing) {
    int count = 0;
    for (final String path : paths(one, "")) {
      if (!get(one, path).equals(get(other, path))) {
        assertEquals(missing, path);
        count++;
      }
    }
    return count;
  }

  private static Object get(final Map<String, Object> map, final String path) {
    Object value = map;
    for (final String key : path.split("\\.")) {
      value = ((Map<?, ?>) value).get(key);
    }
    return value;
  }

  private static void remove(final Map<String, Object> map, final String path) {
    final int dot = path.lastIndexOf('.');
    final Map<?, ?> group = dot < 0 ? map : (Map<?, ?>) get(map, path.substring(0, dot));
    group.remove(path.substring(dot + 1));
  }
}
