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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.duosegnet.model.LabelSplit;
import sc.fiji.duosegnet.model.Preset;
import sc.fiji.duosegnet.model.TrainingSettings;

class NestedSplitsTest {

  private static final int COUNT = 23;
  private static final List<String> TEST = List.of("t1", "t0");

  private static TrainingSettings settings(LabelSplit split, double fraction) {
    return Preset.PAPER
        .settings(1)
        .with("sampling.label_split", split)
        .with("sampling.validation_fraction", fraction);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "image" + i).toList();
  }

  private static Split draw(int labels, TrainingSettings settings, long seed) {
    return NestedSplits.draw(names(COUNT), List.of("u0", "u1"), TEST, labels, settings, seed);
  }

  @ParameterizedTest
  @EnumSource
  void fewerLabelsArePartOfMoreRoleByRole(LabelSplit kind) {
    for (final double fraction : new double[] {0, 0.2, 0.5, 0.9}) {
      final TrainingSettings settings = settings(kind, fraction);
      Split before = draw(NestedSplits.least(settings), settings, 5);
      for (int labels = NestedSplits.least(settings) + 1; labels <= COUNT; labels++) {
        final Split split = draw(labels, settings, 5);
        assertTrue(split.view1().containsAll(before.view1()));
        assertTrue(split.view2().containsAll(before.view2()));
        assertTrue(split.validation().containsAll(before.validation()));
        assertTrue(before.unlabeled().containsAll(split.unlabeled()));
        assertEquals(labels, labeled(split).size());
        before = split;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachSplitHasAsManyImagesOfEachRoleAsOneOfItsOwn(LabelSplit kind) {
    for (final double fraction : new double[] {0, 0.2, 0.5, 0.9}) {
      final TrainingSettings settings = settings(kind, fraction);
      for (int labels = NestedSplits.least(settings); labels <= COUNT; labels++) {
        final Split nested = draw(labels, settings, 5);
        final Split own = Split.draw(names(labels), List.of(), settings, 5);
        assertEquals(own.view1().size(), nested.view1().size());
        assertEquals(own.view2().size(), nested.view2().size());
        assertEquals(own.validation().size(), nested.validation().size());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void aSingleViewHasAllLabels(double fraction) {
    final TrainingSettings single =
        settings(LabelSplit.DISJOINT, fraction).with("network.views", 1);
    final TrainingSettings shared = settings(LabelSplit.SHARED, fraction);
    assertEquals(NestedSplits.least(shared), NestedSplits.least(single));
    for (int labels = NestedSplits.least(single); labels <= COUNT; labels++) {
      assertEquals(draw(labels, shared, 5), draw(labels, single, 5));
    }
  }

  @Test
  void whatIsNotLabeledIsUnlabeledAndTestImagesAreOnlyThat() {
    final Split split = draw(5, settings(LabelSplit.SHARED, 0.2), 1);
    assertEquals(List.of("t0", "t1"), split.test());
    final TreeSet<String> all = new TreeSet<>(labeled(split));
    assertTrue(all.addAll(split.unlabeled()));
    final TreeSet<String> wanted = new TreeSet<>(names(COUNT));
    wanted.addAll(List.of("u0", "u1"));
    assertEquals(wanted, all);
    assertEquals(COUNT - 5 + 2, split.unlabeled().size());
  }

  @Test
  void theSeedDecidesAndTheOrderOfTheListDoesNot() {
    final TrainingSettings settings = settings(LabelSplit.SHARED, 0.2);
    final List<String> reversed = new ArrayList<>(names(COUNT));
    Collections.reverse(reversed);
    final Split split = draw(6, settings, 1);
    assertEquals(split, NestedSplits.draw(reversed, List.of("u1", "u0"), TEST, 6, settings, 1));
    assertNotEquals(split, draw(6, settings, 2));
    // Worked out with an implementation of SplitMix64 in another language.
    assertEquals(List.of("image12", "image19", "image22", "image8", "image9"), split.view1());
  }

  @Test
  void testImagesAreAlwaysTheSame() {
    final List<String> reversed = new ArrayList<>(names(8));
    Collections.reverse(reversed);
    final List<String> test = NestedSplits.drawTest(names(8), 0.25);
    assertEquals(List.of("image0", "image6"), test); // as above
    assertEquals(test, NestedSplits.drawTest(reversed, 0.25));
    assertEquals(1, NestedSplits.drawTest(names(8), 0.01).size());
    assertEquals(7, NestedSplits.drawTest(names(8), 0.99).size());
  }

  /** A plane between two that are trained on tells little: it looks like them. */
  @Test
  void testPlanesOfOneStackAreNeighbors() {
    final List<String> planes =
        new ArrayList<>(IntStream.range(9_990, 10_010).mapToObj(i -> "a#" + i).toList());
    Collections.reverse(planes);
    final List<String> test = NestedSplits.drawTest(planes, 0.25);
    assertEquals(5, test.size());
    final List<Integer> numbers =
        test.stream().map(name -> Integer.valueOf(name.substring(2))).sorted().toList();
    assertEquals(4, numbers.get(4) - numbers.get(0));
    assertEquals(Collections.max(numbers), numbers.get(4));
    // Of two stacks they are drawn as images are.
    planes.set(0, "b#0001");
    final List<Integer> scattered =
        NestedSplits.drawTest(planes, 0.25).stream()
            .filter(name -> name.startsWith("a"))
            .map(name -> Integer.valueOf(name.substring(2)))
            .toList();
    assertTrue(Collections.max(scattered) - Collections.min(scattered) > 5, scattered.toString());
  }

  @Test
  void tooFewImagesAreRefused() {
    final TrainingSettings shared = settings(LabelSplit.SHARED, 0.2);
    assertEquals(2, NestedSplits.least(shared));
    assertEquals(3, NestedSplits.least(settings(LabelSplit.DISJOINT, 0.2)));
    assertEquals(1, NestedSplits.least(settings(LabelSplit.SHARED, 0)));
    refused(
        "A split with 1 labeled images was asked for; give from 2 to 23.",
        () -> draw(1, shared, 1));
    refused("A split with 24 labeled images", () -> draw(24, shared, 1));
    refused("There are 1 images with masks;", () -> NestedSplits.drawTest(names(1), 0.5));
    refused("There are 2 images of 1 names;", () -> NestedSplits.drawTest(List.of("a", "a"), 0.5));
  }

  private static void refused(String start, org.junit.jupiter.api.function.Executable action) {
    final String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private static TreeSet<String> labeled(Split split) {
    final TreeSet<String> labeled = new TreeSet<>(split.view1());
    labeled.addAll(split.view2());
    labeled.addAll(split.validation());
    return labeled;
  }
}
