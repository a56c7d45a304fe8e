package sc.fiji.duosegnet.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of one iteration of a training.
 *
 * @param iteration number of the iteration, from 1
 * @param learningRate rate of the U-Nets at this iteration
 * @param losses losses by name, in the order in which they are shown
 * @param validationDice1 Dice coefficient of view 1 on the validation images, 0..1, or NaN where no
 *     validation was made
 * @param validationDice2 the same for view 2
 * @param validationDiceMean the same for the mean of both views
 * @param seconds time since the training's start
 */
public record TrainingRow(
    int iteration,
    double learningRate,
    Map<String, Double> losses,
    double validationDice1,
    double validationDice2,
    double validationDiceMean,
    double seconds) {

  /** Name of the sum of losses that the U-Nets are trained by. */
  public static final String TOTAL = "total";

  /** Name of the critic's loss, the sum over all masks that it has judged. */
  public static final String CRITIC = "critic";

  /** Name of the critic's mean loss on drawn masks; ln 2 is that of a guess. */
  public static final String CRITIC_DRAWN = "critic_drawn";

  /** Name of the critic's mean loss on generated masks; ln 2 is that of a guess. */
  public static final String CRITIC_GENERATED = "critic_generated";

  public TrainingRow {
    Check.atLeast("iteration", iteration, 0);
    Check.given("losses", losses);
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    for (final Map.Entry<String, Double> loss : losses.entrySet()) {
      Check.given("losses." + loss.getKey(), loss.getValue());
      // The name becomes a column of a CSV file.
      if (loss.getKey().isEmpty() || loss.getKey().matches("(?s).*[,;\"\\r\\n].*")) {
        throw new IllegalArgumentException(
            "Loss name '"
                + loss.getKey()
                + "' can't be a column's title; give a name without comma, semicolon, quote or line"
                + " break.");
      }
    }
  }
}
