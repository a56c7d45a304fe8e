package sc.fiji.duosegnet.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import sc.fiji.duosegnet.metrics.SegmentationScores;
import sc.fiji.duosegnet.model.Method;

/**
 * A finished run.
 *
 * @param run which run
 * @param labeled labeled images, those for validation included
 * @param validation labeled images that picked the iteration
 * @param unlabeled unlabeled images that were used; 0 for methods that use none
 * @param test test images
 * @param iterations iterations of the training
 * @param minutes time of the training
 * @param mean test scores of the mean of both views
 * @param view1 test scores of view 1
 * @param view2 test scores of view 2
 * @param validationDice pooled Dice on the validation images, 0..1; NaN without any
 * @param bestIteration iteration that the networks are from; 0 without validation images
 * @param measures further test scores of the mean of both views
 */
public record RunRow(
    Run run,
    int labeled,
    int validation,
    int unlabeled,
    int test,
    int iterations,
    double minutes,
    Scores mean,
    Scores view1,
    Scores view2,
    double validationDice,
    int bestIteration,
    RunMeasures measures) {

  /** Columns that former versions have written, too. */
  static final List<String> FORMER_HEADER =
      List.of(
          "method",
          "fraction",
          "seed",
          "labeled",
          "unlabeled",
          "test",
          "iterations",
          "minutes",
          "dice_pooled",
          "dice_image",
          "mae_percent",
          "dice_pooled_1",
          "dice_pooled_2",
          "validation_dice",
          "best_iteration",
          "validation",
          "dice_image_1",
          "dice_image_2",
          "mae_percent_1",
          "mae_percent_2");

  static final List<String> HEADER =
      Stream.concat(FORMER_HEADER.stream(), RunMeasures.HEADER.stream()).toList();

  /**
   * Scores on the test images.
   *
   * @param dicePooled Dice of all pixels together, 0..1
   * @param diceImage mean of the images' Dice, 0..1
   * @param maePercent percentage of wrong pixels, 0..100
   */
  public record Scores(double dicePooled, double diceImage, double maePercent) {

    static Scores of(SegmentationScores scores) {
      return new Scores(scores.pooledDice(), scores.meanDice(), scores.maePercent());
    }
  }

  /** Returns the fields in the order of {@link #HEADER}. */
  List<String> fields() {
    final List<String> fields = new ArrayList<>();
    fields.add(run.method().label());
    fields.add(Run.text(run.fraction()));
    fields.add(String.valueOf(run.seed()));
    for (final int count : new int[] {labeled, unlabeled, test, iterations}) {
      fields.add(String.valueOf(count));
    }
    fields.add(String.format(Locale.ROOT, "%.3f", minutes));
    fields.add(number(mean.dicePooled));
    fields.add(number(mean.diceImage));
    fields.add(number(mean.maePercent));
    fields.add(number(view1.dicePooled));
    fields.add(number(view2.dicePooled));
    fields.add(number(validationDice));
    fields.add(String.valueOf(bestIteration));
    fields.add(String.valueOf(validation));
    fields.add(number(view1.diceImage));
    fields.add(number(view2.diceImage));
    fields.add(number(view1.maePercent));
    fields.add(number(view2.maePercent));
    fields.addAll(measures.fields());
    return fields;
  }

  /** Six decimals: more than any test set tells apart. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /**
   * Reads a row back.
   *
   * @throws IllegalArgumentException if a field is no number, or the method is not known
   */
  static RunRow of(List<String> fields) {
    final Fields row = new Fields(fields);
    return new RunRow(
        new Run(
            Method.of(row.text("method")), row.real("fraction"), Long.parseLong(row.text("seed"))),
        row.whole("labeled"),
        row.whole("validation"),
        row.whole("unlabeled"),
        row.whole("test"),
        row.whole("iterations"),
        row.real("minutes"),
        row.scores(""),
        row.scores("_1"),
        row.scores("_2"),
        row.real("validation_dice"),
        row.whole("best_iteration"),
        RunMeasures.of(row::real));
  }

  /** Fields by the names of their columns. */
  private record Fields(List<String> values) {

    String text(String column) {
      return values.get(HEADER.indexOf(column));
    }

    double real(String column) {
      return Double.parseDouble(text(column));
    }

    int whole(String column) {
      return Integer.parseInt(text(column));
    }

    Scores scores(String suffix) {
      return new Scores(
          real("dice_pooled" + suffix), real("dice_image" + suffix), real("mae_percent" + suffix));
    }
  }
}
