package sc.fiji.duosegnet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsMapTest {

  @ParameterizedTest
  @EnumSource(Preset.class)
  void presetsComeBackAsTheyWere(final Preset preset) {
    for (final int channels : new int[] {1, 3}) {
      final TrainingSettings settings = preset.settings(channels);
      assertEquals(settings, SettingsMap.fromMap(SettingsMap.toMap(settings)));
    }
  }

  @Test
  void keysAreSnakeCaseAndValuesPlain() {
    final Map<String, Object> map = SettingsMap.toMap(Preset.LAPTOP.settings(3));
    assertEquals(
        List.of(
            "method",
            "network",
            "losses",
            "consistency",
            "optimizer",
            "sampling",
            "augmentation",
            "normalization",
            "iterations",
            "validation_interval",
            "threads",
            "device",
            "precision",
            "seed"),
        List.copyOf(map.keySet()));
    assertEquals("DUO_SEGNET_STRONG", map.get("method"));
    assertEquals(1L, map.get("seed"));
    assertEquals(0.001, group(map, "optimizer").get("learning_rate"));
    assertEquals("POLY", group(map, "optimizer").get("schedule"));
    assertEquals(false, group(map, "losses").get("confidence_weighted"));
    assertEquals(99.8, group(map, "normalization").get("high"));
  }

  @Test
  void unknownKeysAreLeftAside() {
    final TrainingSettings settings = Preset.PAPER.settings(1);
    final Map<String, Object> map = SettingsMap.toMap(settings);
    map.put("of_a_later_version", 7);
    group(map, "losses").put("another", Map.of("a", 1));
    assertEquals(settings, SettingsMap.fromMap(map));
  }

  @Test
  void wholeNumbersDoForDoublesAndLongs() {
    final Map<String, Object> map = SettingsMap.toMap(Preset.PAPER.settings(1));
    group(map, "losses").put("supervised", 2);
    map.put("seed", 5);
    final TrainingSettings read = SettingsMap.fromMap(map);
    assertEquals(2.0, read.losses().supervised());
    assertEquals(5L, read.seed());
  }

  @Test
  void missingSettingsThatModelsNeedAreNamed() {
    final Map<String, Object> map = SettingsMap.toMap(Preset.PAPER.settings(1));
    group(map, "normalization").remove("low");
    assertTrue(refusal(map).startsWith("Setting 'normalization.low' is missing"));
    group(map, "network").remove("views");
    assertTrue(refusal(map).startsWith("Setting 'network.views' is missing"));
    map.remove("network");
    assertTrue(refusal(map).startsWith("Setting 'network' is missing"));
    assertTrue(refusal(new LinkedHashMap<>()).startsWith("Setting 'method' is missing"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "network,critic,ROUND,\"Setting 'network.critic' is 'ROUND'; give one of SPATIAL, PIXEL.\"",
        "network,depth,many,Setting 'network.depth' is 'many'; give a whole number.",
        "network,depth,99,\"Setting 'depth' is 99.0; give a number from 2.0 to 6.0.\"",
        "network,width,4294967297,Setting 'network.width' is '4294967297'; give a whole number.",
        "losses,literal_agreement,1,Setting 'losses.literal_agreement' is '1'; give a boolean.",
        "losses,agreement,high,Setting 'losses.agreement' is 'high'; give a double.",
      })
  void wrongValuesAreNamed(
      final String group, final String key, final String value, final String message) {
    final Map<String, Object> map = SettingsMap.toMap(Preset.PAPER.settings(1));
    group(map, group).put(key, value.matches("[0-9]+") ? numberOf(value) : value);
    assertEquals(message, refusal(map));
  }

  /** Its first step would divide by 0. */
  @Test
  void adamNeedsLessThanAllMomentum() {
    assertEquals(
        1, Preset.PAPER.settings(1).with("optimizer.momentum", 1.0).optimizer().momentum());
    assertEquals(
        "Setting 'momentum' is 1.0; with ADAM give less than 1.",
        assertThrows(
                IllegalArgumentException.class,
                () -> Preset.LAPTOP.settings(1).with("optimizer.momentum", 1.0))
            .getMessage());
  }

  /** As they may come from anywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\u0000.b=1", "seed=\u00001", "seed=\u0085"})
  void whatCannotBeSeenIsNotRepeated(final String changes) {
    final String sentence =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    SettingsMap.withAll(Preset.PAPER.settings(1), SettingsMap.assignments(changes)))
            .getMessage();
    assertTrue(sentence.matches("[\\x20-\\x7e]+\\."), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"automatic", "cpu", "gpu:0", "gpu:12"})
  void devicesAreTexts(final String name) {
    final TrainingSettings settings = Preset.PAPER.settings(1).with("device", name);
    assertEquals(name, settings.device().name());
    assertEquals(name, SettingsMap.toMap(settings).get("device"));
    assertEquals(settings, SettingsMap.fromMap(SettingsMap.toMap(settings)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "gpu:-1", "gpu:01", "GPU:0", "cuda", "gpu:0 "})
  void anotherDeviceIsRefused(final String name) {
    final TrainingSettings settings = Preset.PAPER.settings(1);
    assertEquals(
        "Setting 'device' is '"
            + name
            + "'; give automatic, cpu, or gpu:N with the number of a GPU, from 0.",
        assertThrows(IllegalArgumentException.class, () -> settings.with("device", name))
            .getMessage());
  }

  @Test
  void groupsMustBeGroups() {
    final Map<String, Object> map = SettingsMap.toMap(Preset.PAPER.settings(1));
    map.put("losses", 3);
    assertEquals("Setting 'losses' is '3'; give a group of settings.", refusal(map));
  }

  private static Object numberOf(final String digits) {
    final long number = Long.parseLong(digits);
    return number == (int) number ? (Object) (int) number : (Object) number;
  }

  private static String refusal(final Map<String, Object> map) {
    return assertThrows(IllegalArgumentException.class, () -> SettingsMap.fromMap(map))
        .getMessage();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> group(final Map<String, Object> map, final String name) {
    return (Map<String, Object>) map.get(name);
  }
}
