package sc.fiji.duosegnet.engine;

import java.util.Map;
import sc.fiji.duosegnet.model.TrainingRow;

/**
 * State of a training after an iteration.
 *
 * @param iteration finished iterations
 * @param iterations iterations of the whole run
 * @param losses losses of this iteration by name; the first is {@code total}
 * @param validationDice pooled Dice of the mean of both views at the last validation, 0..1; NaN
 *     before the first
 * @param bestDice the best of them so far; NaN before the first
 * @param secondsLeft estimated time to the end in seconds
 * @param patchesPerSecond labeled and unlabeled patches learned from in a second
 * @param row what was added to the history after this iteration; null if nothing was
 */
public record TrainingProgress(
    int iteration,
    int iterations,
    Map<String, Double> losses,
    double validationDice,
    double bestDice,
    double secondsLeft,
    double patchesPerSecond,
    TrainingRow row) {}
