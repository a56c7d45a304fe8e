package sc.fiji.duosegnet.data;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.StrongViewSettings;
import sc.fiji.duosegnet.model.TrainingSettings;

/**
 * How much of the labeled images is foreground, and what follows from it for strong views.
 *
 * @param share foreground pixels among the pixels of all labeled images that are trained on, 0..1
 */
public record ForegroundShare(double share) {

  private static final double LEAST = 0.5;
  private static final double MOST = 0.9999;

  /** Looks at the masks of both views, each image once. */
  public static ForegroundShare of(TrainingData data) {
    final Set<Sample> labeled = new LinkedHashSet<>(data.view1());
    labeled.addAll(data.view2());
    double foreground = 0;
    double pixels = 0;
    for (final Sample sample : labeled) {
      final SampleFacts.Mask mask = sample.facts().mask();
      foreground += mask.chords().area();
      pixels += (double) mask.width() * mask.height();
    }
    return new ForegroundShare(pixels == 0 ? 0 : foreground / pixels);
  }

  /** Tells whether a training with these settings asks for the share. */
  public static boolean matters(TrainingSettings settings) {
    return settings.method().usesStrongViews() && strongViews(settings).priorExponent() > 0;
  }

  /**
   * Returns the settings with the thresholds that belong to this share: if foreground is rarer than
   * what counts as common, the logit of its threshold falls, and that of background rises, by the
   * difference of both shares' logits times the exponent. No threshold goes below one half or to 1,
   * where nothing would be taught. The exponent becomes 0: a training with these settings is the
   * same one.
   */
  public TrainingSettings fit(TrainingSettings settings) {
    final StrongViewSettings given = strongViews(settings);
    final double rarity = logit(within(share, 1 - MOST)) - logit(given.commonShare());
    final double shift = given.priorExponent() * Math.min(0, rarity);
    final String group =
        settings.method() == Method.UNIMATCH ? "consistency.uni_match" : "consistency.strong_views";
    return settings
        .with(group + ".threshold", shifted(given.threshold(), shift))
        .with(group + ".background_threshold", shifted(given.backgroundThreshold(), -shift))
        .with(group + ".prior_exponent", 0.0);
  }

  private static double shifted(double threshold, double shift) {
    return within(1 / (1 + Math.exp(-logit(within(threshold, LEAST)) - shift)), LEAST);
  }

  private static double within(double value, double least) {
    return Math.min(Math.max(value, least), MOST);
  }

  private static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }

  /**
   * Returns a sentence for the log.
   *
   * @param settings those that {@link #fit} has returned
   */
  public String text(TrainingSettings settings) {
    final StrongViewSettings fitted = strongViews(settings);
    return String.format(
        Locale.ROOT,
        "%.2g %% of the labeled pixels are foreground: strong views learn foreground where its"
            + " probability is at least %.3f, and background where that is at least %.4f",
        100 * share,
        fitted.threshold(),
        fitted.backgroundThreshold());
  }

  private static StrongViewSettings strongViews(TrainingSettings settings) {
    return settings.method() == Method.UNIMATCH
        ? settings.consistency().uniMatch()
        : settings.consistency().strongViews();
  }
}
