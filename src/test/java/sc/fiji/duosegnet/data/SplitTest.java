package sc.fiji.duosegnet.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

class SplitTest {

  private static TrainingSettings settings(LabelSplit split, double fraction) {
    return Preset.PAPER
        .settings(1)
        .with("sampling.label_split", split)
        .with("sampling.validation_fraction", fraction);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "image" + i).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "DISJOINT,0.2,10,4,4,2",
    "DISJOINT,0.2,11,5,4,2",
    "DISJOINT,0.9,10,1,1,8",
    "DISJOINT,0.01,3,1,1,1",
    "DISJOINT,0,2,1,1,0",
    "SHARED,0.2,10,8,8,2",
    "SHARED,0.9,4,1,1,3",
    "SHARED,0.01,2,1,1,1",
    "SHARED,0,1,1,1,0"
  })
  void eachImageHasOneUse(
      LabelSplit kind, double fraction, int count, int first, int second, int validation) {
    final Split split = Split.draw(names(count), List.of("u"), settings(kind, fraction), 4);
    assertEquals(first, split.view1().size());
    assertEquals(second, split.view2().size());
    assertEquals(validation, split.validation().size());
    assertEquals(List.of("u"), split.unlabeled());
    final TreeSet<String> all = new TreeSet<>(split.view1());
    assertEquals(kind == LabelSplit.SHARED, !all.addAll(split.view2()));
    assertTrue(Collections.disjoint(all, split.validation()));
    all.addAll(split.validation());
    assertEquals(new TreeSet<>(names(count)), all);
  }

  /** The paper's ablation "one network" has twice the labels of each of two views. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void aSingleViewHasAllLabels(double fraction) {
    final TrainingSettings single =
        settings(LabelSplit.DISJOINT, fraction).with("network.views", 1);
    final TrainingSettings shared = settings(LabelSplit.SHARED, fraction);
    for (int count = fraction == 0 ? 1 : 2; count < 12; count++) {
      assertEquals(
          Split.draw(names(count), List.of("u"), shared, 4),
          Split.draw(names(count), List.of("u"), single, 4));
    }
  }

  @Test
  void theOrderOfTheListsDoesNotMatterTheSeedDoes() {
    final List<String> reversed = new ArrayList<>(names(30));
    Collections.reverse(reversed);
    final TrainingSettings settings = settings(LabelSplit.DISJOINT, 0.2);
    final Split split = Split.draw(names(30), List.of("u", "v"), settings, 1);
    assertEquals(split, Split.draw(reversed, List.of("v", "u"), settings, 1));
    assertNotEquals(split, Split.draw(names(30), List.of("u", "v"), settings, 2));
    assertNotEquals(names(30).subList(0, 6), split.validation());
  }

  @ParameterizedTest
  @CsvSource({"DISJOINT,0.2,2", "DISJOINT,0,1", "SHARED,0.2,1", "SHARED,0,0"})
  void tooFewLabeledImagesAreRefused(LabelSplit kind, double fraction, int count) {
    assertThrows(
        IllegalArgumentException.class,
        () -> Split.draw(names(count), List.of(), settings(kind, fraction), 1));
  }

  @Test
  void theRefusalSaysHowManyAreWanted() {
    final IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Split.draw(names(1), List.of(), settings(LabelSplit.DISJOINT, 0.1), 1));
    assertEquals(
        "There is 1 labeled image; give at least 3, one for each view and one for validation.",
        e.getMessage());
  }

  @Test
  void anImageWithTwoUsesIsRefused() {
    final TrainingSettings settings = settings(LabelSplit.SHARED, 0.2);
    assertThrows(
        IllegalArgumentException.class,
        () -> Split.draw(List.of("a", "a", "b"), List.of(), settings, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Split.draw(List.of("a", "b"), List.of("a"), settings, 1));
  }
}
