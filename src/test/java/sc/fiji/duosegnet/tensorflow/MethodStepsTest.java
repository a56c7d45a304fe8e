package sc.fiji.duosegnet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sc.fiji.duosegnet.engine.InEngine;
import sc.fiji.duosegnet.model.Method;
import sc.fiji.duosegnet.model.Ramp;
import sc.fiji.duosegnet.model.TrainingSettings;

/** What steps before and after a method's start change, against those of supervision alone. */
@ExtendWith(InEngine.class)
class MethodStepsTest {

  private static final String KERNEL = "/down0/conv1/kernel";

  /** A method's weights and buffers after a step before its start, and after one more, beyond. */
  private record Run(Map<String, float[]> first, Map<String, float[]> second) {}

  /** The runs of all methods, each made once for all tests of this class. */
  private static final class Runs {
    static final Map<Method, Run> ALL = new EnumMap<>(Method.class);

    static {
      for (final Method method : Method.values()) {
        try (TrainingGraph graph = new TrainingGraph(settings(method))) {
          graph.iterate(() -> Batches.batch(1), 0.1);
          final Map<String, float[]> first = graph.snapshot();
          graph.iterate(() -> Batches.batch(2), 0.5);
          ALL.put(method, new Run(first, graph.snapshot()));
        }
      }
    }
  }

  private static TrainingSettings settings(Method method) {
    final Ramp ramp = new Ramp(0.2, 0.2);
    TrainingSettings settings =
        Batches.shallow(method)
            .with("consistency.pseudo_labeling.threshold", 0.5)
            .with("consistency.uni_match", Batches.masks(0.5))
            .with("consistency.strong_views", Batches.masks(0.5));
    for (final String place :
        List.of(
            "mean_teacher.ramp",
            "pseudo_labeling.ramp",
            "vat.ramp",
            "co_training.agreement_ramp",
            "co_training.adversarial_ramp",
            "uni_match.ramp",
            "strong_views.ramp")) {
      settings = settings.with("consistency." + place, ramp);
    }
    return settings;
  }

  private static Map<String, float[]> views(
      Map<String, float[]> weights, Predicate<String> condition) {
    final Map<String, float[]> chosen = new LinkedHashMap<>();
    weights.forEach(
        (name, values) -> {
          if (name.startsWith("view") && condition.test(name)) {
            chosen.put(name, values);
          }
        });
    return chosen;
  }

  private static Map<String, float[]> statistics(Method method) {
    return views(
        Runs.ALL.get(method).second, name -> name.endsWith("/mean") || name.endsWith("/variance"));
  }

  private static void assertSame(
      Map<String, float[]> expected, Map<String, float[]> found, Method method) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (name, values) -> assertArrayEquals(values, found.get(name), method + " " + name));
  }

  /** Duo-SegNet itself has no start: its terms and their passes are there from the first step. */
  @Test
  void beforeItsStartAMethodIsSupervision() {
    final Run supervised = Runs.ALL.get(Method.SUPERVISED);
    for (final Method method : Method.values()) {
      final Run run = Runs.ALL.get(method);
      if (method == Method.DUO_SEGNET) {
        assertDiffers(supervised.first, run.first, method);
      } else {
        assertSame(views(supervised.first, name -> true), views(run.first, name -> true), method);
      }
      if (method != Method.SUPERVISED) {
        assertDiffers(supervised.second, run.second, method);
      }
    }
  }

  private static void assertDiffers(
      Map<String, float[]> one, Map<String, float[]> other, Method method) {
    for (final String view : List.of("view1", "view2")) {
      assertFalse(
          Arrays.equals(one.get(view + KERNEL), other.get(view + KERNEL)), method + " " + view);
    }
  }

  /** There are no masks of unlabeled images to judge before. */
  @Test
  void theCriticStartsWithTheMethod() {
    final Map<String, float[]> initial;
    try (TrainingGraph graph = new TrainingGraph(settings(Method.DUO_SEGNET_STRONG))) {
      initial = graph.snapshot();
    }
    final Run run = Runs.ALL.get(Method.DUO_SEGNET_STRONG);
    initial.forEach(
        (name, values) -> {
          if (name.startsWith("critic/")) {
            assertArrayEquals(values, run.first.get(name), name);
            assertFalse(Arrays.equals(values, run.second.get(name)), name);
          }
        });
  }

  /**
   * From the same weights, running statistics follow the labeled images alone or those and the
   * weakly augmented unlabeled ones, and no other pass.
   */
  @Test
  void onlyCleanPassesGoIntoTheRunningStatistics() {
    final Map<String, float[]> labeled = statistics(Method.SUPERVISED);
    assertFalse(labeled.isEmpty());
    for (final Method method : List.of(Method.VAT, Method.DUO_SEGNET_STRONG)) {
      assertSame(labeled, statistics(method), method);
    }
    final Map<String, float[]> both = statistics(Method.PSEUDO_LABELING);
    both.forEach((name, values) -> assertFalse(Arrays.equals(labeled.get(name), values), name));
    for (final Method method :
        List.of(Method.MEAN_TEACHER, Method.UNIMATCH, Method.DEEP_CO_TRAINING)) {
      assertSame(both, statistics(method), method);
    }
  }
}
