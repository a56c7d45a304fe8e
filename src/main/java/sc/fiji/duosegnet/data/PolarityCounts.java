package sc.fiji.duosegnet.data;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many images are bright on dark, and how many dark on bright.
 *
 * @param labeled numbers of labeled images
 * @param unlabeled numbers of unlabeled images
 * @param examples of unlabeled images of each kind, the name of one
 */
public record PolarityCounts(
    Map<Polarity, Integer> labeled,
    Map<Polarity, Integer> unlabeled,
    Map<Polarity, String> examples) {

  /** A smaller part of the unlabeled images does not decide about how networks are trained. */
  private static final double LEAST_SHARE = 0.02;

  public PolarityCounts {
    labeled = Map.copyOf(labeled);
    unlabeled = Map.copyOf(unlabeled);
    examples = Map.copyOf(examples);
  }

  /**
   * Returns the unlabeled images of a training without those of a polarity that no labeled one has.
   */
  static List<Sample> alike(TrainingData data) {
    final Set<Sample> labeled = new LinkedHashSet<>(data.view1());
    labeled.addAll(data.view2());
    labeled.addAll(data.validation());
    final Polarity unlike = of(labeled, data.unlabeled()).unlike();
    return data.unlabeled().stream()
        .filter(sample -> unlike == Polarity.UNCLEAR || sample.facts().polarity() != unlike)
        .toList();
  }

  /** Counts images; each is opened, unless somebody has asked about it before. */
  static PolarityCounts of(Collection<Sample> labeled, Collection<Sample> unlabeled) {
    final Map<Polarity, String> examples = new EnumMap<>(Polarity.class);
    unlabeled.forEach(sample -> examples.putIfAbsent(sample.facts().polarity(), sample.name()));
    return new PolarityCounts(counts(labeled), counts(unlabeled), examples);
  }

  private static Map<Polarity, Integer> counts(Collection<Sample> samples) {
    final Map<Polarity, Integer> counts = new EnumMap<>(Polarity.class);
    samples.forEach(sample -> counts.merge(sample.facts().polarity(), 1, Integer::sum));
    return counts;
  }

  /** Returns the number of unlabeled images. */
  public int allUnlabeled() {
    return unlabeled.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Returns the polarity of which there are unlabeled images, but no labeled ones, while there are
   * labeled ones of the other.
   *
   * @return never null; {@link Polarity#UNCLEAR} if there is none
   */
  public Polarity unlike() {
    if (isUnlike(Polarity.DARK_ON_BRIGHT, Polarity.BRIGHT_ON_DARK)) {
      return Polarity.DARK_ON_BRIGHT;
    }
    return isUnlike(Polarity.BRIGHT_ON_DARK, Polarity.DARK_ON_BRIGHT)
        ? Polarity.BRIGHT_ON_DARK
        : Polarity.UNCLEAR;
  }

  /** Returns the number of unlabeled images that are unlike the labeled ones. */
  public int allUnlike() {
    return unlike() == Polarity.UNCLEAR ? 0 : unlabeled.get(unlike());
  }

  private boolean isUnlike(Polarity polarity, Polarity other) {
    final int count = unlabeled.getOrDefault(polarity, 0);
    return count > 0
        && count >= LEAST_SHARE * allUnlabeled()
        && labeled.getOrDefault(polarity, 0) == 0
        && labeled.getOrDefault(other, 0) > 0;
  }
}
