package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.duosegnet.data.TrainingBatch;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.CriticKind;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.TrainingSettings;
import sc.fiji.duosegnet.model.UpdateRule;

/** A session that takes over another one's state goes on as that one does, bit by bit. */
@ExtendWith(InEngine.class)
class SessionStateTest {

  private static final int ITERATIONS = 5;

  private static TrainingSettings settings(Method method) {
    return Batches.settings(method, CriticKind.SPATIAL, Batches.PAPER, 1, 2, 7)
        .with("network.depth", 2)
        .with("optimizer.evaluate_average", true)
        .with("optimizer.batch_renorm", true);
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"MEAN_TEACHER", "DUO_SEGNET_STRONG"})
  void stateIsAllThatCounts(Method method) {
    compare(settings(method));
  }

  @Test
  void adamToo() {
    compare(settings(Method.DUO_SEGNET).with("optimizer.rule", UpdateRule.ADAM));
  }

  private static void compare(TrainingSettings settings) {
    try (TrainingGraph first = new TrainingGraph(settings);
        TrainingGraph second = new TrainingGraph(settings.with("seed", settings.seed()))) {
      final List<TrainingBatch> used = new ArrayList<>();
      run(first, 0, 2, used);
      second.setCounters(first.counters());
      for (final List<String> part : first.stateParts()) {
        second.restore(first.read(part));
      }
      final Map<String, float[]> before = all(first);
      final int from = used.size();
      run(first, 2, ITERATIONS, used);
      final List<TrainingBatch> again = new ArrayList<>();
      run(second, 2, ITERATIONS, again);
      assertEquals(used.size() - from, again.size());
      final Map<String, float[]> one = all(first);
      final Map<String, float[]> other = all(second);
      assertEquals(first.counters(), second.counters());
      assertEquals(one.keySet(), other.keySet());
      one.forEach((name, values) -> assertArrayEquals(values, other.get(name), name));
      final long changed =
          one.keySet().stream()
              .filter(name -> !Arrays.equals(before.get(name), one.get(name)))
              .count();
      assertTrue(changed > 0.9 * one.size() - 10, changed + " of " + one.size() + " changed");
    }
  }

  /** Batches follow from how many were drawn before, as the second session's must. */
  private static void run(TrainingGraph graph, int from, int to, List<TrainingBatch> used) {
    final long[] number = {100L * from};
    final Supplier<TrainingBatch> batches =
        () -> {
          used.add(Batches.batch(number[0]++));
          return used.get(used.size() - 1);
        };
    for (int i = from; i < to; i++) {
      graph.iterate(batches, i / (double) ITERATIONS);
    }
  }

  private static Map<String, float[]> all(TrainingGraph graph) {
    final Map<String, float[]> all = new LinkedHashMap<>();
    graph.stateParts().forEach(part -> all.putAll(graph.read(part)));
    return all;
  }

  @Test
  void partsHaveAllVariablesOnce() {
    try (TrainingGraph graph = new TrainingGraph(settings(Method.DUO_SEGNET_STRONG))) {
      final List<List<String>> parts = graph.variables().parts(500);
      final List<String> names = new ArrayList<>();
      parts.forEach(names::addAll);
      assertEquals(
          graph.variables().entries(entry -> true).stream().map(Variables.Entry::name).toList(),
          names);
      assertTrue(parts.size() > 5, parts.size() + " parts");
      assertFalse(names.stream().noneMatch(name -> name.endsWith("/momentum")));
      assertFalse(names.stream().noneMatch(name -> name.startsWith("teacher1/")));
      assertFalse(names.stream().noneMatch(name -> name.startsWith("critic")));
    }
  }
}
