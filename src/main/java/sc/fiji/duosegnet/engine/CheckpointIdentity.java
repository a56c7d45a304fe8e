package sc.fiji.duosegnet.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import sc.fiji.duosegnet.data.Sample;
import sc.fiji.duosegnet.data.SampleDigests;
import sc.fiji.duosegnet.data.TrainingData;
import sc.fiji.duosegnet.model.MapDifference;
import sc.fiji.duosegnet.model.ProgramVersion;
import sc.fiji.duosegnet.model.SettingsMap;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * What a checkpoint is of: settings, images by use, and their pixels. All of it must be the same
 * for a training to go on from it. Program, TensorFlow and number of threads should be the same, or
 * the last digits of all numbers differ from those of a training that was never interrupted.
 */
final class CheckpointIdentity {

  private static final String SETTINGS = "settings";
  private static final String SPLIT = "split";
  private static final String IMAGES = "images";
  private static final String MADE_WITH = "made_with";

  private final Map<String, Object> map;
  private final Map<String, String> images;

  private CheckpointIdentity(Map<String, Object> map, Map<String, String> images) {
    this.map = map;
    this.images = images;
  }

  /**
   * Looks at all images that a training uses.
   *
   * @param canceled asked before each image
   * @throws CancellationException if canceled
   */
  static CheckpointIdentity of(
      TrainingSettings settings, TrainingData data, EngineInfo info, BooleanSupplier canceled) {
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put(SETTINGS, settingsOf(settings));
    final List<Sample> unlabeled = settings.method().usesUnlabeled() ? data.unlabeled() : List.of();
    final Map<String, Object> split = new LinkedHashMap<>();
    split.put("view1", names(data.view1()));
    split.put("view2", names(data.view2()));
    split.put("validation", names(data.validation()));
    split.put("unlabeled", names(unlabeled));
    map.put(SPLIT, split);
    final Set<Sample> labeled = new LinkedHashSet<>(data.view1());
    labeled.addAll(data.view2());
    labeled.addAll(data.validation());
    final Map<String, String> images = SampleDigests.of(labeled, unlabeled, canceled);
    map.put(IMAGES, images);
    map.put(
        MADE_WITH,
        "version "
            + ProgramVersion.text()
            + ", TensorFlow "
            + info.tensorFlowVersion()
            + " on "
            + Computation.device(settings.device(), info.devices())
            + " and "
            + settings.resolvedThreads()
            + " threads");
    return new CheckpointIdentity(map, images);
  }

  /** A training may go on with another device; {@link #note} tells of it. */
  private static Map<String, Object> settingsOf(TrainingSettings settings) {
    final Map<String, Object> all = SettingsMap.toMap(settings);
    all.remove("device");
    return all;
  }

  private static List<String> names(List<Sample> samples) {
    return new ArrayList<>(samples.stream().map(Sample::name).toList());
  }

  /** Returns plain values for {@link #difference} and {@link #note}. */
  Map<String, Object> toMap() {
    return map;
  }

  /**
   * Returns what makes a former training another one, for example {@code 'settings.seed' is 1, not
   * 2}, or null.
   */
  String difference(Map<?, ?> former) {
    for (final String part : List.of(SETTINGS, SPLIT)) {
      final String found = MapDifference.of(only(part, former), only(part, map));
      if (found != null) {
        return found;
      }
    }
    return SampleDigests.difference(former.get(IMAGES), images);
  }

  /** Tells whether a former training had some settings. */
  static boolean isOf(TrainingSettings settings, Map<?, ?> former) {
    return MapDifference.of(former.get(SETTINGS), settingsOf(settings)) == null;
  }

  private static Map<Object, Object> only(String part, Map<?, ?> all) {
    final Map<Object, Object> only = new LinkedHashMap<>();
    only.put(part, all.get(part));
    return only;
  }

  /** Returns in what the former program differs, as a sentence without period, or null. */
  String note(Map<?, ?> former) {
    final Object before = former.get(MADE_WITH);
    final Object now = map.get(MADE_WITH);
    return now.equals(before)
        ? null
        : "The checkpoint was made with "
            + before
            + ", this is "
            + now
            + ": the model may differ a little from that of an undisturbed training";
  }
}
