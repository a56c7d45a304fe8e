package sc.fiji.duosegnet.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.duosegnet.metrics.SegmentationScores;
import sc.fiji.duosegnet.model.History;
import sc.fiji.duosegnet.model.TrainingRow;

/**
 * Where a {@link TrainingLoop} is, apart from networks and images.
 *
 * @param iteration finished iterations
 * @param seconds time they took
 * @param rows the course so far
 * @param sinceLastRow losses of the iterations since the last row
 * @param last scores of the last validation; null before the first
 * @param best the best scores; null before the first validation
 * @param bestIteration iteration of the best scores; 0 before the first validation
 * @param bestNetworks weights and buffers of that iteration by name; null before the first
 *     validation. Not copied
 */
record TrainingState(
    int iteration,
    double seconds,
    List<TrainingRow> rows,
    List<Map<String, Double>> sinceLastRow,
    Validation last,
    Validation best,
    int bestIteration,
    Map<String, float[]> bestNetworks) {

  /** Returns everything but the networks as plain values, for {@link #of}. */
  Map<String, Object> toMap() {
    final History history = new History();
    rows.forEach(history::add);
    final Map<String, Object> map = new LinkedHashMap<>();
    map.put("iteration", iteration);
    map.put("seconds", seconds);
    map.put("history", history.toCsv());
    map.put("since_last_row", new ArrayList<>(sinceLastRow));
    if (last != null) {
      map.put("last", values(last));
      map.put("best", values(best));
      map.put("best_iteration", bestIteration);
    }
    return map;
  }

  /**
   * Reads what {@link #toMap} made.
   *
   * @param bestNetworks the best networks, which may be filled later; only kept if there are some
   * @throws ClassCastException or NullPointerException if it did not
   */
  static TrainingState of(Map<?, ?> map, Map<String, float[]> bestNetworks) {
    final List<Map<String, Double>> losses = new ArrayList<>();
    for (final Object item : (List<?>) map.get("since_last_row")) {
      final Map<String, Double> one = new LinkedHashMap<>();
      ((Map<?, ?>) item).forEach((name, value) -> one.put((String) name, (Double) value));
      losses.add(Collections.unmodifiableMap(one));
    }
    final boolean validated = map.containsKey("last");
    return new TrainingState(
        (Integer) map.get("iteration"),
        (Double) map.get("seconds"),
        History.parse((String) map.get("history")).rows(),
        losses,
        validated ? validation((List<?>) map.get("last")) : null,
        validated ? validation((List<?>) map.get("best")) : null,
        validated ? (Integer) map.get("best_iteration") : 0,
        validated ? bestNetworks : null);
  }

  private static List<List<Object>> values(Validation validation) {
    final List<List<Object>> values = new ArrayList<>();
    for (final SegmentationScores scores :
        List.of(validation.view1(), validation.view2(), validation.mean())) {
      values.add(
          List.of(scores.pooledDice(), scores.meanDice(), scores.maePercent(), scores.images()));
    }
    return values;
  }

  private static Validation validation(List<?> values) {
    final List<SegmentationScores> scores = new ArrayList<>();
    for (final Object item : values) {
      final List<?> four = (List<?>) item;
      scores.add(
          new SegmentationScores(
              (Double) four.get(0),
              (Double) four.get(1),
              (Double) four.get(2),
              (Integer) four.get(3)));
    }
    return new Validation(scores.get(0), scores.get(1), scores.get(2));
  }
}
